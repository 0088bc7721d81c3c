#include <cstdio>

static __attribute__((noinline)) int risky(int n)
{
	if (n > 1)
		throw n;
	return n;
}

__attribute__((noinline)) int safe(int n)
{
	try {
		return risky(n);
	} catch (int error) {
		return -error;
	}
}

int main()
{
	std::printf("%d %d\n", safe(1), safe(2));
}
