/* A device that keeps the last thing written to it. */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/uaccess.h>

static DEFINE_MUTEX(lock);	/* guards text and length */
static char text[64];
static size_t length;

static ssize_t jotter_read(struct file *file, char __user *to, size_t size, loff_t *at)
{
	ssize_t n;

	mutex_lock(&lock);
	n = simple_read_from_buffer(to, size, at, text, length);
	mutex_unlock(&lock);
	return n;
}

static ssize_t jotter_write(struct file *file, const char __user *from, size_t size, loff_t *at)
{
	ssize_t n = size;

	if (size > sizeof(text))
		return -ENOSPC;
	mutex_lock(&lock);
	length = 0;
	if (copy_from_user(text, from, size))
		n = -EFAULT;
	else
		length = size;
	mutex_unlock(&lock);
	return n;
}

static const struct file_operations jotter_fops = {
	.owner = THIS_MODULE,
	.read = jotter_read,
	.write = jotter_write,
};

static struct miscdevice jotter = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "jotter",
	.fops = &jotter_fops,
};
module_misc_device(jotter);

MODULE_DESCRIPTION("keeps the last thing written to it");
MODULE_LICENSE("GPL");
