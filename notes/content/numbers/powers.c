#include <stdio.h>

int main(void)
{
	for (int n = 0; n <= 12; n += 4)
		printf("1 << %2d = %5d = 0x%04x\n", n, 1 << n, 1 << n);

	unsigned address = 0x3204;
	unsigned page = 1u << 12;
	printf("address 0x%x: page %u, offset 0x%x\n",
	       address, address / page, address % page);
	printf("the same by shift and mask: page %u, offset 0x%x\n",
	       address >> 12, address & (page - 1));
	printf("rounded up to a page: 0x%x\n",
	       (address + page - 1) & ~(page - 1));
	return 0;
}
