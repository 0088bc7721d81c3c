#include "agent.h"

// Requests are read ahead as far as they have been sent, and answers are kept
// together while there is another request to be seen to, so that a session of
// quick commands costs its agent one wake-up in place of one a command.

static struct buf in;      // requests read ahead
static size_t used;        // how much of that has been taken
static struct buf out;     // answers not sent yet

enum { CHUNK = 1 << 16, MOST_AT_ONCE = 1 << 20, MOST = 1 << 30, LONGEST_LINE = 4096 };

// read_more waits for more of the requests: false once nobody asks any more.
static bool read_more(size_t n)
{
	flush_replies();
	buf_cut(&in, 0, used);
	used = 0;
	n = n < CHUNK ? CHUNK : n < MOST_AT_ONCE ? n : MOST_AT_ONCE;
	buf_room(&in, n + 1);
	ssize_t got;
	do
		got = read(STDIN_FILENO, in.data + in.len, n);
	while (got < 0 && errno == EINTR);
	if (got <= 0)
		return false;
	in.len += got;
	return true;
}

bool next_request(char *line, size_t size)
{
	char *end;
	while (!in.len || !(end = memchr(in.data + used, '\n', in.len - used))) {
		if (in.len - used > LONGEST_LINE || !read_more(0))
			return false;
	}
	size_t n = end - (in.data + used);
	if (n >= size)
		return false;
	memcpy(line, in.data + used, n);
	line[n] = 0;
	used += n + 1;
	return true;
}

void take_bytes(struct buf *b, size_t n)
{
	if (n > MOST)
		_exit(5);
	while (in.len - used < n) {
		if (!read_more(n - (in.len - used)))
			_exit(1);
	}
	buf_add(b, in.data + used, n);
	used += n;
}

bool request_waits(void)
{
	return in.len > used;
}

bool read_ahead(void)
{
	return request_waits() || read_more(0);
}

void reply_bytes(const void *data, size_t n)
{
	buf_add(&out, data, n);
	if (out.len >= CHUNK)
		flush_replies();
}

void reply(const char *format, ...)
{
	char line[256];
	va_list args;
	va_start(args, format);
	int n = vsnprintf(line, sizeof line, format, args);
	va_end(args);
	reply_bytes(line, n);
}

bool replies_wait(void)
{
	return out.len > 0;
}

void flush_replies(void)
{
	size_t sent = 0;
	while (sent < out.len) {
		ssize_t n = write(STDOUT_FILENO, out.data + sent, out.len - sent);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			_exit(1);
		sent += n;
	}
	out.len = 0;
}

int parse_numbers(const char *text, long long *numbers, int max)
{
	int n = 0;
	while (*text) {
		char *end;
		errno = 0;
		long long v = strtoll(text, &end, 10);
		if (end == text || errno || v < 0 || (*end && *end != ' ') || n == max)
			return -1;
		numbers[n++] = v;
		text = *end ? end + 1 : end;
	}
	return n;
}
