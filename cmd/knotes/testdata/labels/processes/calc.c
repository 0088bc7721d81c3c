#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A desk calculator that asks for one sum at a time. */
int main(void)
{
	char line[80];
	int a, b;

	for (;;) {
		printf("calc> ");
		fflush(stdout);
		if (!fgets(line, sizeof(line), stdin))
			return 0;
		if (sscanf(line, "add %d %d", &a, &b) == 2)
			printf("%d\n", a + b);
		else if (sscanf(line, "mul %d %d", &a, &b) == 2)
			printf("%d\n", a * b);
		else if (!strcmp(line, "sleep\n"))
			pause();
		else if (!strcmp(line, "crash\n"))
			return 7;
		else
			printf("? %s", line);
	}
}
