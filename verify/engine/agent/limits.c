#include "agent.h"

const char *const writable[WRITABLE] = {"/note", "/tmp", "/dev/shm"};

// counter is a file of a control group with a number behind a word that counts
// how often a limit was hit.
static struct counter {
	const char *limit, *word;
	const char *files[2]; // where a container that sees its control group has it
	int fd;               // -1 if there is none
	bool sought;
	long long count; // when it was last looked at
} counters[] = {
	{"processes", "max ", {"/sys/fs/cgroup/pids.events", "/sys/fs/cgroup/pids/pids.events"}, -1, false, 0},
	{"memory", "oom_kill ", {"/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control"}, -1, false, 0},
};

static int max_processes;

void set_limits(int processes, int memory_events, int process_events)
{
	max_processes = processes;
	counters[0].fd = process_events;
	counters[1].fd = memory_events;
	for (int i = 0; i < 2; i++)
		counters[i].sought = counters[i].fd >= 0;
}

static void limit(int what, rlim_t n)
{
	struct rlimit both = {n, n};
	setrlimit(what, &both);
}

// limit_shell sets what the shell and all below it may take.
void limit_shell(void)
{
	// Where memory is short, the kernel takes what the note started first.
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
	if (fd >= 0 && write(fd, "500\n", 4) < 0) { /* then it takes whom it likes */ }
	if (fd >= 0)
		close(fd);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_NOFILE, 1024); // as a login has it, whatever the engine and its host give
	if (max_processes)
		limit(RLIMIT_NPROC, max_processes);
}

static long long count(struct counter *c)
{
	char text[1024];
	ssize_t n = pread(c->fd, text, sizeof text - 1, 0);
	text[n > 0 ? n : 0] = 0;
	for (char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (!strncmp(line, c->word, strlen(c->word)))
			return atoll(line + strlen(c->word));
	}
	return 0;
}

const char *limit_hit(void)
{
	const char *hit = NULL;
	for (size_t i = 0; i < sizeof counters / sizeof *counters; i++) {
		struct counter *c = &counters[i];
		for (int k = 0; !c->sought && c->fd < 0 && k < 2; k++)
			c->fd = open(c->files[k], O_RDONLY | O_CLOEXEC);
		c->sought = true;
		long long n = c->fd >= 0 ? count(c) : 0;
		if (n > c->count)
			hit = c->limit;
		c->count = n;
	}
	return hit;
}

// disk_full tells whether one of the folders that can be written to has no room
// left. It is asked only when a command has failed.
bool disk_full(void)
{
	for (int i = 0; i < WRITABLE; i++) {
		struct statvfs s;
		if (!statvfs(writable[i], &s) && s.f_blocks && !s.f_bavail)
			return true;
	}
	return false;
}
