/* Timer-queue timers and a waitable timer write; the reader counts. */
#include <windows.h>
#include <stdio.h>

static HANDLE out;
static VOID CALLBACK tick(PVOID what, BOOLEAN fired)
{
	DWORD n;
	(void)fired;
	WriteFile(out, what, 4, &n, NULL);
}

int main(void)
{
	HANDLE timer, waitable, slot = CreateMailslotA("\\\\.\\mailslot\\timers", 0, 5000, NULL);
	LARGE_INTEGER due;
	char text[8];
	DWORD n;
	int i, ticks = 0;
	out = CreateFileA("\\\\.\\mailslot\\timers", GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
	CreateTimerQueueTimer(&timer, NULL, tick, (PVOID)"tick", 5, 5, WT_EXECUTEDEFAULT);
	for (i = 0; i < 3; i++)
		ticks += ReadFile(slot, text, sizeof text, &n, NULL) && n == 4;
	printf("%d ticks, stopped %d\n", ticks, DeleteTimerQueueTimer(NULL, timer, INVALID_HANDLE_VALUE));
	waitable = CreateWaitableTimerA(NULL, TRUE, NULL);
	due.QuadPart = -50000;
	SetWaitableTimer(waitable, &due, 0, NULL, NULL, FALSE);
	printf("timer %lu\n", WaitForSingleObject(waitable, 5000));
	return 0;
}
