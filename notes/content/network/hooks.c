#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <stdio.h>

#define SHOW(x) printf("%5d  %s\n", x, #x)

int main(void)
{
	SHOW(NF_INET_PRE_ROUTING);
	SHOW(NF_INET_LOCAL_IN);
	SHOW(NF_INET_FORWARD);
	SHOW(NF_INET_LOCAL_OUT);
	SHOW(NF_INET_POST_ROUTING);
	SHOW(NF_INET_NUMHOOKS);
	puts("");
	SHOW(NF_IP_PRI_RAW);
	SHOW(NF_IP_PRI_CONNTRACK);
	SHOW(NF_IP_PRI_MANGLE);
	SHOW(NF_IP_PRI_NAT_DST);
	SHOW(NF_IP_PRI_FILTER);
	SHOW(NF_IP_PRI_SECURITY);
	SHOW(NF_IP_PRI_NAT_SRC);
	return 0;
}
