#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* The value of a line of the calling thread's status, say "Pid". */
static void status(const char *name, char *value, size_t size)
{
	FILE *f = fopen("/proc/thread-self/status", "r");
	char line[256];

	*value = 0;
	while (f && fgets(line, sizeof(line), f))
		if (!strncmp(line, name, strlen(name)) && line[strlen(name)] == ':')
			snprintf(value, size, "%s", strtok(line + strlen(name) + 1, "\t\n"));
	if (f)
		fclose(f);
}

static void show(void)
{
	char name[64], pid[64], tgid[64], threads[64];

	status("Name", name, sizeof(name));
	status("Pid", pid, sizeof(pid));
	status("Tgid", tgid, sizeof(tgid));
	status("Threads", threads, sizeof(threads));
	printf("%-15s  Pid is %s  Tgid is %s  Threads: %s\n", name,
	       atoi(pid) == getpid() ? "getpid()    " : "not getpid()",
	       atoi(tgid) == getpid() ? "getpid()" : "not getpid()", threads);
}

static void *worker(void *unused)
{
	prctl(PR_SET_NAME, "a worker with a long name");
	show();
	return unused;
}

int main(void)
{
	pthread_t thread;

	show();
	if (pthread_create(&thread, NULL, worker, NULL))
		return 1;
	pthread_join(thread, NULL);
	return 0;
}
