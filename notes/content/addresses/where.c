#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

int initialised = 42;
int zero[1000];

/* The name that /proc/self/maps gives to the range that holds an address. */
static void show(const char *what, void *address)
{
	FILE *f = fopen("/proc/self/maps", "r");
	char line[512], rights[5], path[256];
	unsigned long start, end, at = (unsigned long)address;

	while (f && fgets(line, sizeof(line), f)) {
		strcpy(path, "(no file)");
		if (sscanf(line, "%lx-%lx %4s %*s %*s %*s %255s", &start, &end, rights, path) < 3)
			continue;
		if (at >= start && at < end)
			printf("%016lx  %-16s %s  %s\n", at, what, rights, path);
	}
	if (f)
		fclose(f);
}

int main(void)
{
	int local = 1;
	char *small = malloc(16);
	char *large = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	show("local variable", &local);
	show("puts, a library", puts);
	show("mmap", large);
	show("malloc", small);
	show("zero, bss", zero);
	show("initialised", &initialised);
	show("main, text", main);
	return !small || large == MAP_FAILED;
}
