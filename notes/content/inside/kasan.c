/* Of all headers only those that say how large the stack is. */
#include <linux/const.h>
#include <asm/page_types.h>

char thread_size[THREAD_SIZE];
