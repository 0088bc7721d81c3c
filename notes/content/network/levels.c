#include <stdio.h>

typedef int (*initcall_t)(void);

/* Keeps a pointer to a function in the section of its level. */
#define initcall(fn, level) \
	static initcall_t entry_##fn __attribute__((used, section("level" #level))) = fn

static int disk(void) { return printf("level 6: disk\n"); }
initcall(disk, 6);

static int inet(void) { return printf("level 5: inet\n"); }
initcall(inet, 5);

static int console(void) { return printf("level 6: console\n"); }
initcall(console, 6);

/* The linker knows where each section begins and ends. */
extern initcall_t __start_level5[], __stop_level5[], __start_level6[], __stop_level6[];

int main(void)
{
	for (initcall_t *f = __start_level5; f < __stop_level5; f++)
		(*f)();
	for (initcall_t *f = __start_level6; f < __stop_level6; f++)
		(*f)();
	return 0;
}
