/* Waits until a slot is there: there NAME. */
#include <windows.h>

int main(int argc, char **argv)
{
	int tries;
	if (argc != 2)
		return 2;
	for (tries = 0; tries < 2000; tries++) {
		HANDLE h = CreateFileA(argv[1], 0, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
		if (h != INVALID_HANDLE_VALUE)
			return !CloseHandle(h);
		Sleep(10);
	}
	return 1;
}
