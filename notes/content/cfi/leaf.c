#include <stdio.h>

void lost(void);	/* in asm.S */
void found(void);

void leaf(void);

void leaf(void)
{
	puts("leaf");
}

int main(void)
{
	lost();
	found();
	return 0;
}
