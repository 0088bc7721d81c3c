#include <stdio.h>
#include <stdlib.h>

#define RUNS_BEFORE(priority) __attribute__((constructor(priority)))
#define RUNS_AFTER(priority) __attribute__((destructor(priority)))

static RUNS_BEFORE(102) void second(void)
{
	puts("constructor 102");
}

static RUNS_BEFORE(101) void first(void)
{
	puts("constructor 101");
}

static __attribute__((constructor)) void third(int argc, char **argv)
{
	printf("constructor, argc %d, argv[0] %s\n", argc, argv[0]);
}

static RUNS_AFTER(101) void last(void)
{
	puts("destructor 101");
}

static RUNS_AFTER(102) void last_but_one(void)
{
	puts("destructor 102");
}

static void at_exit(void)
{
	puts("atexit");
}

static void earliest(int argc, char **argv, char **envp)
{
	(void)argc;
	(void)argv;
	(void)envp;
	puts("preinit_array");
}

/* The linker gathers what is in this section; only programs may have it. */
static void (*const preinit[])(int, char **, char **)
	__attribute__((used, section(".preinit_array"))) = { earliest };

int main(void)
{
	atexit(at_exit);
	puts("main");
	return 0;
}
