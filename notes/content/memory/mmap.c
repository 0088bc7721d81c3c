#define _DEFAULT_SOURCE
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#define PAGES 256L

static long page;

/* How many pages of the mapping are in memory. */
static int resident(void *start)
{
	unsigned char in_core[PAGES];
	int n = 0;

	if (mincore(start, PAGES * page, in_core))
		return -1;
	for (int i = 0; i < PAGES; i++)
		n += in_core[i] & 1;
	return n;
}

static long faults(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_minflt;
}

int main(void)
{
	page = sysconf(_SC_PAGESIZE);
	char *map = mmap(NULL, PAGES * page, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (map == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	madvise(map, PAGES * page, MADV_NOHUGEPAGE);
	printf("mapped %ld pages, resident %d\n", PAGES, resident(map));

	long before = faults();
	for (int i = 0; i < 10; i++)
		map[i * page] = 1;
	printf("touched 10, resident %d, at least 10 faults: %s\n",
	       resident(map), faults() - before >= 10 ? "yes" : "no");
	printf("untouched byte: %d\n", map[11 * page]);

	madvise(map, PAGES * page, MADV_DONTNEED);
	printf("given back, resident %d\n", resident(map));
	printf("first byte: %d\n", map[0]);
	return 0;
}
