#include <stdio.h>

int main(void)
{
	puts("once");
	puts("twice");
	return 0;
}
