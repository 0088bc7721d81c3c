#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* Maps a page, has a child write to it, and returns what the parent reads. */
static char after_child(int flags, int fd)
{
	char *map = mmap(NULL, 4096, PROT_READ | PROT_WRITE, flags, fd, 0);

	if (map == MAP_FAILED)
		return '?';
	map[0] = 'a';
	if (fork() == 0) {
		map[0] = 'b';
		_exit(0);
	}
	wait(NULL);
	return map[0];
}

/* The first byte of the file itself. */
static char in_file(int fd)
{
	char c = '?';

	if (pread(fd, &c, 1, 0) != 1)
		return '?';
	return c;
}

int main(void)
{
	int fd = open("file", O_RDWR | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, "x", 1) != 1)
		return 1;
	printf("private, anonymous: %c\n", after_child(MAP_PRIVATE | MAP_ANONYMOUS, -1));
	printf("shared, anonymous:  %c\n", after_child(MAP_SHARED | MAP_ANONYMOUS, -1));
	printf("private, of a file: %c, ", after_child(MAP_PRIVATE, fd));
	printf("in the file %c\n", in_file(fd));
	printf("shared, of a file:  %c, ", after_child(MAP_SHARED, fd));
	printf("in the file %c\n", in_file(fd));
	return 0;
}
