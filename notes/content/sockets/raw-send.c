#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* raw-send PROTOCOL TEXT: sends a packet with the text behind the IP header to this machine. */
int main(int argc, char **argv)
{
	struct sockaddr_in to = { .sin_family = AF_INET };

	if (argc != 3)
		return 2;
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);

	int fd = socket(AF_INET, SOCK_RAW, atoi(argv[1]));
	if (fd < 0) {
		perror("socket");
		return 1;
	}
	if (sendto(fd, argv[2], strlen(argv[2]), 0, (struct sockaddr *)&to, sizeof(to)) < 0) {
		perror("sendto");
		return 1;
	}
	return 0;
}
