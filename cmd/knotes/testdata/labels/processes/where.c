#include <stdio.h>
#include <stdlib.h>

int global;

/* Prints where the parts of a process lie; the heap twice, by two names. */
int main(void)
{
	int local;
	char *block = malloc(100), *same = block;

	printf("code  %p\ndata  %p\nheap  %p\nagain %p\nstack %p\n",
	       (void *)main, (void *)&global, (void *)block, (void *)same, (void *)&local);
	printf("room  %zu\n", (size_t)(100 + sizeof(local)));
	return 0;
}
