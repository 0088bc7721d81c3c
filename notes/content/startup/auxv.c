#define _GNU_SOURCE
#include <elf.h>
#include <link.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>

extern char **environ;
extern char _start[];
extern const ElfW(Ehdr) __ehdr_start;	/* the linker's word for the ELF header */

/* The auxiliary vector begins where the environment ends. */
static const ElfW(auxv_t) *auxv(void)
{
	char **p = environ;

	while (*p)
		p++;
	return (const ElfW(auxv_t) *)(p + 1);
}

static const char *yes_no(int yes)
{
	return yes ? "yes" : "no";
}

int main(void)
{
	for (const ElfW(auxv_t) *a = auxv(); a->a_type != AT_NULL; a++) {
		unsigned long value = a->a_un.a_val;

		switch (a->a_type) {
		case AT_PHDR:
			printf("AT_PHDR %#lx: just behind the ELF header: %s\n", value,
			       yes_no(value == (unsigned long)(&__ehdr_start + 1)));
			break;
		case AT_PHNUM:
			printf("AT_PHNUM %lu\n", value);
			break;
		case AT_ENTRY:
			printf("AT_ENTRY %#lx: _start: %s\n", value,
			       yes_no(value == (unsigned long)_start));
			break;
		case AT_BASE:
			printf("AT_BASE %#lx: an ELF header: %s\n", value,
			       yes_no(!memcmp((void *)value, ELFMAG, SELFMAG)));
			break;
		case AT_PAGESZ:
			printf("AT_PAGESZ %lu\n", value);
			break;
		case AT_UID:
			printf("AT_UID %lu\n", value);
			break;
		case AT_SECURE:
			printf("AT_SECURE %lu\n", value);
			break;
		case AT_EXECFN:
			printf("AT_EXECFN %s\n", (char *)value);
			break;
		case AT_SYSINFO_EHDR:
			printf("AT_SYSINFO_EHDR %#lx: an ELF header: %s\n", value,
			       yes_no(!memcmp((void *)value, ELFMAG, SELFMAG)));
			break;
		}
	}
	printf("getauxval says the same of AT_ENTRY: %s\n",
	       yes_no(getauxval(AT_ENTRY) == (unsigned long)_start));
	return 0;
}
