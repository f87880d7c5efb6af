// At a terminal: single keys without echo, arrows as two codes, lines by
// ReadConsole with both characters at their end, Ctrl-C to a handler.
#include <windows.h>
#include <conio.h>
#include <stdio.h>

static HANDLE stop;
static BOOL WINAPI control(DWORD type)
{
	printf("control %lu\n", type);
	fflush(stdout);
	return SetEvent(stop);
}

int main()
{
	char line[80];
	DWORD n = 0;
	int key;
	stop = CreateEvent(NULL, TRUE, FALSE, NULL);
	SetConsoleCtrlHandler(control, TRUE);
	HANDLE slot = CreateMailslot("\\\\.\\mailslot\\keys", 0, 20, NULL);
	puts("press");
	while (!_kbhit())
		ReadFile(slot, line, sizeof(line), &n, NULL);
	printf("key %c\n", _getch());
	key = _getch();
	if (key == 0 || key == 0xE0)
		printf("arrow %c\n", _getch());
	puts("type");
	ReadConsole(GetStdHandle(STD_INPUT_HANDLE), line, sizeof(line), &n, NULL);
	line[n - 2] = 0;
	printf("line [%s]\n", line);
	puts("interrupt");
	fflush(stdout);
	printf("wait %lu\n", WaitForSingleObject(stop, 30000));
	return 0;
}
