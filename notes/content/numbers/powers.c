#include <stdio.h>

#define PAGE_SHIFT 12
#define PAGE_SIZE (1UL << PAGE_SHIFT)

static int is_power_of_two(unsigned long n)
{
	return n != 0 && (n & (n - 1)) == 0;
}

/* Up to the next multiple of size, which must be a power of two. */
static unsigned long round_up(unsigned long n, unsigned long size)
{
	return (n + size - 1) & ~(size - 1);
}

int main(void)
{
	unsigned long address = 0x3204;

	printf("address %#lx: page %lu, offset %#lx\n",
	       address, address / PAGE_SIZE, address % PAGE_SIZE);
	printf("by shift and mask: page %lu, offset %#lx\n",
	       address >> PAGE_SHIFT, address & (PAGE_SIZE - 1));
	printf("down to a page %#lx, up to a page %#lx\n",
	       address & ~(PAGE_SIZE - 1), round_up(address, PAGE_SIZE));
	for (unsigned long n = 4095; n <= 4097; n++)
		printf("%lu: power of two: %s, rounded up to one of 8: %lu\n",
		       n, is_power_of_two(n) ? "yes" : "no", round_up(n, 8));
	printf("0: power of two: %s\n", is_power_of_two(0) ? "yes" : "no");
	return 0;
}
