#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>

static int sum(const unsigned char *map, int length)
{
	int n = 0;

	for (int i = 0; map != MAP_FAILED && i < length; i++)
		n += map[i];
	return map == MAP_FAILED ? -1 : n;
}

int main(void)
{
	int fd = open("/dev/zero", O_RDWR);

	printf("anonymous, fd -1: sum %d\n",
	       sum(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), 4096));
	printf("anonymous, fd 99, which is not open: sum %d\n",
	       sum(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, 99, 0), 4096));
	printf("/dev/zero: sum %d\n",
	       sum(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0), 4096));
	return 0;
}
