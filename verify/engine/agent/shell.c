#include "agent.h"

pid_t shell;
int shells;
bool dead;
int dead_status;
struct buf pending;
bool program_waits;

static int commands = -1;      // what the shell reads its commands from: our end
static char commands_name[64]; // and its name in /proc

// restore_signals undoes what is ignored: it would stay so in a new program,
// and whoever started the run may ignore some (nohup, a job of a script).
static void restore_signals(void)
{
	struct { // as the kernel knows it, since libc keeps two signals for itself
		void (*handler)(int);
		unsigned long flags;
		void (*restorer)(void);
		uint64_t mask;
	} action = {.handler = SIG_DFL};
	for (int s = 1; s <= 64; s++)
		syscall(SYS_rt_sigaction, s, &action, NULL, sizeof action.mask);
	uint64_t none = 0;
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, NULL, sizeof none);
}

static void become_shell(int theirs)
{
	enter_terminal(theirs);
	if (chdir("/note"))
		_exit(2);
	restore_signals();
	limit_shell();
	char *args[] = {"bash", "--norc", "--noediting", "-i", NULL};
	char *environment[] = {
		"TZ=UTC", "LANG=C.UTF-8", "LC_ALL=C.UTF-8", "TERM=dumb", "PAGER=cat", "HOME=/note",
		"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "SHELL=/bin/bash",
		"USER=knotes", "LOGNAME=knotes", NULL,
	};
	execve("/bin/bash", args, environment);
	_exit(2);
}

// start_shell starts an interactive bash. It reads commands from a pipe, so that
// no command can read the ones that follow it, and writes to a terminal. Its
// prompt tells the end of a command, its exit status, the number of jobs, the
// last of them and the shell's options, without running anything for it.
void start_shell(void)
{
	int ends[2];
	open_terminal();
	new_mark();
	if (pipe2(ends, O_CLOEXEC))
		_exit(2);
	commands = ends[1];
	fcntl(commands, F_SETFL, O_NONBLOCK);
	char name[64];
	copy_text(name, sizeof name, "/proc/self/fd/%d", commands);
	if (!link_text(name, commands_name, sizeof commands_name))
		_exit(2);
	dead = false;
	shell = vfork(); // until it executes bash, the child changes nothing of ours
	if (shell < 0)
		_exit(2);
	if (!shell)
		become_shell(ends[0]);
	close(ends[0]);
	shells++;
	struct buf first = {0};
	print_prompt(&first);
	buf_print(&first, "; unset HISTFILE; set +o history +H; history -c\n");
	struct wait w = {.deadline = now() + 20, .room = 1 << 20};
	type_command(first.data, first.len, w.deadline);
	buf_free(&first);
	int status;
	await(&w, &status);
	tcgetattr(pty, &settings);
}

// type_command hands a command to the shell. What the shell shows while it reads
// is taken, so that neither waits for the other.
void type_command(const char *text, size_t n, double deadline)
{
	while (n && now() < deadline) {
		ssize_t sent = write(commands, text, n);
		if (sent > 0) {
			text += sent;
			n -= sent;
		} else if (sent < 0 && errno != EAGAIN && errno != EINTR) {
			return; // the shell has ended
		} else if (read_terminal(0.001) < 0) {
			return;
		}
	}
}

void close_shell(void)
{
	leave_terminal();
	if (commands >= 0)
		close(commands);
	commands = -1;
	program_waits = false;
	shell = 0;
	buf_cut(&pending, 0, pending.len);
	last = (struct mark){0};
}

// stop_shell ends what runs in the foreground, and the shell. What runs in the
// background lives on.
void stop_shell(void)
{
	struct pids killed = kill_foreground();
	if (shell > 1) {
		kill(shell, SIGKILL);
		if (!dead)
			waitpid(shell, NULL, 0);
	}
	wait_for_end(killed);
	close_shell();
}

void wait_for_end(struct pids p)
{
	for (int round = 0; round < 500; round++) {
		bool lives = false;
		for (size_t i = 0; i < p.n && !lives; i++) {
			char name[64];
			copy_text(name, sizeof name, "/proc/%d", p.all[i]);
			lives = !access(name, F_OK);
		}
		if (!lives)
			break;
		nap(0.002);
	}
	free(p.all);
}

// groups is a set of process groups that are to end.
struct groups {
	int *all;
	size_t n;
};

static bool has_group(const struct groups *g, int group)
{
	for (size_t i = 0; i < g->n; i++) {
		if (g->all[i] == group)
			return true;
	}
	return false;
}

// add_group adds a group, unless it is that of the shell or of the agent.
static void add_group(struct groups *g, int group)
{
	if (group <= 1 || group == shell || group == getpgrp() || has_group(g, group))
		return;
	g->all = realloc(g->all, (g->n + 1) * sizeof *g->all);
	if (!g->all)
		_exit(4);
	g->all[g->n++] = group;
}

// groups_above adds the groups of a process and of those above it, up to the
// shell.
static void groups_above(struct groups *g, const struct processes *all, const struct process *p)
{
	for (size_t i = 0; i < all->n && p && p->pid != shell && p->pid != getpid() && p->pid != 1; i++) {
		add_group(g, p->group);
		p = find_process(all, p->parent);
	}
}

// kill_foreground ends the job that has the terminal. A debugger lends it to
// what it debugs, so it is found by going up from there to the shell. Returns
// the processes that it has ended.
struct pids kill_foreground(void)
{
	struct processes all = list_processes();
	struct groups g = {0};
	int group = foreground();
	for (size_t i = 0; i < all.n; i++) {
		if (all.all[i].group == group)
			groups_above(&g, &all, &all.all[i]);
	}
	size_t direct = g.n;
	for (size_t i = 0; i < all.n; i++) { // what a debugger has stopped is in a group of its own
		struct process *debugger = find_process(&all, all.all[i].parent);
		struct groups found = {g.all, direct};
		if (all.all[i].state == 't' && debugger && has_group(&found, debugger->group))
			add_group(&g, all.all[i].group);
	}
	struct pids killed = {malloc((all.n + 1) * sizeof(int)), 0};
	if (!killed.all)
		_exit(4);
	for (size_t i = 0; i < g.n; i++)
		kill(-g.all[i], SIGKILL);
	for (size_t i = 0; i < all.n; i++) {
		if (has_group(&g, all.all[i].group))
			killed.all[killed.n++] = all.all[i].pid;
	}
	free(g.all);
	free(all.all);
	return killed;
}

// kill_all ends every process of the container but the agent and what runs it.
void kill_all(void)
{
	for (int round = 0; round < 50; round++) {
		struct processes all = list_processes();
		int alive = 0;
		for (size_t i = 0; i < all.n; i++) {
			const struct process *p = &all.all[i];
			if (p->pid == getpid() || p->pid == getppid() || p->pid == 1 || p->pid == load || p->state == 'Z')
				continue;
			alive++;
			kill(p->pid, SIGKILL);
		}
		free(all.all);
		if (!alive)
			break;
		nap(0.002);
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
	}
	close_shell();
	close_left_terminals();
}

// unread_commands is how many bytes the shell has yet to read.
static int unread_commands(void)
{
	int n;
	return commands >= 0 && !ioctl(commands, FIONREAD, &n) ? n : 0;
}

// idle tells whether the shell waits for a command. While one runs, the shell's
// own standard input is another.
bool idle(void)
{
	char name[64], text[1024];
	if (unread_commands() || foreground() != shell)
		return false;
	copy_text(name, sizeof name, "/proc/%d/fd/0", (int)shell);
	link_text(name, text, sizeof text);
	if (strcmp(text, commands_name))
		return false;
	copy_text(name, sizeof name, "/proc/%d/stat", (int)shell);
	file_text(name, text, sizeof text);
	return state_of(text) == 'S';
}
