#include "agent.h"

pid_t load;

// stay_on_one_cpu leaves this process and its children the last CPU of those
// that they may use.
static bool stay_on_one_cpu(void)
{
	enum { MOST = 8192 };
	unsigned char mask[MOST / 8] = {0};
	long bytes = syscall(SYS_sched_getaffinity, 0, sizeof mask, mask);
	long cpu = bytes * 8 - 1;
	while (cpu >= 0 && !(mask[cpu / 8] & 1 << cpu % 8))
		cpu--;
	if (cpu < 0)
		return false;
	memset(mask, 0, sizeof mask);
	mask[cpu / 8] = 1 << cpu % 8;
	return !syscall(SYS_sched_setaffinity, 0, bytes, mask);
}

// start_load starts a process that computes for as long as the agent lives.
static void start_load(void)
{
	load = fork();
	if (load < 0)
		load = 0;
	else if (!load) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		set_name("knotes-load");
		for (volatile unsigned i = 0;; i++)
			;
	}
}

// vary does otherwise than in a first run what is asked for, and says what it
// has reached: some of it may be forbidden.
void vary(bool no_aslr, int pids, bool one_cpu, bool with_load)
{
	no_aslr = no_aslr && personality(ADDR_NO_RANDOMIZE) >= 0;
	one_cpu = one_cpu && stay_on_one_cpu();
	if (with_load)
		start_load();
	int used = load ? 1 : 0;
	for (; used < pids; used++) {
		pid_t pid = fork();
		if (pid < 0)
			break;
		if (!pid)
			_exit(0);
		waitpid(pid, NULL, 0);
	}
	reply("varied %d %d %d %d\n", no_aslr, used, one_cpu, load ? 1 : 0);
}
