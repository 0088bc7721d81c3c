#include <linux/sched.h>

char thread_size[THREAD_SIZE];
