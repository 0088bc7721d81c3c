#include <stdio.h>

int hello(void);

static __attribute__((constructor)) void loaded(void)
{
	puts("library: constructor");
}

static __attribute__((destructor)) void unloaded(void)
{
	puts("library: destructor");
}

int hello(void)
{
	return puts("library: hello");
}
