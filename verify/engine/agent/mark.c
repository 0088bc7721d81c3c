#include "agent.h"

char mark_text[MARK_DIGITS + 1];
struct mark last;
bool unmarked;

static char (*leaked)[MARK_DIGITS + 1]; // marks that a file of the note may hold
static int n_leaked;

void new_mark(void)
{
	unsigned char bytes[MARK_DIGITS / 2];
	int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
	if (fd < 0 || read(fd, bytes, sizeof bytes) != sizeof bytes)
		_exit(2);
	close(fd);
	for (size_t i = 0; i < sizeof bytes; i++)
		copy_text(mark_text + 2 * i, 3, "%02x", bytes[i]);
}

// print_prompt prints the assignments that make the shell show the mark.
void print_prompt(struct buf *b)
{
	buf_print(b, "PS1=$'\\001%s $? \\\\j ${!-} $-\\002' PS2=", mark_text);
}

// digits reads a number at *text, of which no more than max digits are kept.
static bool digits(const char **text, const char *end, char *to, size_t max)
{
	size_t n = 0;
	while (*text < end && **text >= '0' && **text <= '9') {
		if (n + 1 < max)
			to[n++] = **text;
		++*text;
	}
	to[n] = 0;
	return n > 0;
}

static bool skip(const char **text, const char *end, char c)
{
	if (*text == end || **text != c)
		return false;
	++*text;
	return true;
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// find_start finds a mark's beginning in a text, from at on: where it stands, or
// the text's length.
static size_t find_start(const struct buf *b, size_t at, const char *mark, char behind)
{
	char start[MARK_DIGITS + 3] = "\001";
	size_t n = MARK_DIGITS + 2;
	memcpy(start + 1, mark, MARK_DIGITS);
	start[n - 1] = behind;
	if (at >= b->len)
		return b->len;
	const char *found = memmem(b->data + at, b->len - at, start, n);
	return found ? (size_t)(found - b->data) : b->len;
}

// parse_mark reads what the prompt says from the end of its mark on.
static bool parse_mark(const char *text, const char *end, struct mark *m, const char **after)
{
	char status[12], jobs[12];
	if (!digits(&text, end, status, sizeof status) || !skip(&text, end, ' ') || !digits(&text, end, jobs, sizeof jobs) || !skip(&text, end, ' '))
		return false;
	digits(&text, end, m->last_job, sizeof m->last_job);
	if (!skip(&text, end, ' '))
		return false;
	size_t n = 0;
	for (; text < end && is_word(*text); text++) {
		if (n + 1 < sizeof m->flags)
			m->flags[n++] = *text;
	}
	m->flags[n] = 0;
	m->status = atoi(status);
	m->jobs = atol(jobs);
	*after = text;
	return skip(after, end, '\002');
}

// find_mark finds the first prompt in what is pending.
bool find_mark(struct mark *m)
{
	for (size_t at = 0; (at = find_start(&pending, at, mark_text, ' ')) < pending.len; at++) {
		const char *after;
		if (parse_mark(pending.data + at + MARK_DIGITS + 2, pending.data + pending.len, m, &after)) {
			m->at = at;
			m->len = after - (pending.data + at);
			return true;
		}
	}
	return false;
}

// find_any_mark finds the first prompt with our mark, whatever the note has made
// of the rest of it.
static bool find_any_mark(struct mark *m)
{
	if ((m->at = find_start(&pending, 0, mark_text, ' ')) == pending.len)
		return false;
	const char *end = memchr(pending.data + m->at, '\002', pending.len - m->at);
	if (!end)
		return false;
	m->len = end + 1 - (pending.data + m->at);
	return true;
}

// cut_marks takes every prompt with this mark out of a text.
static void cut_marks(struct buf *b, const char *mark)
{
	size_t at = 0;
	while ((at = find_start(b, at, mark, ' ')) < b->len) {
		const char *end = memchr(b->data + at, '\002', b->len - at);
		if (!end)
			return;
		buf_cut(b, at, end + 1 - (b->data + at));
	}
}

void hide_leaked(struct buf *b)
{
	for (int i = 0; i < n_leaked; i++)
		cut_marks(b, leaked[i]);
}

static void keep_leaked(void)
{
	leaked = realloc(leaked, (n_leaked + 1) * sizeof *leaked);
	if (!leaked)
		_exit(4);
	memcpy(leaked[n_leaked++], mark_text, sizeof mark_text);
}

// await_text waits until find finds a text, which it puts into m.
static bool await_text(bool (*find)(struct mark *m), struct mark *m)
{
	double until = now() + 5;
	while (!find(m)) {
		if (now() > until || pending.len > 1 << 24 || read_terminal(0.1) < 0)
			return false;
	}
	return true;
}

// await_mark waits for the next prompt, and takes it away.
static bool await_mark(struct mark *m)
{
	if (!await_text(find_mark, m))
		return false;
	buf_cut(&pending, m->at, m->len);
	return true;
}

// resynchronise waits, after what may have been a syntax error, until the shell
// has read all that was typed: having given up a group in its middle, it takes
// the rest for commands. What it says of them is not the note's.
void resynchronise(void)
{
	int calm = 0;
	for (int i = 0; i < 100; i++) {
		calm = idle() ? calm + 1 : 0;
		if (calm > 1)
			break;
		read_terminal(0.001);
	}
	struct mark m;
	while (find_mark(&m))
		buf_cut(&pending, 0, m.at + m.len);
}

// settle waits until what runs in the background waits for something itself, for
// a quarter of a second at most, so that what it prints at once is part of the
// step that made it do so.
void settle(void)
{
	int calm = 0;
	for (int i = 0; i < 100 && calm < 2; i++) {
		if (read_terminal(0.002) > 0) {
			calm = 0;
			continue;
		}
		struct processes all = list_processes();
		bool busy = false;
		for (size_t k = 0; k < all.n && !busy; k++) {
			const struct process *p = &all.all[k];
			busy = p->pid != getpid() && p->pid != load && (p->state == 'R' || p->state == 'D');
		}
		free(all.all);
		calm = busy ? 0 : calm + 1;
	}
}

// tell_jobs makes the shell say which jobs have ended, as it does before each
// prompt, or right after it: so that what it says of a job that this step has
// ended is part of the step, whether or not the job was quick. An empty line does
// so and nothing else.
void tell_jobs(void)
{
	struct mark m;
	type_command("\n", 1, now() + 5);
	last.jobs = await_mark(&m) ? m.jobs : 0;
	for (int i = 0; i < 500 && !idle(); i++)
		read_terminal(0.001);
	while (read_terminal(0) > 0)
		;
	if (pending.len && pending.data[0] == '\n' && strchr(last.flags, 'v'))
		buf_cut(&pending, 0, 1);
}

// find_recovered finds the answer to what recover types: the mark, an exit status
// and the prompt that the note has set.
static bool find_recovered(struct mark *m)
{
	for (size_t at = 0; (at = find_start(&pending, at, mark_text, ':')) < pending.len; at++) {
		const char *text = pending.data + at + MARK_DIGITS + 2, *end = pending.data + pending.len;
		char status[12];
		const char *close = memchr(text, '\003', end - text);
		if (!close || !digits(&text, close, status, sizeof status) || !skip(&text, close, ' '))
			continue;
		m->status = atoi(status);
		m->at = at;
		m->len = close + 1 - (pending.data + at);
		return true;
	}
	return false;
}

// await_next waits until the shell has taken what was typed to recover.
static void await_next(bool blind)
{
	struct mark m;
	if (!blind) {
		if (await_text(find_any_mark, &m))
			buf_cut(&pending, m.at, m.len);
		return;
	}
	for (int i = 0; i < 1000 && !idle(); i++)
		read_terminal(0.001);
}

// ask_status asks for the exit status and for the prompt that the note has set,
// if any, and sets ours.
static void ask_status(bool blind)
{
	struct buf b = {0};
	buf_print(&b, "{ printf '\\001%s:%%s %%s\\003' \"$?\" \"${PS1+\"${PS1@P}\"}\" >%s; ", mark_text, tty);
	// Where standard error is a file, that gets no mark twice, and the one that
	// it has will end no step when the note shows the file.
	if (blind)
		buf_print(&b, "PS1=");
	else
		print_prompt(&b);
	buf_print(&b, "; } </dev/null >/dev/null 2>&1\n");
	type_command(b.data, b.len, now() + 5);
	buf_free(&b);
}

// restore_status makes the exit status of the last command what it was.
static void restore_status(int status, bool blind)
{
	char text[80];
	size_t n = copy_text(text, sizeof text, "{ (exit %d); } </dev/null >/dev/null 2>&1\n", status);
	type_command(text, n, now() + 5);
	await_next(blind);
}

// recover finds out the exit status where the shell waits and has shown no mark:
// the note has changed PS1, or has sent standard error elsewhere.
bool recover(int *status)
{
	struct buf shown = pending;
	pending = (struct buf){0};
	unmarked = true;
	char name[64];
	copy_text(name, sizeof name, "/proc/%d/fd/2", (int)shell);
	bool blind = !is_terminal(name);
	ask_status(blind);
	struct mark m;
	if (!await_text(find_recovered, &m)) {
		buf_free(&shown);
		return false;
	}
	struct buf prompt = {0};
	const char *text = memchr(pending.data + m.at, ' ', m.len);
	buf_add(&prompt, text + 1, pending.data + m.at + m.len - 1 - (text + 1));
	buf_cut(&pending, m.at, m.len);
	await_next(blind);
	if (m.status && !strchr(last.flags, 'e'))
		restore_status(m.status, blind);
	cut_marks(&shown, mark_text);
	if (blind) {
		keep_leaked();
		new_mark();
	} else if (buf_ends(&shown, prompt.data, prompt.len)) {
		buf_cut(&shown, shown.len - prompt.len, prompt.len);
	}
	buf_add(&shown, pending.data, pending.len);
	buf_free(&pending);
	buf_free(&prompt);
	pending = shown;
	*status = m.status;
	return true;
}
