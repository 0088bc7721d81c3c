#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>

static sigjmp_buf back;
static volatile siginfo_t seen;

static void handler(int number, siginfo_t *info, void *context)
{
	(void)number, (void)context;
	seen = *info;
	siglongjmp(back, 1);
}

static void read_at(const char *what, unsigned long address)
{
	if (!sigsetjmp(back, 1)) {
		printf("%-14s %016lx: ", what, address);
		printf("read %d\n", *(volatile char *)address);
	} else {
		printf("SIGSEGV, code %s, address %p\n",
		       seen.si_code == SEGV_MAPERR ? "SEGV_MAPERR" :
		       seen.si_code == SI_KERNEL ? "SI_KERNEL" : "another", seen.si_addr);
	}
}

int main(void)
{
	struct sigaction action = { .sa_sigaction = handler, .sa_flags = SA_SIGINFO };
	static char ours = 42;

	sigaction(SIGSEGV, &action, NULL);
	setvbuf(stdout, NULL, _IONBF, 0);
	read_at("our own", (unsigned long)&ours);
	read_at("page 0", 0x10);
	read_at("in the gap", 0x4000000000000000);
	read_at("direct map", 0xffff888000000000);
	read_at("kernel text", 0xffffffff81000000);
	return 0;
}
