/* Section 6: asking and setting. */
#include "check.h"

static void verbatim(void)
{
	static const DWORD numbers[] = {0, 1, 256, 0x7fffffff, 0x80000000u, 0xfffffff0u, 0xfffffffeu, 0xffffffffu};
	DWORD max, timeout;
	HANDLE s, c;
	size_t i;
	for (i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		s = server("info", numbers[i], numbers[i]);
		OK("2.2", GetMailslotInfo(s, &max, NULL, NULL, NULL) && max == numbers[i]);
		put(c = client("info"), "");
		OK("6.2", GetMailslotInfo(s, &max, NULL, NULL, NULL) && max == numbers[i] && CloseHandle(c));
		OK("2.3", GetMailslotInfo(s, NULL, NULL, NULL, &timeout) && timeout == numbers[i]);
		OK("6.6", SetMailslotInfo(s, numbers[i] - 1) && GetMailslotInfo(s, NULL, NULL, NULL, &timeout) && timeout == numbers[i] - 1);
		CloseHandle(s);
	}
}

static void four_values(void)
{
	DWORD max, next, n, timeout;
	HANDLE s = server("info", 100, 0), c = client_with("info", 0), w = client("info");
	WORKS("6.1", GetMailslotInfo(s, NULL, NULL, NULL, NULL));
	OK("6.1", GetMailslotInfo(s, &max, &next, &n, &timeout) && max == 100 && next == MAILSLOT_NO_MESSAGE && n == 0 && timeout == 0);
	WriteFile(w, "", 0, &n, NULL);
	put(w, "abc");
	OK("6.1", GetMailslotInfo(s, NULL, &next, &n, NULL) && next == 0 && n == 2);
	OK("6.5", GetMailslotInfo(c, &max, &next, &n, &timeout) && max == 100 && next == 0 && n == 2);
	get(s);
	OK("6.1", GetMailslotInfo(s, NULL, &next, &n, NULL) && next == 3 && n == 1);
	WORKS("6.6", SetMailslotInfo(s, 5) && GetMailslotInfo(s, NULL, NULL, NULL, &timeout) && timeout == 5);
	FAILS("6.7", SetMailslotInfo(c, 5), ERROR_INVALID_PARAMETER);
	CloseHandle(w);
	CloseHandle(c);
	CloseHandle(s);
}

/* Handles of other kinds; failure writes nothing. */
static void other_kinds(void)
{
	char path[MAX_PATH], name[MAX_PATH];
	DWORD next = 123;
	HANDLE e = CreateEventA(NULL, 0, 0, NULL), f, closed = server("info", 0, 0);
	CloseHandle(closed);
	FAILS("6.8", GetMailslotInfo(e, NULL, &next, NULL, NULL), ERROR_INVALID_HANDLE);
	OK("6.3", next == 123);
	FAILS("6.8", SetMailslotInfo(e, 0), ERROR_INVALID_HANDLE);
	FAILS("6.8", GetMailslotInfo(INVALID_HANDLE_VALUE, NULL, NULL, NULL, NULL), ERROR_INVALID_HANDLE);
	FAILS("6.8", SetMailslotInfo(INVALID_HANDLE_VALUE, 0), ERROR_INVALID_HANDLE);
	FAILS("6.8", GetMailslotInfo(NULL, NULL, NULL, NULL, NULL), ERROR_INVALID_HANDLE);
	FAILS("6.8", SetMailslotInfo(NULL, 0), ERROR_INVALID_HANDLE);
	FAILS("6.8", GetMailslotInfo(closed, NULL, NULL, NULL, NULL), ERROR_INVALID_HANDLE);
	FAILS("6.8", SetMailslotInfo(closed, 0), ERROR_INVALID_HANDLE);
	GetTempPathA(sizeof path, path);
	GetTempFileNameA(path, "msl", 0, name);
	f = CreateFileA(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, FILE_FLAG_DELETE_ON_CLOSE, NULL);
	FAILS("6.8", GetMailslotInfo(f, NULL, &next, NULL, NULL), ERROR_INVALID_PARAMETER);
	FAILS("6.8", SetMailslotInfo(f, 0), ERROR_INVALID_PARAMETER);
	OK("6.3", next == 123);
	CloseHandle(f);
	CloseHandle(e);
}

void info(void)
{
	verbatim();
	four_values();
	other_kinds();
}
