#define _DEFAULT_SOURCE
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum access { READ, WRITE, EXECUTE };

static void use(unsigned char *page, enum access access)
{
	switch (access) {
	case READ:
		(void)*(volatile unsigned char *)page;
		break;
	case WRITE:
		*(volatile unsigned char *)page = 0xc3;
		break;
	case EXECUTE:
		((void (*)(void))page)();
		break;
	}
}

/* Tries in a child of its own, since a wrong try is the end of it. */
static const char *tried(unsigned char *page, enum access access)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		use(page, access);
		_exit(0);
	}
	if (child < 0 || waitpid(child, &status, 0) < 0)
		return "?";
	return WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "yes";
}

static void try_all(const char *name, int prot)
{
	long size = sysconf(_SC_PAGESIZE);
	unsigned char *page = mmap(NULL, size, PROT_READ | PROT_WRITE,
				   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED)
		return;
	page[0] = 0xc3;		/* the instruction ret */
	mprotect(page, size, prot);
	printf("%-22s read: %s, ", name, tried(page, READ));
	printf("write: %s, ", tried(page, WRITE));
	printf("execute: %s\n", tried(page, EXECUTE));
	munmap(page, size);
}

int main(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);	/* nothing left for a child to write twice */
	try_all("PROT_NONE", PROT_NONE);
	try_all("PROT_READ", PROT_READ);
	try_all("PROT_WRITE", PROT_WRITE);
	try_all("PROT_READ | PROT_WRITE", PROT_READ | PROT_WRITE);
	try_all("PROT_READ | PROT_EXEC", PROT_READ | PROT_EXEC);
	return 0;
}
