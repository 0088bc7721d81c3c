#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

/* Bit 63 of a page's entry in /proc/self/pagemap: it has a page frame. -1 on error. */
static int present(void *address)
{
	uint64_t entry;
	int fd = open("/proc/self/pagemap", O_RDONLY);
	ssize_t n = pread(fd, &entry, sizeof(entry), (uintptr_t)address / 4096 * sizeof(entry));

	close(fd);
	return n == sizeof(entry) ? (int)(entry >> 63) : -1;
}

static void show(const char *title, char *map)
{
	printf("%-15s", title);
	for (int i = 0; i < 8; i++)
		printf(" %d", present(map + i * 4096L));
	printf("\n");
}

int main(void)
{
	char *map = mmap(NULL, 8 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (map == MAP_FAILED)
		return 1;
	madvise(map, 8 * 4096, MADV_NOHUGEPAGE);
	show("mapped", map);
	map[0] = 1;
	map[5 * 4096] = 1;
	show("two written to", map);
	printf("%-15s %d\n", "one read", ((volatile char *)map)[2 * 4096]);
	show("", map);
	madvise(map, 4096, MADV_DONTNEED);
	show("one given back", map);
	return 0;
}
