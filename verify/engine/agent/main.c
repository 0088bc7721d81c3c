#include "agent.h"

static char *name_at; // where this process has its arguments
static size_t name_room;

void set_name(const char *name)
{
	prctl(PR_SET_NAME, name);
	if (!name_room)
		return;
	memset(name_at, 0, name_room);
	copy_text(name_at, name_room, "%s", name);
}

// become_child goes on in a child. The first process of a container cannot be
// killed from inside; it holds nothing worth having, reaps what is left to it and
// ends with the agent. Its exit status tells a limit that was hit then.
static void become_child(void)
{
	pid_t agent = fork();
	if (agent < 0)
		_exit(2);
	if (!agent)
		return;
	for (int fd = 0; fd < 3; fd++)
		close(fd);
	int status;
	pid_t pid;
	while ((pid = wait(&status)) != agent && (pid > 0 || errno == EINTR))
		;
	const char *hit = status ? limit_hit() : NULL;
	_exit(!hit ? 0 : !strcmp(hit, "memory") ? 71 : 72);
}

static void bad_request(void)
{
	flush_replies();
	_exit(5);
}

// split_prompts makes texts of prompts between which NUL stands.
static void split_prompts(struct request *r)
{
	size_t len = r->prompt_bytes.len;
	if (!len)
		return;
	char *at = r->prompt_bytes.data, *end = at + len;
	r->prompts = calloc(len + 1, sizeof *r->prompts);
	if (!r->prompts)
		_exit(4);
	for (; at < end; at += strlen(at) + 1)
		r->prompts[r->n_prompts++] = at;
}

// take_step takes what follows "run" and "line": MS MAX N P, text and prompts.
static struct request take_step(const char *args)
{
	long long n[4];
	if (parse_numbers(args, n, 4) != 4)
		bad_request();
	struct request r = {.seconds = n[0] / 1000.0, .max = n[1]};
	take_bytes(&r.text, n[2]);
	take_bytes(&r.prompt_bytes, n[3]);
	split_prompts(&r);
	return r;
}

static void free_step(struct request *r)
{
	free(r->prompts);
	buf_free(&r->text);
	buf_free(&r->prompt_bytes);
}

static void take_file(const char *args)
{
	long long n[3];
	if (parse_numbers(args, n, 3) != 3)
		bad_request();
	struct buf name = {0}, data = {0};
	take_bytes(&name, n[1]);
	take_bytes(&data, n[2]);
	carry_in((unsigned)n[0], name.data, &data);
	buf_free(&name);
	buf_free(&data);
}

static void answer(char *line)
{
	char *args = strchr(line, ' ');
	args = args ? (*args = 0, args + 1) : line + strlen(line);
	long long n[4];
	if (!strcmp(line, "file")) {
		take_file(args);
	} else if (!strcmp(line, "files")) {
		files_are_in();
		reply("ok\n");
	} else if (!strcmp(line, "reset")) {
		reset_note();
		reply("ok\n");
	} else if (!strcmp(line, "vary") && parse_numbers(args, n, 4) == 4) {
		vary(n[0], (int)n[1], n[2], n[3]);
	} else if (!strcmp(line, "made") && parse_numbers(args, n, 2) == 2) {
		tell_made(n[0], n[1]);
		reply("ok\n");
	} else if (!strcmp(line, "run") && strchr(args, ' ')) {
		char *rest = strchr(args, ' ');
		*rest = 0;
		struct request r = take_step(rest + 1);
		run_step(args, &r);
		free_step(&r);
	} else if (!strcmp(line, "line")) {
		struct request r = take_step(args);
		type_line(&r);
		free_step(&r);
	} else {
		bad_request();
	}
}

static int number_at(int argc, char **argv, int i, int otherwise)
{
	return i < argc ? atoi(argv[i]) : otherwise;
}

// Its arguments are the number of processes that the shell may have (0: as many
// as the engine allows), and the descriptors, if any, of the files of a control
// group that count how often the limits of memory and of processes were hit.
int main(int argc, char **argv)
{
	if (getpid() != 1) { // in the end it kills what runs beside it
		fputs("this is the first process of a container\n", stderr);
		return 2;
	}
	int memory = number_at(argc, argv, 2, -1), processes = number_at(argc, argv, 3, -1);
	set_limits(number_at(argc, argv, 1, 0), memory, processes);
	for (int fd = 3; fd < 16; fd++) {
		if (fd != memory && fd != processes)
			close(fd);
		else
			fcntl(fd, F_SETFD, FD_CLOEXEC);
	}
	name_at = argv[0];
	name_room = argv[argc - 1] + strlen(argv[argc - 1]) + 1 - argv[0];
	set_name("knotes-agent");
	// It is closed to others of the same user, which could answer in its place:
	// no ptrace, no reading of its memory and no opening of its descriptors. What
	// it starts is closed until it executes something.
	if (prctl(PR_SET_DUMPABLE, 0))
		return 3;
	signal(SIGPIPE, SIG_IGN);
	umask(022);
	if (chdir("/note"))
		return 3;
	become_child();
	reply("ready\n");
	char line[4096];
	while (next_request(line, sizeof line))
		answer(line);
	kill_all();
	return 0;
}
