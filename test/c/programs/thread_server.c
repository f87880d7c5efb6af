/* A thread reads until an event says stop. */
#include <windows.h>
#include <process.h>
#include <stdio.h>

static HANDLE slot, stop, ready;
static CRITICAL_SECTION lock;
static LONG messages;

static unsigned __stdcall reader(void *argument)
{
	char text[512];
	DWORD n;
	(void)argument;
	SetEvent(ready);
	while (WaitForSingleObject(stop, 0) == WAIT_TIMEOUT) {
		if (!ReadFile(slot, text, sizeof text, &n, NULL)) {
			if (GetLastError() == ERROR_SEM_TIMEOUT)
				continue;
			break;
		}
		EnterCriticalSection(&lock);
		InterlockedIncrement(&messages);
		LeaveCriticalSection(&lock);
		if (n >= 4 && !memcmp(text, "stop", 4))
			SetEvent(stop);
	}
	_endthreadex(7);
	return 0;
}

int main(void)
{
	unsigned id;
	DWORD code;
	HANDLE thread;
	InitializeCriticalSection(&lock);
	stop = CreateEvent(NULL, TRUE, FALSE, NULL);
	ready = CreateEvent(NULL, FALSE, FALSE, NULL);
	slot = CreateMailslotA("\\\\.\\mailslot\\threads\\in", 400, 100, NULL);
	if (slot == INVALID_HANDLE_VALUE)
		return 1;
	thread = (HANDLE)_beginthreadex(NULL, 0, reader, NULL, 0, &id);
	WaitForSingleObject(ready, INFINITE);
	WaitForSingleObject(thread, INFINITE);
	GetExitCodeThread(thread, &code);
	printf("%ld messages, thread ended with %lu\n", (long)messages, (unsigned long)code);
	CloseHandle(thread);
	CloseHandle(slot);
	DeleteCriticalSection(&lock);
	return 0;
}
