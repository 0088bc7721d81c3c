#include <linux/init.h>

static int __init inet_init(void)
{
	return 0;
}

fs_initcall(inet_init);
