#include <arpa/inet.h>
#include <errno.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* Prints what the IP and the TCP header of a packet say, if it is one of TCP. */
static void show(const unsigned char *packet, ssize_t length)
{
	struct iphdr ip;
	struct tcphdr tcp;
	char from[INET_ADDRSTRLEN], to[INET_ADDRSTRLEN];

	if (length < (ssize_t)sizeof(ip))
		return;
	memcpy(&ip, packet, sizeof(ip));
	inet_ntop(AF_INET, &ip.saddr, from, sizeof(from));
	inet_ntop(AF_INET, &ip.daddr, to, sizeof(to));
	printf("IP: version %d, header %d bytes, in all %d, time to live %d, protocol %d, %s to %s\n",
	       ip.version, ip.ihl * 4, ntohs(ip.tot_len), ip.ttl, ip.protocol, from, to);

	if (ip.protocol != IPPROTO_TCP || length < ip.ihl * 4 + (ssize_t)sizeof(tcp))
		return;
	memcpy(&tcp, packet + ip.ihl * 4, sizeof(tcp));
	printf("TCP: port %d to port %d,%s%s%s%s\n", ntohs(tcp.source), ntohs(tcp.dest),
	       tcp.syn ? " SYN" : "", tcp.ack ? " ACK" : "",
	       tcp.rst ? " RST" : "", tcp.fin ? " FIN" : "");
}

/* raw-socket [COUNT [PROTOCOL]]: shows the next packets of a protocol, TCP if none is given. */
int main(int argc, char **argv)
{
	int count = argc > 1 ? atoi(argv[1]) : 1;
	int protocol = argc > 2 ? atoi(argv[2]) : IPPROTO_TCP;
	int fd = socket(AF_INET, SOCK_RAW, protocol);
	unsigned char packet[65536];

	if (fd < 0) {
		fprintf(stderr, "socket: %s\n", strerror(errno));
		return 1;
	}
	for (int i = 0; i < count; i++) {
		ssize_t length = recv(fd, packet, sizeof(packet), 0);

		if (length < 0) {
			fprintf(stderr, "recv: %s\n", strerror(errno));
			return 1;
		}
		show(packet, length);
	}
	return 0;
}
