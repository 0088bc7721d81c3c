#include "agent.h"

int pty = -1;
char tty[64];
struct termios settings;

static int left[64]; // terminals of shells that have ended
static int n_left;

void open_terminal(void)
{
	int unlock = 0, n;
	pty = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (pty < 0 || ioctl(pty, TIOCSPTLCK, &unlock) || ioctl(pty, TIOCGPTN, &n))
		_exit(2);
	copy_text(tty, sizeof tty, "/dev/pts/%d", n);
}

// enter_terminal makes the shell's side the terminal of this process: 80
// columns, very many rows, neither echo nor processing of output.
void enter_terminal(int commands)
{
	setsid();
	int fd = open(tty, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		_exit(2);
	ioctl(fd, TIOCSCTTY, 0);
	struct winsize size = {.ws_row = 32000, .ws_col = 80};
	ioctl(fd, TIOCSWINSZ, &size);
	struct termios t;
	tcgetattr(fd, &t);
	t.c_lflag &= ~(ECHO | ECHONL);
	t.c_oflag &= ~OPOST;
	tcsetattr(fd, TCSANOW, &t);
	dup2(commands, STDIN_FILENO);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
}

// restore_terminal takes back what a program or stty may have done to the
// terminal: echo and output processing, or everything.
void restore_terminal(bool all)
{
	struct termios is;
	if (tcgetattr(pty, &is))
		return;
	if (!all) {
		if (is.c_oflag == settings.c_oflag && !((is.c_lflag ^ settings.c_lflag) & (ECHO | ECHONL)))
			return;
		is.c_lflag &= ~(ECHO | ECHONL);
		is.c_oflag = settings.c_oflag;
		settings = is;
	}
	tcsetattr(pty, TCSANOW, &settings);
}

// leave_terminal keeps the terminal of a shell that has ended open, as what it
// left in the background would be hung up with it.
void leave_terminal(void)
{
	if (pty < 0)
		return;
	if (n_left == sizeof left / sizeof *left) { // the oldest has to go
		close(left[0]);
		memmove(left, left + 1, sizeof left - sizeof *left);
		n_left--;
	}
	left[n_left++] = pty;
	pty = -1;
}

void close_left_terminals(void)
{
	while (n_left)
		close(left[--n_left]);
}

bool terminal_modes(bool *echo)
{
	struct termios t;
	*echo = false;
	if (tcgetattr(pty, &t))
		return false;
	*echo = t.c_lflag & ECHO;
	return !(t.c_lflag & ICANON);
}

bool is_terminal(const char *link)
{
	char name[256];
	link_text(link, name, sizeof name);
	return !strcmp(name, tty) || !strcmp(name, "/dev/tty");
}

int foreground(void)
{
	int group;
	return pty >= 0 && !ioctl(pty, TIOCGPGRP, &group) ? group : 0;
}

// trim_carriage_returns takes the CR before each LF out of what is pending from
// at on, where a program or the note has set the terminal to put it there.
static void trim_carriage_returns(size_t at)
{
	struct termios t;
	if (at && pending.data[at - 1] == '\r')
		at--;
	if (!memmem(pending.data + at, pending.len - at, "\r\n", 2) || tcgetattr(pty, &t) || !(t.c_oflag & OPOST) || !(t.c_oflag & ONLCR))
		return;
	size_t to = at;
	for (size_t i = at; i < pending.len; i++) {
		if (pending.data[i] != '\r' || i + 1 == pending.len || pending.data[i + 1] != '\n')
			pending.data[to++] = pending.data[i];
	}
	buf_cut(&pending, to, pending.len - to);
}

enum { AT_ONCE = 65536 };

// read_terminal adds what the terminal shows to what is pending: the number of
// bytes, 0 if there is none for so long, -1 if nobody has the terminal open. It
// does not return where nobody asks any more.
int read_terminal(double seconds)
{
	const double together = 0.01; // for so long are answers held back
	double until = now() + seconds;
	bool hold = replies_wait();
	while (1) {
		struct pollfd ready[2] = {{.fd = pty, .events = POLLIN}, {.fd = STDIN_FILENO, .events = request_waits() ? 0 : POLLIN}};
		double left = seconds > 0 ? until - now() : 0;
		if (hold && left > together)
			left = together;
		struct timespec t = {(time_t)left, (long)((left - (time_t)left) * 1e9)};
		int n = ppoll(ready, 2, left > 0 ? &t : &(struct timespec){0, 0}, NULL);
		if (ready[1].revents && !read_ahead())
			_exit(0);
		if (ready[1].revents & POLLHUP && !(ready[1].revents & POLLIN))
			_exit(0);
		if (ready[0].revents)
			break;
		if (hold && n == 0)
			flush_replies();
		hold = replies_wait();
		if (now() >= until)
			return 0;
	}
	size_t at = pending.len;
	buf_room(&pending, AT_ONCE + 1);
	ssize_t n = read(pty, pending.data + at, AT_ONCE);
	if (n <= 0)
		return -1;
	pending.len += n;
	pending.data[pending.len] = 0;
	trim_carriage_returns(at);
	return (int)n;
}

void type_bytes(const char *bytes, size_t n, double deadline)
{
	while (n && now() < deadline) {
		struct pollfd ready = {.fd = pty, .events = POLLOUT};
		if (poll(&ready, 1, 100) <= 0)
			continue;
		ssize_t sent = write(pty, bytes, n < 1024 ? n : 1024);
		if (sent <= 0)
			return;
		bytes += sent;
		n -= sent;
	}
}
