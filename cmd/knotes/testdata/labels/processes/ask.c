#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Sends a word to the server and prints the answer; the server may be late. */
int main(int argc, char *argv[])
{
	struct sockaddr_in there = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	char text[100];

	if (argc < 3)
		return 2;
	there.sin_port = htons(atoi(argv[1]));
	for (int tries = 0; tries < 500; tries++) {
		int s = socket(AF_INET, SOCK_STREAM, 0);

		if (!connect(s, (struct sockaddr *)&there, sizeof(there))) {
			write(s, argv[2], strlen(argv[2]));
			ssize_t n = read(s, text, sizeof(text));
			printf("%.*s\n", (int)n, text);
			return 0;
		}
		close(s);
		if (argc > 3)
			break;
		usleep(10000);
	}
	perror("ask");
	return 1;
}
