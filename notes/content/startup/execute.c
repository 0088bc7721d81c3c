#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Executes each file in turn until one is a program. */
int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		char *args[] = { argv[i], "argument", NULL }, *env[] = { NULL };

		execve(argv[i], args, env);
		printf("%-12s %s\n", argv[i], strerror(errno));
		fflush(stdout);
	}
	return 1;
}
