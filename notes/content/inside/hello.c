#include <linux/init.h>
#include <linux/module.h>
#include <linux/printk.h>

static int __init hello_init(void)
{
	pr_info("hello\n");
	return 0;
}

module_init(hello_init);
MODULE_DESCRIPTION("says hello");
MODULE_LICENSE("GPL");
