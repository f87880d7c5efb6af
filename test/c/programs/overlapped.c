/* A pending read among other things to wait for; a read that is given up. */
#include <windows.h>
#include <stdio.h>

int main(void)
{
	OVERLAPPED io = {0};
	char text[100] = "";
	DWORD n = 0, got;
	BOOL done;
	HANDLE both[2];
	HANDLE slot = CreateMailslot(TEXT("\\\\.\\mailslot\\overlapped"), 0, MAILSLOT_WAIT_FOREVER, NULL);
	HANDLE out = CreateFile(TEXT("\\\\.\\mailslot\\overlapped"), GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
	both[0] = CreateEvent(NULL, TRUE, FALSE, NULL);
	both[1] = io.hEvent = CreateEvent(NULL, TRUE, FALSE, NULL);
	if (ReadFile(slot, text, sizeof text, NULL, &io) || GetLastError() != ERROR_IO_PENDING)
		return 1;
	printf("nothing yet: %lu\n", WaitForMultipleObjects(2, both, FALSE, 30));
	WriteFile(out, "now", 4, &n, NULL);
	got = WaitForMultipleObjects(2, both, FALSE, 5000) - WAIT_OBJECT_0;
	done = GetOverlappedResult(slot, &io, &n, FALSE);
	printf("event %lu, %d, %lu bytes: %s\n", got, done, n, text);
	ResetEvent(io.hEvent);
	ReadFile(slot, text, sizeof text, NULL, &io);
	printf("cancelled: %d\n", CancelIo(slot));
	done = GetOverlappedResult(slot, &io, &n, TRUE);
	printf("result %d, error %lu\n", done, GetLastError());
	printf("has %s\n", HasOverlappedIoCompleted(&io) ? "completed" : "not completed");
	CloseHandle(out);
	CloseHandle(slot);
	return 0;
}
