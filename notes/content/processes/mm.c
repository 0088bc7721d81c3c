#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int initialised = 42;

/* Field N of /proc/self/stat, counted from 1 as in the manual, proc(5). */
static unsigned long field(int n)
{
	char line[2048] = "";
	FILE *f = fopen("/proc/self/stat", "r");

	if (!f || !fgets(line, sizeof(line), f))
		return 0;
	fclose(f);
	char *s = strrchr(line, ')');	/* the name, field 2, may hold anything */
	for (int i = 2; s && i < n; i++)
		s = strchr(s + 1, ' ');
	unsigned long value = 0;
	if (s)
		sscanf(s, "%lu", &value);
	return value;
}

static void show(const char *what, const void *address, int from, int to)
{
	unsigned long a = (unsigned long)address;

	printf("%-36s %s\n", what, a >= field(from) && (!to || a < field(to)) ? "yes" : "no");
}

int main(int argc, char **argv)
{
	int local = argc;

	show("main in the code?", main, 26, 27);
	show("initialised in the data?", &initialised, 45, 46);
	show("the break above its start?", sbrk(0), 47, 0);
	show("argv[0] in the arguments?", argv[0], 48, 49);
	printf("%-36s %s\n", "local below the start of the stack?",
	       (unsigned long)&local < field(28) ? "yes" : "no");
	return 0;
}
