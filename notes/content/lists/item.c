#include <linux/list.h>
#include <linux/module.h>
#include <linux/sched.h>

struct item {
	long number;
	struct list_head node;
};

struct item *item_of(struct list_head *node);
int count_children(struct task_struct *parent);
extern void *const poison[];

struct item *item_of(struct list_head *node)
{
	return list_entry(node, struct item, node);
}

int count_children(struct task_struct *parent)
{
	struct task_struct *child;
	int n = 0;

	list_for_each_entry(child, &parent->children, sibling)
		n++;
	return n;
}

void *const poison[] = { LIST_POISON1, LIST_POISON2 };

MODULE_LICENSE("GPL");
