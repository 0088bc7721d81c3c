#include <stdio.h>
#include <stdlib.h>

struct link {
	int value;
	struct link *next;
};

static struct link *push(struct link *top, int value)
{
	struct link *l = malloc(sizeof(*l));

	l->value = value;
	l->next = top;
	return l;
}

int sum(const struct link *l)
{
	int total = 0;

	while (l->next) {
		total += l->value;
		l = l->next;
	}
	return total + l->value;
}

int main(int argc, char *argv[])
{
	struct link *top = NULL;

	(void)argv;
	for (int i = 1; i < argc; i++)
		top = push(top, 10 * i);
	printf("sum %d\n", sum(top));
	return 0;
}
