#include <linux/module.h>
#include <linux/random.h>

int sum(void);

int sum(void)
{
	unsigned char bytes[4096];	/* a quarter of the whole stack */
	int total = 0;

	get_random_bytes(bytes, sizeof(bytes));
	for (int i = 0; i < sizeof(bytes); i++)
		total += bytes[i];
	return total;
}
MODULE_LICENSE("GPL");
