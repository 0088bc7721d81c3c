#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static int value = 1;

int main(void)
{
	pid_t child = fork();

	if (child == 0)
		value = 2;
	else
		waitpid(child, NULL, 0);
	printf("%s: at %p is %d\n", child == 0 ? "child" : "parent", (void *)&value, value);
	return 0;
}
