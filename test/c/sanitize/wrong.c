/* What the sanitizers must find, one mistake at a time: "overflow" gives the
   library a size that the buffer has not, "leak" loses a block, "undefined"
   adds beyond the end of int. Without a word nothing is wrong. */
#include <windows.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

static void *volatile block;

int main(int argc, char **argv)
{
	const char *how = argc > 1 ? argv[1] : "";
	volatile int number = INT_MAX - 1;
	char *buffer = malloc(4);
	DWORD size = !strcmp(how, "overflow") ? 64 : 4;
	GetCurrentDirectoryA(size, buffer);
	free(buffer);
	if (!strcmp(how, "leak")) {
		block = malloc(100);
		block = NULL;
	}
	number += !strcmp(how, "undefined") ? 2 : 1;
	return number == 0;
}
