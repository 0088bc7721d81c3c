#include <stdio.h>

int main(void)
{
	puts("linked by hand");
	return 0;
}
