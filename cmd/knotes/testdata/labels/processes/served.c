#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Answers each client on a port of the loopback with its line in capitals. */
int main(int argc, char *argv[])
{
	struct sockaddr_in here = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int s = socket(AF_INET, SOCK_STREAM, 0), one = 1, left = argc > 2 ? atoi(argv[2]) : -1;
	char text[100];

	here.sin_port = htons(argc > 1 ? atoi(argv[1]) : 4050);
	setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(s, (struct sockaddr *)&here, sizeof(here)) || listen(s, 5)) {
		perror("served");
		return 1;
	}
	while (left--) {
		int c = accept(s, NULL, NULL);
		ssize_t n = read(c, text, sizeof(text) - 1);

		text[n > 0 ? n : 0] = '\0';
		printf("served: %zd bytes\n", n);
		fflush(stdout);
		for (char *p = text; *p; p++)
			if (*p >= 'a' && *p <= 'z')
				*p -= 'a' - 'A';
		write(c, text, strlen(text));
		close(c);
	}
	return 3;
}
