/* Threads that outlive main's: the process ends with the last of them, with the
   code of the last that has one. */
#include <windows.h>
#include <pthread.h>
#include <stdio.h>

static HANDLE first, second, known;

static DWORD WINAPI Second(LPVOID unused)
{
	WaitForSingleObject(first, INFINITE);
	printf("main has ended\n");
	return (void)unused, 4;
}

static void *third(void *unused)
{
	SetEvent(known);
	WaitForSingleObject(second, INFINITE);
	printf("so has the second\n");
	return unused;
}

int main(void)
{
	pthread_t thread;
	DuplicateHandle(GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(), &first, 0, FALSE, DUPLICATE_SAME_ACCESS);
	known = CreateEvent(NULL, TRUE, FALSE, NULL);
	second = CreateThread(NULL, 0, Second, NULL, 0, NULL);
	pthread_create(&thread, NULL, third, NULL);
	pthread_detach(thread);
	WaitForSingleObject(known, INFINITE);
	ExitThread(3);
}
