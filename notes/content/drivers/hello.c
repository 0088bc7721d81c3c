#include <linux/init.h>
#include <linux/module.h>
#include <linux/printk.h>

static int times = 1;
module_param(times, int, 0444);
MODULE_PARM_DESC(times, "how often to say it");

static int __init hello_init(void)
{
	if (times < 0)
		return -EINVAL;
	for (int i = 0; i < times; i++)
		pr_info("hello\n");
	return 0;
}

static void __exit hello_exit(void)
{
	pr_info("good bye\n");
}

module_init(hello_init);
module_exit(hello_exit);

MODULE_DESCRIPTION("says hello");
MODULE_LICENSE("GPL");
