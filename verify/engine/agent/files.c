#include "agent.h"

// file is what a file of the note was when it was last looked at.
struct file {
	char *name;
	uint64_t inode, size;
	struct timespec changed;
	bool has_sum;
	uint64_t sum;
	bool has_data; // its text is kept, as it had just been changed
	struct buf data;
};

struct files {
	struct file *all;
	size_t n, cap;
};

static struct files known;

enum { PATH_BYTES = 8192 };

// make_folders makes the folders above a file.
static void make_folders(const char *name)
{
	char path[PATH_BYTES];
	copy_text(path, sizeof path, "%s", name);
	for (char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = 0;
		mkdir(path, 0777);
		*slash = '/';
	}
}

// carry_in puts a file into the note's folder, where the agent stands. It is as
// old as a file can be, so that what a command makes of it is newer.
void carry_in(unsigned mode, const char *name, const struct buf *data)
{
	make_folders(name);
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode & 0777);
	if (fd < 0)
		_exit(1);
	for (size_t at = 0; at < data->len;) {
		ssize_t n = write(fd, data->data + at, data->len - at);
		if (n < 0)
			_exit(1);
		at += n;
	}
	const struct timespec first[2] = {{0}, {0}};
	futimens(fd, first);
	close(fd);
}

// empty_folder removes all that is in a folder, and closes it.
static void empty_folder(int fd)
{
	DIR *dir = fdopendir(fd);
	if (!dir) {
		close(fd);
		return;
	}
	struct dirent *entry;
	while ((entry = readdir(dir))) {
		const char *name = entry->d_name;
		if (!strcmp(name, ".") || !strcmp(name, "..") || !unlinkat(fd, name, 0))
			continue;
		int below = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (below >= 0)
			empty_folder(below);
		unlinkat(fd, name, AT_REMOVEDIR);
	}
	closedir(dir);
}

void reset_note(void)
{
	kill_all();
	for (int i = 0; i < WRITABLE; i++) {
		int fd = open(writable[i], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd >= 0)
			empty_folder(fd);
	}
}

static void add_file(struct files *f, const char *name, const struct stat *s)
{
	if (f->n == f->cap) {
		f->cap = f->cap ? 2 * f->cap : 16;
		f->all = realloc(f->all, f->cap * sizeof *f->all);
		if (!f->all)
			_exit(4);
	}
	char *copy = strdup(name);
	if (!copy)
		_exit(4);
	f->all[f->n++] = (struct file){.name = copy, .inode = s->st_ino, .size = s->st_size, .changed = s->st_ctim};
}

// find_files lists the regular files below a folder, by path.
static void find_files(struct files *f, const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	while (dir && (entry = readdir(dir))) {
		char name[PATH_BYTES];
		struct stat s;
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		if (copy_text(name, sizeof name, "%s/%s", folder, entry->d_name) == sizeof name - 1 || lstat(name, &s))
			continue;
		if (S_ISDIR(s.st_mode))
			find_files(f, name);
		else if (S_ISREG(s.st_mode))
			add_file(f, name, &s);
	}
	if (dir)
		closedir(dir);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct file *)a)->name, ((const struct file *)b)->name);
}

static struct files list_files(void)
{
	struct files f = {0};
	find_files(&f, "/note");
	if (f.n)
		qsort(f.all, f.n, sizeof *f.all, by_name);
	return f;
}

static void free_files(struct files *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->all[i].name);
		buf_free(&f->all[i].data);
	}
	free(f->all);
	*f = (struct files){0};
}

// read_text reads what a file holds: false if that is no text or too long.
static bool read_text(const char *name, size_t max, struct buf *data)
{
	int fd = open(name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool text = true;
	buf_room(data, 1);
	data->data[0] = 0;
	while (text) {
		buf_room(data, 65536 + 1);
		ssize_t n = read(fd, data->data + data->len, 65536);
		if (n <= 0)
			break;
		text = data->len + n <= max && !memchr(data->data + data->len, 0, n);
		data->len += n;
	}
	close(fd);
	return text;
}

// checksum tells a file that was only touched from one that was written anew:
// FNV-1a.
static uint64_t checksum(const struct buf *data)
{
	uint64_t sum = 14695981039346656037u;
	for (size_t i = 0; i < data->len; i++)
		sum = (sum ^ (unsigned char)data->data[i]) * 1099511628211u;
	return sum;
}

static bool same_file(const struct file *a, const struct file *b)
{
	return a->inode == b->inode && a->size == b->size && a->changed.tv_sec == b->changed.tv_sec && a->changed.tv_nsec == b->changed.tv_nsec;
}

// look looks at a file, of which old is what it was, if anything, and returns
// whether it is to be told of; then data is what it holds. Two changes at once may
// have the same time, so what is in a file that has just been changed is kept.
static bool look(struct file *f, const struct file *old, size_t max, time_t at, struct buf *data)
{
	bool again = !old || !same_file(f, old) || old->has_data;
	if (!max || f->size > max || !again || !read_text(f->name, max, data)) {
		if (old) {
			f->has_sum = old->has_sum;
			f->sum = old->sum;
		}
		return false;
	}
	f->has_sum = true;
	f->sum = checksum(data);
	f->has_data = at - f->changed.tv_sec < 2;
	if (f->has_data)
		buf_add(&f->data, data->data, data->len);
	if (old && old->has_data)
		return old->data.len != data->len || memcmp(old->data.data, data->data, data->len);
	return !old || !old->has_sum || old->sum != f->sum;
}

// tell_made sends the text files that are new or have changed since it was last
// called. Without sizes it only takes note of what is there.
void tell_made(long long max_file, long long max_total)
{
	struct files seen = list_files();
	time_t at = time(NULL);
	for (size_t i = 0; i < seen.n; i++) {
		struct file *f = &seen.all[i];
		struct buf data = {0};
		struct file *old = known.n ? bsearch(f, known.all, known.n, sizeof *f, by_name) : NULL;
		if (look(f, old, max_file, at, &data) && (long long)data.len <= max_total) {
			const char *path = f->name + strlen("/note/");
			struct stat s;
			max_total -= data.len;
			reply("file %u %zu %zu\n", lstat(f->name, &s) ? 0 : s.st_mode & 0777u, strlen(path), data.len);
			reply_bytes(path, strlen(path));
			reply_bytes(data.data, data.len);
		}
		buf_free(&data);
	}
	free_files(&known);
	known = seen;
}

void files_are_in(void)
{
	free_files(&known);
	shells = 0;
	tell_made(0, 0);
}
