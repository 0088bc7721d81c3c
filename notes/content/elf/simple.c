#include <stdio.h>

int counter = 42;	/* initialised: .data */
int table[1000];	/* zero at start: .bss */
static const char greeting[] = "hello";	/* never written: .rodata */

int main(void)
{
	table[0] = counter;
	puts(greeting);
	return table[0] - counter;
}
