// Waits for a message and for Ctrl-C at once: a pending read with an event.
#include <windows.h>
#include <iostream>

static HANDLE stop;
static BOOL WINAPI control(DWORD)
{
	SetEvent(stop);
	return TRUE;
}

int main()
{
	char text[100];
	OVERLAPPED io = {};
	DWORD size;
	HANDLE slot = CreateMailslotA("\\\\.\\mailslot\\examples\\watch", sizeof(text), MAILSLOT_WAIT_FOREVER, NULL);
	HANDLE both[2];
	both[0] = io.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
	both[1] = stop = CreateEventA(NULL, TRUE, FALSE, NULL);
	SetConsoleCtrlHandler(control, TRUE);
	for (;;) {
		if (!ReadFile(slot, text, sizeof(text), NULL, &io) && GetLastError() != ERROR_IO_PENDING)
			return 1;
		if (WaitForMultipleObjects(2, both, FALSE, INFINITE) != WAIT_OBJECT_0)
			break;
		if (!GetOverlappedResult(slot, &io, &size, FALSE))
			return 1;
		std::cout << "message: " << std::string(text, size) << std::endl;
	}
	CancelIo(slot);
	CloseHandle(slot);
	std::cout << "stopped" << std::endl;
	return 0;
}
