#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGES 100
#define SIZE (PAGES * 4096L)

static long faults(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_minflt + usage.ru_majflt;
}

/* Each function touches one byte of each page, and returns the faults of that. */
static long write_all(volatile char *map)
{
	long before = faults();

	for (long i = 0; i < SIZE; i += 4096)
		map[i] = 1;
	return faults() - before;
}

static long read_all(volatile char *map)
{
	long before = faults();

	for (long i = 0; i < SIZE; i += 4096)
		(void)map[i];
	return faults() - before;
}

static char *anonymous(void)
{
	char *map = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (map != MAP_FAILED)
		madvise(map, SIZE, MADV_NOHUGEPAGE);	/* pages of 4096 bytes only */
	return map;
}

int main(void)
{
	char *first = anonymous(), *second = anonymous();
	int fd = open("hundred-pages", O_RDWR | O_CREAT | O_TRUNC, 0600);

	setvbuf(stdout, NULL, _IONBF, 0);
	if (first == MAP_FAILED || second == MAP_FAILED || fd < 0)
		return 1;
	for (long i = 0; i < SIZE; i += 4096)
		if (pwrite(fd, first, 4096, i) != 4096)
			return 1;
	munmap(first, SIZE);
	first = anonymous();
	faults();	/* so that it is in memory itself */

	printf("first write:            %ld\n", write_all(first));
	printf("second write:           %ld\n", write_all(first));
	printf("first read of others:   %ld\n", read_all(second));
	printf("then a write to them:   %ld\n", write_all(second));
	if (fork() == 0) {
		printf("read in a child:        %ld\n", read_all(first));
		printf("write in a child:       %ld\n", write_all(first));
		_exit(0);
	}
	wait(NULL);

	char *file = mmap(NULL, SIZE, PROT_READ, MAP_PRIVATE, fd, 0);
	if (file == MAP_FAILED)
		return 1;
	printf("read of a file: fewer than %d: %s\n", PAGES, read_all(file) < PAGES ? "yes" : "no");
	return 0;
}
