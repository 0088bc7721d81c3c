#include <stdio.h>

#define SLOTS 8

static const char name[] = "ring";
int head = 3;
int slots[SLOTS];

int ring_next(int i)
{
	return (i + 1) % SLOTS;
}

int main(void)
{
	for (int i = 0; i < SLOTS; i++)
		slots[i] = ring_next(head + i);
	printf("%s: %d %d\n", name, slots[0], slots[SLOTS - 1]);
	return slots[0] - 4;
}
