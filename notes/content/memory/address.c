#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Takes addresses apart: which page, and where in it? */
int main(int argc, char **argv)
{
	unsigned long size = sysconf(_SC_PAGESIZE);

	for (int i = 1; i < argc; i++) {
		unsigned long address = strtoul(argv[i], NULL, 0);

		printf("%#x: page %#lx, offset %#lx\n", (unsigned)address,
		       address / size, address % size);
	}
	return 0;
}
