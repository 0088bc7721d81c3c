#define _DEFAULT_SOURCE
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>

#define SIZE (1024 * 1024L)

/* Places for a debugger to stop at. */
__attribute__((noinline)) void stage(const char *name)
{
	__asm__ volatile ("" : : "r"(name) : "memory");
}

static long faults(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_minflt;
}

int main(void)
{
	stage("start");
	/* The address is a wish; it makes the mapping easy to find. */
	char *map = mmap((void *)0x10000000, SIZE, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (map == MAP_FAILED)
		return 1;
	madvise(map, SIZE, MADV_NOHUGEPAGE);
	faults();
	stage("mapped");

	long before = faults();
	for (long i = 0; i < 10 * 4096; i += 4096)
		map[i] = 1;
	long after = faults();
	stage("touched");

	printf("faults in between: %ld\n", after - before);
	stage("printed");
	munmap(map, SIZE);
	stage("unmapped");
	return 0;
}
