#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#define WORKERS 4

static pid_t tid[WORKERS];

static void *work(void *arg)
{
	long n = (long)arg;

	tid[n] = gettid();
	printf("worker %ld done\n", n);
	return NULL;
}

int main(void)
{
	pthread_t t[WORKERS];

	printf("process %d\n", getpid());
	fflush(stdout);
	for (long n = 0; n < WORKERS; n++)
		pthread_create(&t[n], NULL, work, (void *)n);
	for (int n = 0; n < WORKERS; n++)
		pthread_join(t[n], NULL);
	for (int n = 0; n < WORKERS; n++)
		printf("thread %d is %d, %d above\n", n, tid[n], tid[n] - getpid());
	return 0;
}
