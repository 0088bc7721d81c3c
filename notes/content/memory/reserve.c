#define _DEFAULT_SOURCE
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

/* Shows the part of /proc/self/maps between two addresses, relative to the first. */
static void show(const char *title, char *from, char *to)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	unsigned long low, high;
	char line[512], permissions[8];

	puts(title);
	while (maps && fgets(line, sizeof(line), maps))
		if (sscanf(line, "%lx-%lx %7s", &low, &high, permissions) == 3 &&
		    low >= (unsigned long)from && high <= (unsigned long)to)
			printf("  page %2lu to %2lu: %s\n", (low - (unsigned long)from) / 4096,
			       (high - (unsigned long)from) / 4096, permissions);
	if (maps)
		fclose(maps);
}

int main(void)
{
	size_t size = 16 * 4096;
	/* A page more at each end, so that it cannot be joined with a neighbour. */
	char *fence = mmap(NULL, size + 2 * 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *all = fence + 4096;

	if (fence == MAP_FAILED || mprotect(all, size, PROT_NONE))
		return 1;
	show("reserved", all, all + size);

	/* Part of it is put to use, by mapping over it ... */
	char *part = mmap(all + 4 * 4096, 2 * 4096, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	printf("at the place asked for: %s\n", part == all + 4 * 4096 ? "yes" : "no");
	part[0] = 1;
	show("with MAP_FIXED", all, all + size);

	/* ... or by another permission. */
	mprotect(all + 8 * 4096, 4096, PROT_READ);
	show("with mprotect", all, all + size);
	return 0;
}
