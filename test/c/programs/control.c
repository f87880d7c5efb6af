/* Ctrl-C is handled on a thread of its own while the server reads. */
#include <windows.h>
#include <signal.h>
#include <stdio.h>

static HANDLE slot, stopped;
static BOOL WINAPI control(DWORD event)
{
	if (event != CTRL_C_EVENT)
		return FALSE;
	SetEvent(stopped);
	return TRUE;
}

int main(void)
{
	char text[16];
	DWORD n;
	OVERLAPPED io = {0};
	HANDLE both[2];
	stopped = CreateEventA(NULL, TRUE, FALSE, NULL);
	printf("handler %d\n", SetConsoleCtrlHandler(control, TRUE));
	slot = CreateMailslotA("\\\\.\\mailslot\\control", 0, MAILSLOT_WAIT_FOREVER, NULL);
	io.hEvent = both[0] = CreateEventA(NULL, TRUE, FALSE, NULL);
	both[1] = stopped;
	ReadFile(slot, text, sizeof text, &n, &io);
	raise(SIGINT);
	printf("woken by %lu\n", WaitForMultipleObjects(2, both, FALSE, 5000));
	CancelIo(slot);
	return 0;
}
