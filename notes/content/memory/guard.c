#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Shows whether the running thread's stack is at least 64 KiB, and the mapping below it. */
static void *show(void *argument)
{
	FILE *maps = argument;
	unsigned long low, high, here = (unsigned long)&maps, below = 0;
	char line[512], permissions[8], before[8] = "";

	while (fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%lx-%lx %7s", &low, &high, permissions) != 3)
			continue;
		if (low <= here && here < high) {
			printf("stack: at least 64 KiB: %s, %s\n",
			       high - low >= 64 * 1024 ? "yes" : "no", permissions);
			printf("below: %lu KiB, %s\n", below / 1024, before);
		}
		below = high - low;
		strcpy(before, permissions);
	}
	return NULL;
}

int main(void)
{
	static char buffer[4096];
	FILE *maps = fopen("/proc/self/maps", "r");
	pthread_attr_t attributes;
	pthread_t thread;

	if (!maps)
		return 1;
	setvbuf(maps, buffer, _IOFBF, sizeof(buffer));	/* no malloc in the thread */
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, 64 * 1024);
	if (pthread_create(&thread, &attributes, show, maps))
		return 1;
	return pthread_join(thread, NULL);
}
