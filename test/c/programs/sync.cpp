// Named objects beside the slot: a mutex for one instance, a semaphore for room.
#include <windows.h>
#include <cstdio>

static DWORD WINAPI holder(LPVOID mutex)
{
	return WaitForSingleObject(mutex, INFINITE); // and ends with it: abandoned
}

int main()
{
	HANDLE mutex = CreateMutexA(NULL, FALSE, "Global\\OnlyOne");
	printf("first %lu\n", GetLastError());
	HANDLE second = CreateMutexA(NULL, FALSE, "Global\\OnlyOne");
	printf("second %lu\n", GetLastError());
	HANDLE thread = CreateThread(NULL, 0, holder, mutex, 0, NULL);
	WaitForSingleObject(thread, INFINITE);
	printf("abandoned %#lx\n", WaitForSingleObject(second, 0));
	BOOL released = ReleaseMutex(mutex);
	printf("release %d %d\n", released, ReleaseMutex(mutex));
	HANDLE room = CreateSemaphoreA(NULL, 2, 3, NULL);
	LONG before = -1;
	printf("%lu %lu ", WaitForSingleObject(room, 0), WaitForSingleObject(room, 0));
	printf("%lu ", WaitForSingleObject(room, 0));
	BOOL more = ReleaseSemaphore(room, 1, &before);
	printf("%d %ld\n", more, (long)before);
	HANDLE event = CreateEventA(NULL, TRUE, FALSE, "Local\\Go"), other = OpenEventA(EVENT_ALL_ACCESS, FALSE, "Local\\Go");
	SetEvent(event);
	printf("%lu\n", SignalObjectAndWait(event, other, 0, FALSE));
	return 0;
}
