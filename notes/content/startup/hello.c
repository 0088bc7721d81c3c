#include <stdio.h>

int hello(void);

static __attribute__((constructor)) void before(void)
{
	puts("program: constructor");
}

static __attribute__((destructor)) void after(void)
{
	puts("program: destructor");
}

int main(void)
{
	return hello() < 0;
}
