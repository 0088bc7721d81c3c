#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGES 4

static long page;

/* Tells whether there is a page behind an address: bit 63 of its entry. */
static int present(int pagemap, void *address)
{
	uint64_t entry = 0;
	off_t at = (uintptr_t)address / page * sizeof(entry);

	if (pread(pagemap, &entry, sizeof(entry), at) != sizeof(entry))
		perror("pagemap");
	return entry >> 63;
}

static void show(const char *when, int pagemap, char *map)
{
	printf("%-16s", when);
	for (int i = 0; i < PAGES; i++)
		printf(" %d", present(pagemap, map + i * page));
	putchar('\n');
}

int main(void)
{
	int pagemap = open("/proc/self/pagemap", O_RDONLY);

	page = sysconf(_SC_PAGESIZE);
	char *map = mmap(NULL, PAGES * page, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (pagemap < 0 || map == MAP_FAILED)
		return 1;
	madvise(map, PAGES * page, MADV_NOHUGEPAGE);

	show("mapped", pagemap, map);
	map[2 * page] = 1;
	show("page 2 written", pagemap, map);
	(void)*(volatile char *)map;
	show("page 0 read", pagemap, map);
	return 0;
}
