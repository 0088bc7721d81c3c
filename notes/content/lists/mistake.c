#include <linux/list.h>

struct item {
	long number;
	struct list_head node;
};

struct item *item_of(struct list_head *node);

struct item *item_of(struct list_head *node)
{
	return list_entry(node, struct item, number);
}
