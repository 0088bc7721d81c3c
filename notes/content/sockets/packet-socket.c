#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* packet-socket [COUNT]: the first bytes of the next frames on the loopback interface. */
int main(int argc, char **argv)
{
	int count = argc > 1 ? atoi(argv[1]) : 1;
	int fd = socket(AF_PACKET, SOCK_RAW, 0);	/* hears nothing before bind */
	struct sockaddr_ll lo = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL),
		.sll_ifindex = if_nametoindex("lo"),
	};
	unsigned char frame[65536];

	if (fd < 0 || bind(fd, (struct sockaddr *)&lo, sizeof(lo)) < 0) {
		fprintf(stderr, "packet socket: %s\n", strerror(errno));
		return 1;
	}
	while (count > 0) {
		struct sockaddr_ll from;
		socklen_t size = sizeof(from);
		ssize_t length = recvfrom(fd, frame, sizeof(frame), 0,
					  (struct sockaddr *)&from, &size);

		if (length < 34)
			return 1;
		if (from.sll_pkttype == PACKET_OUTGOING)
			continue;	/* on loopback each frame passes twice */
		printf("Ethernet:");
		for (int i = 0; i < 14; i++)
			printf(" %02x", frame[i]);
		printf("\nIP: %02x, protocol %d\n", frame[14], frame[23]);
		count--;
	}
	return 0;
}
