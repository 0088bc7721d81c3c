/* Where .data is to be, and where its first contents are kept. */
extern char data_start[], data_end[], data_image[];

int counter = 42;
int table[100];

void start(void);

void start(void)
{
	for (long i = 0; i < data_end - data_start; i++)
		data_start[i] = data_image[i];
	for (;;)
		table[counter % 100]++;
}
