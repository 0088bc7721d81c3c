long seven(long a, long b, long c, long d, long e, long f, long g);

long call_seven(void)
{
	return seven(1, 2, 3, 4, 5, 6, 7);
}
