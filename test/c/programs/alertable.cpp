// ReadFileEx and SleepEx: the routine runs while the thread waits alertably.
#include <windows.h>
#include <cstdio>

static int calls;
static char text[64];

static VOID CALLBACK done(DWORD error, DWORD n, LPOVERLAPPED io)
{
	calls++;
	printf("error %lu, %lu bytes, %s, key %p\n", error, n, text, io->hEvent);
}

int main()
{
	OVERLAPPED io = {};
	io.hEvent = (HANDLE)0x1234;
	DWORD n;
	HANDLE slot = CreateMailslotA("\\\\.\\mailslot\\alertable", 0, MAILSLOT_WAIT_FOREVER, NULL);
	HANDLE out = CreateFileA("\\\\.\\mailslot\\alertable", GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
	if (!ReadFileEx(slot, text, sizeof text, &io, done))
		return 1;
	WriteFile(out, "hello", 6, &n, NULL);
	Sleep(20);
	printf("calls before: %d\n", calls);
	printf("SleepEx: %#lx\n", SleepEx(1000, TRUE));
	printf("calls after: %d\n", calls);
	return 0;
}
