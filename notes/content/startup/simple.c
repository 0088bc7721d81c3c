#include <stdio.h>

int main(int argc, char **argv)
{
	printf("%d argument(s), the first is %s\n", argc, argv[0]);
	return 0;
}
