#include <stdio.h>

typedef int (*initcall_t)(void);

/* A pointer to fn, in a section that is named after the level. */
#define INITCALL(fn, level) \
	static initcall_t initcall_##fn \
	__attribute__((used, section(".initcall" #level ".init"))) = fn

static int network(void)
{
	return puts("level 5: network");
}

static int memory(void)
{
	return puts("level 1: memory");
}

static int sound(void)
{
	return puts("level 5: sound");
}

INITCALL(network, 5);
INITCALL(memory, 1);
INITCALL(sound, 5);

/* Defined by the linker script. Their addresses are what counts. */
extern initcall_t initcall_start[], initcall_end[];

int main(void)
{
	for (initcall_t *fn = initcall_start; fn < initcall_end; fn++)
		(*fn)();
	return 0;
}
