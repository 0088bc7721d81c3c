#include <linux/module.h>

double half(double x);

double half(double x)
{
	return x / 2;
}
MODULE_LICENSE("GPL");
