#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#define TIB (1UL << 40)

/* The line VmFlags of /proc/self/smaps for the mapping that begins at start. */
static void show_flags(const char *title, char *start)
{
	FILE *smaps = fopen("/proc/self/smaps", "r");
	unsigned long low, high;
	char line[512];
	int found = 0;

	while (smaps && fgets(line, sizeof(line), smaps)) {
		if (sscanf(line, "%lx-%lx ", &low, &high) == 2)
			found = low <= (unsigned long)start && (unsigned long)start < high;
		if (found && !strncmp(line, "VmFlags:", 8))
			printf("%s ac: %s, nr: %s\n", title, strstr(line, " ac") ? "yes" : "no",
			       strstr(line, " nr") ? "yes" : "no");
	}
	if (smaps)
		fclose(smaps);
}

static char *map(size_t size, int flags)
{
	return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
}

/* 0: by estimate, 1: never refuse, 2: strictly by account. */
static int overcommit_mode(void)
{
	FILE *file = fopen("/proc/sys/vm/overcommit_memory", "r");
	int mode = -1;

	if (file) {
		if (fscanf(file, "%d", &mode) != 1)
			mode = -1;
		fclose(file);
	}
	return mode;
}

int main(void)
{
	int mode = overcommit_mode();
	int strict = mode == 2, lenient = mode == 1;

	show_flags("ordinary:     ", map(4096, 0));
	show_flags("MAP_NORESERVE:", map(4096, MAP_NORESERVE));

	/* More than nearly any machine has. */
	int refused = map(32 * TIB, 0) == MAP_FAILED;
	printf("32 TiB: %s\n", refused == !lenient ? "as the mode says" : "against the mode");
	refused = map(32 * TIB, MAP_NORESERVE) == MAP_FAILED;
	printf("32 TiB, MAP_NORESERVE: %s\n",
	       refused ? (strict ? "as the mode says" : strerror(errno)) : "mapped");
	return 0;
}
