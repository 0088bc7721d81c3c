#include <stdio.h>

int ours = 1;

int main(void)
{
	puts("stdout is a variable of libc's");
	fflush(stdout);
	return ours - 1;
}
