/* A completion port on the server handle. */
#include <windows.h>
#include <stdio.h>

static DWORD WINAPI worker(LPVOID port)
{
	DWORD n;
	ULONG_PTR key;
	LPOVERLAPPED io;
	int messages = 0;
	while (GetQueuedCompletionStatus(port, &n, &key, &io, 5000) && key == 42) {
		messages++;
		if (n == 3)
			break;
		ReadFile((HANDLE)io->hEvent, (char *)(io + 1), 64, NULL, io);
	}
	return (DWORD)messages;
}

int main(void)
{
	struct { OVERLAPPED io; char text[64]; } job = {{0}, ""};
	DWORD n, code;
	HANDLE port, thread, out;
	HANDLE slot = CreateMailslotA("\\\\.\\mailslot\\port", 0, MAILSLOT_WAIT_FOREVER, NULL);
	port = CreateIoCompletionPort(slot, NULL, 42, 0);
	if (!port)
		return printf("port: %lu\n", GetLastError());
	ReadFile(slot, job.text, sizeof job.text, NULL, &job.io);
	out = CreateFileA("\\\\.\\mailslot\\port", GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
	WriteFile(out, "end", 3, &n, NULL);
	thread = CreateThread(NULL, 0, worker, port, 0, NULL);
	WaitForSingleObject(thread, INFINITE);
	GetExitCodeThread(thread, &code);
	printf("%lu completions, %s\n", code, job.text);
	PostQueuedCompletionStatus(port, 9, 8, NULL);
	{
		ULONG_PTR key = 0;
		LPOVERLAPPED io = NULL;
		printf("%d ", GetQueuedCompletionStatus(port, &n, &key, &io, 0));
		printf("%lu %lu\n", n, (unsigned long)key);
	}
	return 0;
}
