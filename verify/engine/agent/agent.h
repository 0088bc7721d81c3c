// The agent runs below the first process of a note's container. It keeps the
// note's shell on a terminal of its own, types commands into it and says what
// came out. Requests and answers, over its standard input and output, are
// described in protocol.go.
//
// Its files are compiled as one, this one first; each has one subject:
//
//	buf.c      bytes that grow
//	frames.c   requests and answers
//	proc.c     what /proc says of processes
//	limits.c   limits that the kernel enforces, and whether they were hit
//	terminal.c the terminal of the shell
//	shell.c    the shell: its start, its end, and the end of what it started
//	mark.c     what the shell's prompt says of a command that has ended
//	step.c     a command is typed, and what is shown is handed on
//	program.c  a program that asks for lines
//	files.c    the files of a note
//	vary.c     what a second run does otherwise
//	main.c     the first process, and the requests in order
#ifndef AGENT_H
#define AGENT_H

#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

// buf.c

struct buf {
	char *data;
	size_t len, cap;
};

void buf_room(struct buf *b, size_t n); // makes room for n bytes more
void buf_add(struct buf *b, const void *data, size_t n);
void buf_print(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_cut(struct buf *b, size_t at, size_t n); // takes n bytes at out
void buf_free(struct buf *b);
bool buf_ends(const struct buf *b, const char *end, size_t n);
bool buf_last_is(const struct buf *b, char c);
double now(void);       // a clock in seconds that is never set
void nap(double seconds);
size_t copy_text(char *to, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));

// frames.c

bool next_request(char *line, size_t size); // false once nobody asks any more
void take_bytes(struct buf *b, size_t n);   // what follows a request
bool request_waits(void);                   // whether one has been read already
bool read_ahead(void);                      // false once nobody asks any more
void reply(const char *format, ...) __attribute__((format(printf, 1, 2)));
void reply_bytes(const void *data, size_t n);
bool replies_wait(void);
void flush_replies(void);
int parse_numbers(const char *text, long long *numbers, int max); // how many there are, -1 if something else

// proc.c

struct process {
	int pid, parent, group, session;
	char state;
};

struct processes {
	struct process *all;
	size_t n;
};

struct processes list_processes(void);
struct process *find_process(const struct processes *p, int pid);
size_t file_text(const char *name, char *text, size_t size); // a small file, "" if it cannot be read
size_t link_text(const char *name, char *text, size_t size); // where a link leads, likewise
char state_of(const char *stat);                             // from the text of a stat file

// limits.c

enum { WRITABLE = 3 };
extern const char *const writable[WRITABLE]; // the folders that can be written to

void set_limits(int processes, int memory_events, int process_events); // 0 and -1: there is none
void limit_shell(void);
const char *limit_hit(void); // since it was last asked; NULL if none
bool disk_full(void);

// terminal.c

extern int pty;       // our side of the terminal, -1 if there is none
extern char tty[64];  // the name of the shell's side
extern struct termios settings; // how it was set when the shell began

void open_terminal(void);
void enter_terminal(int commands); // in the child that becomes the shell
void restore_terminal(bool all);
void leave_terminal(void);
void close_left_terminals(void);
bool terminal_modes(bool *echo); // whether it hands on single keys in place of lines
bool is_terminal(const char *link);
int foreground(void); // the process group that has it, 0 if none
int read_terminal(double seconds);
void type_bytes(const char *bytes, size_t n, double deadline);

// shell.c

extern pid_t shell;          // 0 if there is none
extern int shells;           // how many there have been, since the files were carried in
extern bool dead;            // whether it has ended
extern int dead_status;      // with which wait status
extern struct buf pending;   // shown on the terminal, not handed on yet
extern bool program_waits;   // whether a program waits for a line

void start_shell(void);
void close_shell(void);
void stop_shell(void);
struct pids {
	int *all;
	size_t n;
};
struct pids kill_foreground(void);
void wait_for_end(struct pids p); // and forgets them
void kill_all(void);
bool idle(void);
void type_command(const char *text, size_t n, double deadline);

// mark.c

struct mark { // what the prompt says of a command
	size_t at, len; // where it stands in pending
	int status;
	long jobs;
	char last_job[24], flags[40];
};

enum { MARK_DIGITS = 24 };
extern char mark_text[MARK_DIGITS + 1]; // what nobody can guess
extern struct mark last;                // what the last one said
extern bool unmarked;                   // whether the last step ended without

void new_mark(void);
void print_prompt(struct buf *b);
bool find_mark(struct mark *m);
void resynchronise(void);
void settle(void);
void tell_jobs(void);
bool recover(int *status);
void hide_leaked(struct buf *b);

// step.c

enum end { END_EXIT, END_SHELL, END_PROMPT, END_QUESTION, END_TIME, END_OUTPUT };

struct wait {
	double deadline;         // by now()
	long long room;          // bytes that may yet be shown
	bool show;               // whether what is shown is handed on
	char **prompts;          // what a program may show when it waits
	int n_prompts;
	double patience;         // seconds that a program may be quiet before it counts as one that asks; 0: as usual
	struct buf prefix;       // what is shown first,
	struct buf instead;      // and what stands for it
	bool has_prefix;
	bool partial;            // whether a line has begun that was handed on
};

struct request { // what follows "run" and "line"
	double seconds;
	long long max;
	struct buf text, prompt_bytes;
	char **prompts;
	int n_prompts;
};

void run_step(const char *form, struct request *r);
void finish_step(bool fresh, enum end end, int status, double begun);
enum end await(struct wait *w, int *status);

// program.c

void type_line(struct request *r);
int asked_by(const struct buf *text, char **prompts, int n);
bool waits_at_prompt(const char *prompt, double quiet, bool partial);
bool asks(double quiet, bool partial, double patience);
const char *ask_state(void);
void end_program(void);
void kill_program(void);

// files.c

void carry_in(unsigned mode, const char *name, const struct buf *data);
void files_are_in(void);
void reset_note(void);
void tell_made(long long max_file, long long max_total);

// vary.c

extern pid_t load; // the process that keeps the CPU busy, 0 if there is none
void vary(bool no_aslr, int pids, bool one_cpu, bool with_load);

// main.c

void set_name(const char *name); // what ps shows

#endif
