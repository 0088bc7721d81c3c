#define _DEFAULT_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

static void try(const char *what, void *addr, size_t length, int flags, int fd, off_t offset)
{
	char *map = mmap(addr, length, PROT_READ, flags, fd, offset);

	if (map == MAP_FAILED) {
		printf("%-26s %s\n", what, strerror(errno));
		return;
	}
	unsigned long page = (unsigned long)addr & ~4095UL;

	printf("%-26s mapped, %s\n", what,
	       !addr ? "where the kernel likes" : map == addr ? "there" :
	       (unsigned long)map == page ? "where that page begins" : "elsewhere");
	munmap(map, length);
}

int main(void)
{
	int anonymous = MAP_PRIVATE | MAP_ANONYMOUS;
	char *taken = mmap(NULL, 4096, PROT_READ, anonymous, -1, 0);
	FILE *file = fopen("/etc/passwd", "r");

	if (taken == MAP_FAILED || !file)
		return 1;
	try("no address", NULL, 4096, anonymous, -1, 0);
	try("a free address", (void *)0x10000000, 4096, anonymous, -1, 0);
	try("one that is taken", taken, 4096, anonymous, -1, 0);
	try("one within a page", (void *)0x10000123, 4096, anonymous, -1, 0);
	try("the same, MAP_FIXED", (void *)0x10000123, 4096, anonymous | MAP_FIXED, -1, 0);
	try("no length", NULL, 0, anonymous, -1, 0);
	try("a length of one byte", NULL, 1, anonymous, -1, 0);
	try("too long", NULL, 1UL << 47, anonymous, -1, 0);
	try("neither shared nor private", NULL, 4096, MAP_ANONYMOUS, -1, 0);
	try("a file", NULL, 4096, MAP_PRIVATE, fileno(file), 0);
	try("an offset within a page", NULL, 4096, MAP_PRIVATE, fileno(file), 100);
	try("a file that is not open", NULL, 4096, MAP_PRIVATE, 99, 0);
	return 0;
}
