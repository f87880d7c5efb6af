/* Bad input: an answer, never a crash. */
#include "check.h"

void bad_input(void)
{
	HANDLE handles[] = {NULL, (HANDLE)1, (HANDLE)2, (HANDLE)0x7ffffffc, (HANDLE)(ULONG_PTR)-30, (HANDLE)(ULONG_PTR)0x123456789abcull, NULL, NULL};
	HANDLE event = CreateEventA(NULL, 0, 0, NULL), s = server("bad", 0, 0), c = client("bad");
	OVERLAPPED ov;
	char buffer[8];
	DWORD n;
	size_t i;
	handles[6] = event;
	handles[7] = server("bad closed", 0, 0);
	CloseHandle(handles[7]);
	for (i = 0; i < sizeof handles / sizeof *handles; i++) {
		HANDLE h = handles[i];
		memset(&ov, 0, sizeof ov);
		FAILS("bad handle", ReadFile(h, buffer, 8, &n, NULL), ERROR_INVALID_HANDLE);
		FAILS("bad handle", ReadFile(h, NULL, 8, &n, NULL), ERROR_INVALID_HANDLE);
		FAILS("bad handle", WriteFile(h, buffer, 8, &n, &ov), ERROR_INVALID_HANDLE);
		FAILS("bad handle", GetMailslotInfo(h, NULL, NULL, NULL, NULL), ERROR_INVALID_HANDLE);
		FAILS("bad handle", SetMailslotInfo(h, 0), ERROR_INVALID_HANDLE);
		OK("bad handle", h == event || !CloseHandle(h));
	}
	FAILS("bad pointer", ReadFile(s, (void *)16, 8, &n, NULL), ERROR_NOACCESS);
	FAILS("bad pointer", WriteFile(c, (void *)16, 8, &n, NULL), ERROR_INVALID_USER_BUFFER);
	FAILS("wrong kind", SetEvent(s), ERROR_INVALID_HANDLE);
	FAILS("wrong kind", ReleaseMutex(event), ERROR_INVALID_HANDLE);
	FAILS("wrong kind", ReleaseSemaphore(event, 1, NULL), ERROR_INVALID_HANDLE);
	CloseHandle(c);
	CloseHandle(s);
	CloseHandle(event);
}
