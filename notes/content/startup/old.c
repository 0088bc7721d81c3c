#include <stdio.h>

/* An entry point as programs had it before glibc 2.34: with an init and a
   fini of the program's own. */
__asm__(".symver __libc_start_main, __libc_start_main@GLIBC_2.2.5\n"
	".globl old_start\n"
	"old_start:\n"
	"	xor	%ebp, %ebp\n"
	"	mov	%rdx, %r9\n"
	"	pop	%rsi\n"
	"	mov	%rsp, %rdx\n"
	"	and	$-16, %rsp\n"
	"	push	%rax\n"
	"	push	%rsp\n"
	"	mov	$old_fini, %r8\n"
	"	mov	$old_init, %rcx\n"
	"	mov	$main, %rdi\n"
	"	call	*__libc_start_main@GOTPCREL(%rip)\n"
	"	hlt\n");

void old_init(int argc, char **argv, char **envp);
void old_fini(void);

void old_init(int argc, char **argv, char **envp)
{
	(void)envp;
	printf("init: argc %d, argv[0] %s\n", argc, argv[0]);
}

void old_fini(void)
{
	puts("fini");
}

static __attribute__((constructor)) void constructor(void)
{
	puts("constructor");
}

int main(void)
{
	puts("main");
	return 0;
}
