/* The process ends while other threads use its handles. None of them sees one
   closed: there, as on Windows, they are over before. */
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SLOT "\\\\.\\mailslot\\last"
static HANDLE slot, out, begun;

static void tell(const char *what)
{
	printf("%s failed with %lu\n", what, GetLastError());
	fflush(stdout);
}

static DWORD WINAPI Poller(LPVOID unused)
{
	while (GetMailslotInfo(slot, NULL, NULL, NULL, NULL))
		ReleaseSemaphore(begun, 1, NULL);
	return tell("GetMailslotInfo"), (DWORD)(ULONG_PTR)unused;
}
static DWORD WINAPI Writer(LPVOID unused)
{
	DWORD n;
	while (WriteFile(out, "x", 1, &n, NULL))
		ReleaseSemaphore(begun, 1, NULL), SwitchToThread();
	return tell("WriteFile"), (DWORD)(ULONG_PTR)unused;
}
static DWORD WINAPI Reader(LPVOID unused)
{
	char text[8];
	DWORD n;
	HANDLE empty = CreateMailslotA(SLOT "\\empty", 0, MAILSLOT_WAIT_FOREVER, NULL);
	ReleaseSemaphore(begun, 1, NULL);
	ReadFile(empty, text, sizeof text, &n, NULL);
	return tell("ReadFile"), (DWORD)(ULONG_PTR)unused;
}
static DWORD WINAPI Waiter(LPVOID unused)
{
	char text[8];
	DWORD n;
	OVERLAPPED ov;
	HANDLE empty = CreateMailslotA(SLOT "\\later", 0, MAILSLOT_WAIT_FOREVER, NULL);
	memset(&ov, 0, sizeof ov);
	ov.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
	ReadFile(empty, text, sizeof text, &n, &ov);
	ReleaseSemaphore(begun, 1, NULL);
	WaitForSingleObject(ov.hEvent, INFINITE);
	return tell("a read that waits"), (DWORD)(ULONG_PTR)unused;
}

static void AtExit(void) { CloseHandle(CreateEventA(NULL, TRUE, FALSE, NULL)); } /* calls still work */

int main(int argc, char **argv)
{
	static const LPTHREAD_START_ROUTINE all[] = {Poller, Writer, Reader, Waiter};
	slot = CreateMailslotA(SLOT, 0, MAILSLOT_WAIT_FOREVER, NULL);
	out = CreateFileA(SLOT, GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
	begun = CreateSemaphoreA(NULL, 0, MAXLONG, NULL);
	atexit(AtExit);
	for (int i = 0; i < 4; i++)
		CreateThread(NULL, 0, all[i], NULL, 0, NULL);
	for (int i = 0; i < 20; i++)
		WaitForSingleObject(begun, INFINITE);
	switch (argc > 1 ? *argv[1] : 'r') {
	case 'e': ExitProcess(5);
	case 't': TerminateProcess(GetCurrentProcess(), 5);
	}
	return 5;
}
