#include "agent.h"

void buf_room(struct buf *b, size_t n)
{
	if (b->cap - b->len >= n)
		return;
	size_t cap = b->cap ? b->cap : 4096;
	while (cap - b->len < n)
		cap *= 2;
	b->data = realloc(b->data, cap);
	if (!b->data)
		_exit(4);
	b->cap = cap;
}

void buf_add(struct buf *b, const void *data, size_t n)
{
	buf_room(b, n + 1);
	if (n)
		memcpy(b->data + b->len, data, n);
	b->len += n;
	b->data[b->len] = 0; // so that it can be read as text
}

void buf_print(struct buf *b, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	buf_room(b, n + 1);
	va_start(args, format);
	vsnprintf(b->data + b->len, n + 1, format, args);
	va_end(args);
	b->len += n;
}

void buf_cut(struct buf *b, size_t at, size_t n)
{
	if (!n)
		return;
	memmove(b->data + at, b->data + at + n, b->len - at - n);
	b->len -= n;
	b->data[b->len] = 0;
}

void buf_free(struct buf *b)
{
	free(b->data);
	*b = (struct buf){0};
}

bool buf_ends(const struct buf *b, const char *end, size_t n)
{
	return n <= b->len && (!n || !memcmp(b->data + b->len - n, end, n));
}

bool buf_last_is(const struct buf *b, char c)
{
	return b->len && b->data[b->len - 1] == c;
}

// copy_text prints into a text of fixed size, and cuts off what does not fit.
size_t copy_text(char *to, size_t size, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int n = vsnprintf(to, size, format, args);
	va_end(args);
	return (size_t)n < size ? (size_t)n : size - 1;
}

double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

void nap(double seconds)
{
	struct timespec t = {(time_t)seconds, (long)((seconds - (time_t)seconds) * 1e9)};
	nanosleep(&t, NULL);
}
