#define _GNU_SOURCE
#include <errno.h>
#include <linux/capability.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static void try(const char *what, int family, int type, int protocol)
{
	int fd = socket(family, type, protocol);

	printf("%s: %s\n", what, fd < 0 ? strerror(errno) : "opened");
	if (fd >= 0)
		close(fd);
}

/* Opens sockets, gives up all capabilities, and tries again. */
int main(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct none[2] = { { 0, 0, 0 }, { 0, 0, 0 } };

	try("raw, with capabilities", AF_INET, SOCK_RAW, IPPROTO_TCP);
	if (syscall(SYS_capset, &header, none) < 0)
		return 1;
	try("raw, without", AF_INET, SOCK_RAW, IPPROTO_TCP);
	try("packet, without", AF_PACKET, SOCK_RAW, 0);
	try("TCP, without", AF_INET, SOCK_STREAM, 0);
	return 0;
}
