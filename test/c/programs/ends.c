/* Calls into the library while a thread ends: what a thread leaves is closed
   after the library has taken its leave of it, once or as often as the system
   allows. */
#include <windows.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static DWORD index_of_event;
static pthread_key_t again;

static VOID WINAPI Close(PVOID event)
{
	if (!CloseHandle((HANDLE)event) || !GetCurrentThreadId())
		abort();
}
static void CloseAgain(void *rounds)
{
	Close(CreateEvent(NULL, TRUE, FALSE, NULL));
	if (rounds != (void *)1)
		pthread_setspecific(again, (char *)rounds - 1);
}

static DWORD WINAPI OneEvent(LPVOID unused)
{
	FlsSetValue(index_of_event, CreateEvent(NULL, TRUE, FALSE, NULL));
	return (void)unused, 0;
}
static DWORD WINAPI UntilTheLastRound(LPVOID unused)
{
	pthread_setspecific(again, (char *)PTHREAD_DESTRUCTOR_ITERATIONS);
	return OneEvent(unused);
}
static DWORD WINAPI Lasting(LPVOID end) { return WaitForSingleObject((HANDLE)end, INFINITE); }

/* Runs a thread to its very end, which is later than what its handle says. */
static DWORD run(LPTHREAD_START_ROUTINE start)
{
	char task[64];
	DWORD id;
	HANDLE thread = CreateThread(NULL, 0, start, NULL, 0, &id);
	snprintf(task, sizeof task, "/proc/self/task/%u", (unsigned)id);
	WaitForSingleObject(thread, INFINITE);
	CloseHandle(thread);
	while (!access(task, F_OK))
		usleep(1000);
	return id;
}

static void handler(int number) { (void)number; }

int main(void)
{
	int forgotten = 0;
	HANDLE end = CreateEvent(NULL, TRUE, FALSE, NULL), lasting = CreateThread(NULL, 0, Lasting, end, 0, NULL);
	index_of_event = FlsAlloc(Close);
	pthread_key_create(&again, CloseAgain);
	for (int i = 0; i < 8; i++)
		forgotten += !OpenThread(SYNCHRONIZE, FALSE, run(OneEvent));
	for (int i = 0; i < 8; i++)
		run(UntilTheLastRound);
	SetEvent(end);
	printf("%d %d ", forgotten, WaitForSingleObject(lasting, INFINITE) == WAIT_OBJECT_0);
	signal(SIGUSR2, handler); /* looks at every thread that is known */
	printf("%d\n", run(OneEvent) != 0);
	return 0;
}
