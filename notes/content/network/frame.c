#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/udp.h>
#include <stdio.h>

/* What the kernel keeps of a packet, as far as the headers are concerned. */
struct buffer {
	unsigned char *head, *data, *tail, *end;
};

/* As __skb_pull: what was the header in front is behind us. */
static void *pull(struct buffer *b, size_t size)
{
	void *header = b->data;

	b->data += size;
	return header;
}

static void show(const struct buffer *b, const char *when)
{
	printf("%-18s headroom %2td, data %2td, tailroom %2td\n", when,
	       b->data - b->head, b->tail - b->data, b->end - b->tail);
}

int main(void)
{
	static _Alignas(4) unsigned char memory[64];
	struct buffer b = { memory, memory + 2, memory + 2, memory + sizeof(memory) };

	/* What a network card would have written there. */
	*(struct ethhdr *)b.tail = (struct ethhdr){ .h_proto = htons(ETH_P_IP) };
	b.tail += sizeof(struct ethhdr);
	*(struct iphdr *)b.tail = (struct iphdr){ .version = 4, .ihl = 5, .protocol = IPPROTO_UDP };
	b.tail += sizeof(struct iphdr);
	*(struct udphdr *)b.tail = (struct udphdr){ .dest = htons(53) };
	b.tail += sizeof(struct udphdr) + 5;

	show(&b, "from the card");
	struct ethhdr *eth = pull(&b, sizeof(*eth));
	show(&b, "for IP");
	struct iphdr *ip = pull(&b, sizeof(*ip));
	show(&b, "for UDP");
	struct udphdr *udp = pull(&b, sizeof(*udp));
	show(&b, "for the program");

	printf("type 0x%04x, protocol %d, port %d\n",
	       ntohs(eth->h_proto), ip->protocol, ntohs(udp->dest));
	return 0;
}
