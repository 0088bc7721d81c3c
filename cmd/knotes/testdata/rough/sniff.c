#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>

int main(void)
{
	char frame[2048];
	int s = socket(AF_INET, SOCK_RAW, IPPROTO_TCP);

	if (s < 0) {
		perror("socket");
		return 1;
	}
	for (;;)
		printf("%zd bytes\n", recv(s, frame, sizeof frame, 0));
}
