#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

static sigjmp_buf back;

static void caught(int number)
{
	siglongjmp(back, number);
}

static void read_at(const char *title, volatile char *p)
{
	int number = sigsetjmp(back, 1);

	if (number == 0)
		printf("%s: %d\n", title, *p);
	else
		printf("%s: %s\n", title, number == SIGBUS ? "SIGBUS" : "SIGSEGV");
}

int main(void)
{
	int fd = open("short", O_RDWR | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, "abc", 3) != 3)
		return 1;
	signal(SIGBUS, caught);
	signal(SIGSEGV, caught);

	char *map = mmap(NULL, 2 * 4096, PROT_READ, MAP_SHARED, fd, 0);
	if (map == MAP_FAILED)
		return 1;
	read_at("byte 0", map);
	read_at("byte 3, behind the end of the file", map + 3);
	read_at("byte 4096, in the next page", map + 4096);
	munmap(map + 4096, 4096);
	read_at("the same, unmapped", map + 4096);
	return 0;
}
