/* Threads that are inside Go most of the time are terminated: 200 of them, or
   as many as five seconds allow. */
#include <windows.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static DWORD WINAPI Busy(LPVOID number)
{
	char name[64], text[64];
	DWORD n;
	snprintf(name, sizeof name, "\\\\.\\mailslot\\terminate\\%d", (int)(INT_PTR)number);
	HANDLE server = CreateMailslotA(name, 0, 0, NULL);
	HANDLE client = CreateFileA(name, GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
	for (;;) {
		WriteFile(client, "hello", 5, &n, NULL);
		ReadFile(server, text, sizeof text, &n, NULL);
		pthread_testcancel();
	}
}

int main(void)
{
	DWORD code, start = GetTickCount();
	for (int i = 0; i < 200 && GetTickCount() - start < 5000; i++) {
		HANDLE thread = CreateThread(NULL, 0, Busy, (LPVOID)(INT_PTR)i, 0, NULL);
		usleep(300 + i % 17 * 100);
		if (!TerminateThread(thread, 9) || WaitForSingleObject(thread, 0) || !GetExitCodeThread(thread, &code) || code != 9)
			return 1;
		CloseHandle(thread);
	}
	return 0;
}
