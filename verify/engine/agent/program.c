#include "agent.h"

// type_keys types a line into a program that handles each key itself. What that
// shows before the line is complete is echo, and then comes the line's end.
static void type_keys(struct wait *w, const struct buf *line)
{
	type_bytes(line->data, line->len, w->deadline);
	for (int i = 0; i < 500; i++) {
		if (read_terminal(0.001) == 0 && ask_state())
			break;
	}
	if (pending.len) {
		w->has_prefix = true;
		buf_add(&w->prefix, "\n", 1);
	}
	buf_cut(&pending, 0, pending.len);
	type_bytes("\n", 1, w->deadline);
}

// type_line types a line into the program that waits.
void type_line(struct request *r)
{
	double begun = now();
	if (!program_waits) {
		reply("done no-program 0 0 0\n");
		return;
	}
	program_waits = false;
	struct wait w = {.deadline = begun + r->seconds, .room = r->max, .show = true, .prompts = r->prompts, .n_prompts = r->n_prompts};
	bool echo;
	if (terminal_modes(&echo)) {
		type_keys(&w, &r->text);
	} else {
		buf_add(&r->text, "\n", 1);
		w.has_prefix = echo;
		if (echo)
			buf_add(&w.prefix, r->text.data, r->text.len);
		type_bytes(r->text.data, r->text.len, w.deadline);
	}
	int status;
	enum end end = await(&w, &status);
	finish_step(false, end, status, begun);
	buf_free(&w.prefix);
}

// asked_by returns which of the prompts a text ends with: the longest of them,
// or -1.
int asked_by(const struct buf *text, char **prompts, int n)
{
	int best = -1;
	for (int i = 0; i < n; i++) {
		size_t len = strlen(prompts[i]);
		if (len && buf_ends(text, prompts[i], len) && (best < 0 || len > strlen(prompts[best])))
			best = i;
	}
	return best;
}

// waits_at_prompt tells whether a program waits that has shown a prompt last.
// Where that does not begin a line, or nothing is known of what the program
// does, it is believed after a while.
bool waits_at_prompt(const char *prompt, double quiet, bool partial)
{
	if (!buf_ends(&pending, prompt, strlen(prompt)))
		return false;
	size_t before = pending.len - strlen(prompt);
	bool begins = before ? pending.data[before - 1] == '\n' : !partial;
	const char *state = ask_state();
	return state && quiet >= (!strcmp(state, "asleep") ? 0.3 : begins ? 0 : 0.05);
}

// asks tells whether a program waits for input at no prompt: it reads from the
// terminal, or it has shown the beginning of a line and waits.
bool asks(double quiet, bool partial, double patience)
{
	if (quiet < patience)
		return false;
	const char *state = ask_state();
	if (!state)
		return false;
	return !strcmp(state, "reads") || (partial && quiet >= (!strcmp(state, "polls") ? 2 : 6) * patience);
}

// polling are system calls that wait for any of several files, and which
// argument is zero where they wait for none: a sleep.
static const struct {
	long call;
	int argument;
} polling[] = {
#ifdef SYS_poll
	{SYS_poll, 1},
#endif
#ifdef SYS_select
	{SYS_select, 0},
#endif
#ifdef SYS_epoll_wait
	{SYS_epoll_wait, 2},
#endif
	{SYS_ppoll, 1}, {SYS_pselect6, 0}, {SYS_epoll_pwait, 2},
#ifdef SYS_epoll_pwait2
	{SYS_epoll_pwait2, 2},
#endif
};

enum doing { BUSY, READS, POLLS, UNKNOWN, OTHER };

// task_does tells what a thread of a process does.
static enum doing task_does(int pid, const char *task)
{
	char name[128], text[1024];
	copy_text(name, sizeof name, "/proc/%d/task/%s/stat", pid, task);
	file_text(name, text, sizeof text);
	if (state_of(text) == 'R' || state_of(text) == 'D')
		return BUSY;
	copy_text(name, sizeof name, "/proc/%d/task/%s/syscall", pid, task);
	file_text(name, text, sizeof text);
	long call;
	unsigned long args[3];
	int n = sscanf(text, "%ld %lx %lx %lx", &call, &args[0], &args[1], &args[2]);
	if (n < 3)
		return UNKNOWN;
	if (call == SYS_read) {
		copy_text(name, sizeof name, "/proc/%d/fd/%lu", pid, args[0]);
		return is_terminal(name) ? READS : OTHER;
	}
	for (size_t i = 0; n == 4 && i < sizeof polling / sizeof *polling; i++) {
		if (polling[i].call == call)
			return args[polling[i].argument] ? POLLS : OTHER;
	}
	return OTHER;
}

// process_does tells what the busiest thread of a process does.
static enum doing process_does(int pid)
{
	char name[64];
	copy_text(name, sizeof name, "/proc/%d/task", pid);
	DIR *dir = opendir(name);
	enum doing all = OTHER;
	struct dirent *entry;
	while (all > READS && dir && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		enum doing does = task_does(pid, entry->d_name);
		all = does < all ? does : all;
	}
	if (dir)
		closedir(dir);
	return all;
}

// ask_state tells what the job that has the terminal does: "reads" from it,
// "polls" (waits for any of several things), is "asleep" where the kernel does
// not say more, or else NULL.
const char *ask_state(void)
{
	static const char *const states[] = {NULL, "reads", "polls", "asleep", NULL};
	int group = foreground();
	if (group <= 0)
		return NULL;
	struct processes all = list_processes();
	enum doing does = OTHER;
	for (size_t i = 0; i < all.n && does > READS; i++) {
		if (all.all[i].group != group)
			continue;
		enum doing d = process_does(all.all[i].pid);
		does = d < does ? d : does;
	}
	free(all.all);
	return states[does];
}

// end_program ends the program that waits, and shows nothing of that: at the end
// of its input it may go by itself, and otherwise it is killed.
void end_program(void)
{
	static char none[] = "\002\001\002\001";
	static char *nothing[] = {none}; // a prompt that no program shows
	program_waits = false;
	type_bytes("\004", 1, now() + 1);
	struct wait w = {.deadline = now() + 2, .room = 1 << 30, .prompts = nothing, .n_prompts = 1, .patience = 0.1};
	int status;
	enum end end = await(&w, &status);
	if (end == END_SHELL)
		close_shell();
	else if (end != END_EXIT)
		kill_program();
	if (shell)
		restore_terminal(true);
}

// kill_program kills the program and leaves the shell.
void kill_program(void)
{
	if (foreground() == shell) { // exec has put it in its place
		stop_shell();
		return;
	}
	struct pids killed = kill_foreground();
	struct wait w = {.deadline = now() + 5, .room = 1 << 30};
	int status;
	enum end end = await(&w, &status);
	if (end == END_SHELL)
		close_shell();
	else if (end != END_EXIT)
		stop_shell();
	wait_for_end(killed);
	if (shell)
		restore_terminal(true);
}
