#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#define UNKNOWN (1 << 22)	/* no flag of Linux 6.12 */

static void try(const char *what, int flags, int fd)
{
	void *map = mmap(NULL, 4096, PROT_READ, flags, fd, 0);

	printf("%-34s %s\n", what, map == MAP_FAILED ? strerror(errno) : "mapped");
}

int main(void)
{
	FILE *file = tmpfile();

	if (!file)
		return 1;
	try("MAP_SHARED, unknown flag:", MAP_SHARED | UNKNOWN, fileno(file));
	try("MAP_SHARED_VALIDATE:", MAP_SHARED_VALIDATE, fileno(file));
	try("MAP_SHARED_VALIDATE, unknown flag:", MAP_SHARED_VALIDATE | UNKNOWN, fileno(file));
	try("MAP_SHARED, MAP_SYNC:", MAP_SHARED | MAP_SYNC, fileno(file));
	try("MAP_SHARED_VALIDATE, MAP_SYNC:", MAP_SHARED_VALIDATE | MAP_SYNC, fileno(file));
	try("MAP_SHARED_VALIDATE, no file:", MAP_SHARED_VALIDATE | MAP_ANONYMOUS, -1);
	return 0;
}
