#include "agent.h"

size_t file_text(const char *name, char *text, size_t size)
{
	size_t len = 0;
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	while (fd >= 0 && len < size - 1) {
		ssize_t n = read(fd, text + len, size - 1 - len);
		if (n <= 0)
			break;
		len += n;
	}
	if (fd >= 0)
		close(fd);
	text[len] = 0;
	return len;
}

size_t link_text(const char *name, char *text, size_t size)
{
	ssize_t n = readlink(name, text, size - 1);
	if (n < 0)
		n = 0;
	text[n] = 0;
	return n;
}

// after_name is what a stat file says behind the name of the program, which may
// hold anything.
static const char *after_name(const char *stat)
{
	const char *end = strrchr(stat, ')');
	return end && end[1] == ' ' ? end + 2 : "";
}

char state_of(const char *stat)
{
	return *after_name(stat);
}

// list_processes lists all of them. What it returns is to be freed.
struct processes list_processes(void)
{
	struct processes p = {0};
	size_t cap = 0;
	DIR *dir = opendir("/proc");
	struct dirent *entry;
	while (dir && (entry = readdir(dir))) {
		int pid = atoi(entry->d_name);
		if (pid <= 0)
			continue;
		char name[64], stat[1024];
		copy_text(name, sizeof name, "/proc/%d/stat", pid);
		file_text(name, stat, sizeof stat);
		struct process x = {.pid = pid};
		if (sscanf(after_name(stat), "%c %d %d %d", &x.state, &x.parent, &x.group, &x.session) != 4)
			continue;
		if (p.n == cap) {
			cap = cap ? 2 * cap : 64;
			p.all = realloc(p.all, cap * sizeof *p.all);
			if (!p.all)
				_exit(4);
		}
		p.all[p.n++] = x;
	}
	if (dir)
		closedir(dir);
	return p;
}

struct process *find_process(const struct processes *p, int pid)
{
	for (size_t i = 0; i < p->n; i++) {
		if (p->all[i].pid == pid)
			return &p->all[i];
	}
	return NULL;
}
