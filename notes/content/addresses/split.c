#include <stdio.h>
#include <stdlib.h>

/* As the kernel has them for four levels of x86-64. */
#define PAGE_SHIFT	12
#define PMD_SHIFT	21
#define PUD_SHIFT	30
#define PGDIR_SHIFT	39
#define PTRS_PER_TABLE	512

static unsigned index_of(unsigned long address, int shift)
{
	return (address >> shift) & (PTRS_PER_TABLE - 1);
}

int main(int argc, char **argv)
{
	puts("address             pgd  pud  pmd  pte  offset");
	for (int i = 1; i < argc; i++) {
		unsigned long a = strtoul(argv[i], NULL, 16);

		printf("%016lx  %4u %4u %4u %4u   0x%03lx\n", a,
		       index_of(a, PGDIR_SHIFT), index_of(a, PUD_SHIFT),
		       index_of(a, PMD_SHIFT), index_of(a, PAGE_SHIFT),
		       a & ((1UL << PAGE_SHIFT) - 1));
	}
	return 0;
}
