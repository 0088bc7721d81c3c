#include <stddef.h>
#include <stdio.h>

struct list_node {
	struct list_node *next, *prev;
};

#define container_of(ptr, type, member) \
	((type *)((char *)(ptr) - offsetof(type, member)))

static void list_init(struct list_node *head)
{
	head->next = head->prev = head;
}

static void list_append(struct list_node *head, struct list_node *node)
{
	node->prev = head->prev;
	node->next = head;
	head->prev->next = node;
	head->prev = node;
}

static void list_remove(struct list_node *node)
{
	node->prev->next = node->next;
	node->next->prev = node->prev;
}

struct task {
	int pid;
	struct list_node all;	/* every task */
	struct list_node ready;	/* only those that can run */
};

int main(void)
{
	struct list_node all, ready;
	struct task tasks[3] = { { .pid = 1 }, { .pid = 2 }, { .pid = 3 } };

	list_init(&all);
	list_init(&ready);
	for (int i = 0; i < 3; i++) {
		list_append(&all, &tasks[i].all);
		list_append(&ready, &tasks[i].ready);
	}
	list_remove(&tasks[1].ready);

	printf("offset of all %zu, of ready %zu\n",
	       offsetof(struct task, all), offsetof(struct task, ready));
	for (struct list_node *n = all.next; n != &all; n = n->next)
		printf("all: pid %d\n", container_of(n, struct task, all)->pid);
	for (struct list_node *n = ready.next; n != &ready; n = n->next)
		printf("ready: pid %d\n", container_of(n, struct task, ready)->pid);
	return 0;
}
