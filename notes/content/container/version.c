#include <linux/version.h>
#include <stdio.h>

/* The version of the kernel whose headers this was compiled with. */
int main(void)
{
	printf("headers of Linux %d.%d, release code %d\n",
	       LINUX_VERSION_CODE >> 16, LINUX_VERSION_CODE >> 8 & 255,
	       LINUX_VERSION_CODE & 255);
	return 0;
}
