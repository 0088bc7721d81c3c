#include <stdio.h>
#define PAGES 4 /* and a remark behind it */

/* Prints a number. */
int main(void)
{
	printf("%d pages of %s\n", PAGES, "memory"); // and a comment of the other kind
	return 0;
}
