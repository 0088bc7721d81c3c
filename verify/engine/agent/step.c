#include "agent.h"

// emit hands on what was shown.
static void emit(const char *data, size_t n)
{
	enum { MOST = 1 << 16 };
	struct buf out = {0};
	buf_add(&out, data, n);
	hide_leaked(&out);
	for (size_t at = 0; at < out.len; at += MOST) {
		size_t part = out.len - at < MOST ? out.len - at : MOST;
		reply("data %zu\n", part);
		reply_bytes(out.data + at, part);
	}
	buf_free(&out);
}

// hand_on hands on the first n bytes of what is pending: false if that is more
// than may be shown.
static bool hand_on(struct wait *w, size_t n)
{
	if (!n)
		return true;
	w->partial = pending.data[n - 1] != '\n';
	if (w->show && w->room > 0)
		emit(pending.data, (long long)n < w->room ? n : (size_t)w->room);
	w->room -= n;
	buf_cut(&pending, 0, n);
	return w->room >= 0 || !w->show;
}

// surely_shown is how much of what is pending can be neither the beginning of a
// mark nor a prompt, known or set by the note.
static size_t surely_shown(void)
{
	enum { PROMPT = 256, FAR = MARK_DIGITS + 80 };
	size_t ready = pending.len;
	char *newline = ready ? memrchr(pending.data, '\n', ready) : NULL;
	size_t line = newline ? newline + 1 - pending.data : 0;
	if (ready - line < PROMPT)
		ready = line;
	size_t from = pending.len > FAR ? pending.len - FAR : 0;
	char *mark = pending.len ? memchr(pending.data + from, '\001', pending.len - from) : NULL;
	return mark && mark < pending.data + ready ? (size_t)(mark - pending.data) : ready;
}

// take_prefix puts what stands for it in place of the prefix, and tells whether
// it is certain that none, or no more of it, comes.
static bool take_prefix(struct wait *w)
{
	size_t n = pending.len < w->prefix.len ? pending.len : w->prefix.len;
	bool fits = !n || !memcmp(pending.data, w->prefix.data, n);
	if (fits && n < w->prefix.len)
		return false;
	if (fits) {
		struct buf rest = {0};
		buf_add(&rest, w->instead.data, w->instead.len);
		buf_add(&rest, pending.data + n, pending.len - n);
		buf_free(&pending);
		pending = rest;
	}
	w->has_prefix = false;
	return true;
}

// ended sees to a command that the shell has ended: its last output, and what
// jobs in the background have to say.
static enum end ended(struct wait *w, const struct mark *m)
{
	bool had_jobs = last.jobs > 0;
	bool has_jobs = had_jobs || m->jobs > 0 || strcmp(m->last_job, last.last_job);
	last = *m;
	program_waits = false;
	unmarked = false;
	buf_cut(&pending, m->at, m->len);
	if (!hand_on(w, m->at))
		return END_OUTPUT;
	if (m->status == 2)
		resynchronise();
	if (has_jobs) {
		settle();
		if (had_jobs)
			tell_jobs();
		if (!hand_on(w, pending.len))
			return END_OUTPUT;
	}
	return END_EXIT;
}

static bool shell_has_ended(bool hung_up)
{
	if (!dead && waitpid(shell, &dead_status, hung_up ? 0 : WNOHANG) == shell)
		dead = true;
	return dead;
}

// await waits until the shell asks for the next command (END_EXIT, with its exit
// status), has ended (END_SHELL, likewise), a program asks for a line (END_PROMPT,
// with the number of the prompt) or something else (END_QUESTION), or a limit is
// hit.
enum end await(struct wait *w, int *status)
{
	const double first_look = 0.05;
	double quiet_since = now(), look = first_look;
	*status = 0;
	while (1) {
		bool prefix_comes = w->has_prefix && !take_prefix(w);
		struct mark m;
		if (find_mark(&m)) {
			*status = m.status;
			return ended(w, &m);
		}
		if (!prefix_comes && !hand_on(w, surely_shown()))
			return END_OUTPUT;
		double left = w->deadline - now();
		if (left <= 0) {
			hand_on(w, pending.len);
			return END_TIME;
		}
		shell_has_ended(false);
		int asked = w->n_prompts ? asked_by(&pending, w->prompts, w->n_prompts) : -1;
		double pause = dead ? 0.02 : asked >= 0 ? 0.001 : unmarked ? 0.005 : 0.1;
		int got = read_terminal(pause < left ? pause : left);
		if (got > 0) {
			quiet_since = now();
			look = first_look;
			continue;
		}
		if (shell_has_ended(got < 0)) {
			if (!hand_on(w, pending.len))
				return END_OUTPUT;
			*status = WIFSIGNALED(dead_status) ? 128 + WTERMSIG(dead_status) : WEXITSTATUS(dead_status);
			return END_SHELL;
		}
		double quiet = now() - quiet_since;
		if (asked >= 0 && waits_at_prompt(w->prompts[asked], quiet, w->partial)) {
			buf_cut(&pending, pending.len - strlen(w->prompts[asked]), strlen(w->prompts[asked]));
			if (!hand_on(w, pending.len))
				return END_OUTPUT;
			program_waits = true;
			*status = asked;
			return END_PROMPT;
		}
		if (quiet >= look) {
			bool begun = pending.len ? !buf_last_is(&pending, '\n') : w->partial;
			double patience = w->patience > 0 ? w->patience : w->n_prompts ? 0.5 : 2;
			if (asks(quiet, w->n_prompts && begun, patience)) {
				hand_on(w, pending.len);
				return END_QUESTION;
			}
			look = quiet * 1.2;
		}
		if ((unmarked || quiet >= first_look) && idle()) {
			if (read_terminal(0) > 0)
				continue; // shown before it was idle
			bool recovered = recover(status);
			if (!hand_on(w, pending.len))
				return END_OUTPUT;
			if (recovered)
				return END_EXIT;
		}
	}
}

// finish_step says how a step ended, and ends what has to end with it.
void finish_step(bool fresh, enum end end, int status, double begun)
{
	static const char *const names[] = {"exit", "end", "prompt", "question", "time", "output"};
	const char *kind = names[end];
	if (end == END_TIME || end == END_OUTPUT)
		stop_shell();
	else if (end == END_SHELL)
		close_shell();
	else if (end == END_QUESTION)
		kill_program();
	else if (end == END_EXIT && status && disk_full())
		kind = "disk";
	const char *hit = limit_hit();
	reply("done %s %d %d %.0f\n", hit ? hit : kind, status, fresh, (now() - begun) * 1e6);
}

// print_typed prints what is typed for a command, by its form.
static void print_typed(struct buf *b, const char *form, const struct buf *text, const char *input)
{
	const char *close = !strcmp(form, "list") ? "; }" : !strcmp(form, "ended") ? " }" : "\n}";
	bool eval = !strcmp(form, "eval"), plain = !strcmp(form, "plain");
	if (!plain)
		buf_print(b, eval ? "eval " : "{ ");
	buf_add(b, text->data, text->len);
	if (plain)
		buf_print(b, "\n");
	else
		buf_print(b, "%s %s\n", eval ? "" : close, input);
}

void run_step(const char *form, struct request *r)
{
	double begun = now();
	if (program_waits)
		end_program();
	bool fresh = !shell && shells > 0;
	if (!shell)
		start_shell();
	restore_terminal(false);
	char input[80];
	copy_text(input, sizeof input, "%s%s", r->n_prompts ? "<>" : "</dev/null", r->n_prompts ? tty : "");
	struct buf typed = {0};
	print_typed(&typed, form, &r->text, input);
	struct wait w = {.deadline = now() + r->seconds, .room = r->max, .show = true, .prompts = r->prompts, .n_prompts = r->n_prompts};
	if (strcmp(form, "plain") && strcmp(form, "eval") && strchr(last.flags, 'v')) { // what set -v shows of it is only the command
		w.has_prefix = true;
		w.prefix = typed;
		buf_add(&w.instead, r->text.data, r->text.len);
		buf_add(&w.instead, "\n", 1);
	}
	type_command(typed.data, typed.len, w.deadline);
	int status;
	enum end end = await(&w, &status);
	finish_step(fresh, end, status, begun);
	buf_free(&typed);
	buf_free(&w.instead);
}
