/* Objects to wait for, as programs use them beside mailslots. */
#include "check.h"
#include <process.h>

static CRITICAL_SECTION section;
static volatile LONG total;

static DWORD WINAPI add(LPVOID times)
{
	int i;
	for (i = 0; i < *(int *)times; i++) {
		EnterCriticalSection(&section);
		total++;
		LeaveCriticalSection(&section);
	}
	return 7;
}
static unsigned WINAPI add_ex(void *times) { return add(times) + 1; }

static void threads(void)
{
	HANDLE t[3];
	DWORD code = 0, id = 0;
	unsigned id2 = 0;
	int times = 1000, i;
	InitializeCriticalSection(&section);
	t[0] = CreateThread(NULL, 0, add, &times, 0, &id);
	t[1] = (HANDLE)_beginthreadex(NULL, 0, add_ex, &times, 0, &id2);
	t[2] = CreateThread(NULL, 0, add, &times, CREATE_SUSPENDED, NULL);
	OK("threads", id && id2 && t[0] && t[1] && t[2]);
	OK("threads", WaitForMultipleObjects(2, t, TRUE, 5000) == WAIT_OBJECT_0 && total == 2000);
	OK("threads", WaitForSingleObject(t[2], 0) == WAIT_TIMEOUT && GetExitCodeThread(t[2], &code) && code == STILL_ACTIVE);
	OK("threads", ResumeThread(t[2]) == 1 && WaitForSingleObject(t[2], 5000) == WAIT_OBJECT_0);
	OK("threads", GetExitCodeThread(t[1], &code) && code == 8);
	OK("threads", CloseHandle(GetCurrentThread()) && CloseHandle(GetCurrentProcess())); /* without effect */
	for (i = 0; i < 3; i++)
		CloseHandle(t[i]);
	DeleteCriticalSection(&section);
}

static VOID CALLBACK tick(PVOID event, BOOLEAN fired)
{
	(void)fired;
	SetEvent((HANDLE)event);
}

void objects(void)
{
	HANDLE a = CreateEventA(NULL, FALSE, FALSE, NULL), m = CreateMutexA(NULL, TRUE, NULL), both[2], timer = NULL;
	HANDLE sem = CreateSemaphoreA(NULL, 1, 2, NULL), named, opened, w = CreateWaitableTimerA(NULL, FALSE, NULL);
	LONG before = -1;
	LARGE_INTEGER due;
	OK("events", WaitForSingleObject(a, 0) == WAIT_TIMEOUT && SetEvent(a) && WaitForSingleObject(a, 0) == 0 && WaitForSingleObject(a, 0) == WAIT_TIMEOUT);
	both[0] = a, both[1] = sem;
	OK("waits", WaitForMultipleObjects(2, both, FALSE, 0) == WAIT_OBJECT_0 + 1);
	OK("waits", WaitForMultipleObjects(2, both, TRUE, 10) == WAIT_TIMEOUT);
	OK("semaphores", ReleaseSemaphore(sem, 2, &before) && before == 0);
	FAILS("semaphores", ReleaseSemaphore(sem, 1, NULL), ERROR_TOO_MANY_POSTS);
	OK("mutexes", ReleaseMutex(m));
	FAILS("mutexes", ReleaseMutex(m), ERROR_NOT_OWNER);
	SetLastError(UNTOUCHED);
	named = CreateEventA(NULL, TRUE, FALSE, "rules of mailslots");
	OK("names", named && GetLastError() == 0);
	opened = OpenEventA(EVENT_MODIFY_STATE | SYNCHRONIZE, FALSE, "rules of mailslots");
	OK("names", opened && SetEvent(opened) && WaitForSingleObject(named, 0) == 0);
	FAILS("names", OpenEventA(SYNCHRONIZE, FALSE, "no such event"), ERROR_FILE_NOT_FOUND);
	due.QuadPart = -200000;
	OK("timers", SetWaitableTimer(w, &due, 0, NULL, NULL, FALSE) && WaitForSingleObject(w, 5000) == 0);
	OK("timers", CreateTimerQueueTimer(&timer, NULL, tick, a, 10, 0, 0) && WaitForSingleObject(a, 5000) == 0);
	OK("timers", DeleteTimerQueueTimer(NULL, timer, INVALID_HANDLE_VALUE));
	FAILS("waits", WaitForSingleObject((HANDLE)0x7ffc, 0) != WAIT_FAILED, ERROR_INVALID_HANDLE);
	CloseHandle(a), CloseHandle(m), CloseHandle(sem), CloseHandle(named), CloseHandle(opened), CloseHandle(w);
	threads();
}
