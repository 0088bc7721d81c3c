unsigned long by_page(unsigned long n)
{
	return n / 4096;
}

unsigned long within_page(unsigned long n)
{
	return n % 4096;
}

unsigned long by_thousand(unsigned long n)
{
	return n / 1000;
}
