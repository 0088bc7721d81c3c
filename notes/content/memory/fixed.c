#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

static char *map_at(char *where, int flags)
{
	return mmap(where, 4096, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
}

int main(void)
{
	char *first = map_at(NULL, 0);

	if (first == MAP_FAILED)
		return 1;
	strcpy(first, "precious");

	char *second = map_at(first, 0);
	printf("as a hint: elsewhere: %s, still there: \"%s\"\n",
	       second != first ? "yes" : "no", first);

	second = map_at(first, MAP_FIXED_NOREPLACE);
	printf("MAP_FIXED_NOREPLACE: %s, still there: \"%s\"\n",
	       second == MAP_FAILED ? strerror(errno) : "mapped", first);

	second = map_at(first, MAP_FIXED);
	printf("MAP_FIXED: at the same place: %s, still there: \"%s\"\n",
	       second == first ? "yes" : "no", first);
	return 0;
}
