#define _DEFAULT_SOURCE
#include <stdio.h>
#include <sys/mman.h>

#define PAGES 64

static int resident(char *map)
{
	unsigned char in_core[PAGES];
	int n = 0;

	if (mincore(map, PAGES * 4096, in_core))
		return -1;
	for (int i = 0; i < PAGES; i++)
		n += in_core[i] & 1;
	return n;
}

static void show(const char *title, int flags)
{
	char *map = mmap(NULL, PAGES * 4096, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);

	if (map == MAP_FAILED)
		perror(title);
	else
		printf("%s: %d of %d pages in memory\n", title, resident(map), PAGES);
}

int main(void)
{
	show("ordinary", 0);
	show("MAP_POPULATE", MAP_POPULATE);
	return 0;
}
