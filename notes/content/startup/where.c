#include <stdio.h>

int main(void)
{
	printf("main is at %p\n", (void *)main);
	return 0;
}
