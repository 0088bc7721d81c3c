#include <unistd.h>

static __attribute__((destructor)) void never(void)
{
	_exit(5);
}

int main(void)
{
	_exit(4);
}
