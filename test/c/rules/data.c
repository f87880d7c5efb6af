/* Sections 4 to 6: writing, reading, asking. */
#include "check.h"

void writing(void)
{
	HANDLE s = server("write", 8, 0), c = client("write"), r = client_with("write", GENERIC_READ);
	char buffer[16], *big = malloc(1000000);
	DWORD n = 77;
	WORKS("4.1", WriteFile(c, "abc", 3, &n, NULL) && n == 3);
	OK("4.1", !strcmp(get(s), "abc"));
	n = 77;
	WORKS("4.2", WriteFile(c, NULL, 0, &n, NULL) && n == 0 && count(s) == 1);
	OK("5.4", ReadFile(s, buffer, sizeof buffer, &n, NULL) && n == 0 && count(s) == 0);
	WORKS("4.5", WriteFile(c, "12345678", 8, &n, NULL) && n == 8);
	n = 77;
	FAILS("4.5", WriteFile(c, "123456789", 9, &n, NULL), ERROR_INVALID_PARAMETER);
	OK("4.5", n == 0 && count(s) == 1);
	get(s);
	FAILS("4.7", WriteFile(s, "x", 1, &n, NULL), ERROR_ACCESS_DENIED);
	FAILS("4.8", WriteFile(r, "x", 1, &n, NULL), ERROR_ACCESS_DENIED);
	FAILS("4.8", WriteFile(INVALID_HANDLE_VALUE, "x", 1, &n, NULL), ERROR_INVALID_HANDLE);
	FAILS("4.9", WriteFile(c, NULL, 1, &n, NULL), ERROR_INVALID_USER_BUFFER);
	OK("4.9", n == 0 && count(s) == 0);
	WORKS("4.10", WriteFile(c, "x", 1, NULL, NULL));
	CloseHandle(r);
	CloseHandle(c);
	CloseHandle(s);
	s = server("write", 0, 0), c = client("write");
	memset(big, 'b', 1000000);
	WORKS("4.4", WriteFile(c, big, 1000000, &n, NULL) && n == 1000000);
	memset(big, 0, 1000000);
	OK("4.4", ReadFile(s, big, 1000000, &n, NULL) && n == 1000000 && big[999999] == 'b');
	free(big);
	CloseHandle(c);
	CloseHandle(s);
}

void reading(void)
{
	HANDLE s = server("read", 0, 0), c = client_with("read", GENERIC_READ | GENERIC_WRITE), w = client("read");
	char buffer[8] = "zzzzzzz";
	DWORD n = 77, before;
	FAILS("5.5", ReadFile(s, buffer, 4, &n, NULL), ERROR_SEM_TIMEOUT);
	OK("5.11", n == 0);
	FAILS("5.3", ReadFile(s, buffer, 0, &n, NULL), ERROR_SEM_TIMEOUT);
	put(c, "12345");
	n = 77;
	FAILS("5.2", ReadFile(s, buffer, 4, &n, NULL), ERROR_INSUFFICIENT_BUFFER);
	OK("5.2", n == 0 && buffer[0] == 'z' && count(s) == 1);
	FAILS("5.3", ReadFile(s, buffer, 0, &n, NULL), ERROR_INSUFFICIENT_BUFFER);
	FAILS("5.12", ReadFile(s, NULL, 8, &n, NULL), ERROR_NOACCESS);
	WORKS("5.14", ReadFile(s, buffer, 5, &n, NULL) && n == 5 && !memcmp(buffer, "12345", 5));
	WriteFile(c, "", 0, &n, NULL);
	n = 77;
	WORKS("5.3", ReadFile(s, NULL, 0, &n, NULL) && n == 0 && count(s) == 0);
	n = 77;
	FAILS("5.11", ReadFile(INVALID_HANDLE_VALUE, buffer, 1, &n, NULL), ERROR_INVALID_HANDLE);
	OK("5.11", n == 0);
	FAILS("5.13", ReadFile(c, buffer, 1, &n, NULL), ERROR_INVALID_PARAMETER);
	FAILS("5.13", ReadFile(w, buffer, 1, &n, NULL), ERROR_ACCESS_DENIED);
	SetMailslotInfo(s, 200);
	before = GetTickCount();
	FAILS("5.6", ReadFile(s, buffer, 1, &n, NULL), ERROR_SEM_TIMEOUT);
	OK("5.6", GetTickCount() - before >= 180);
	CloseHandle(w);
	CloseHandle(c);
	CloseHandle(s);
}

void info(void)
{
	DWORD sizes[] = {0, 1, 256, 0x7fffffff, 0xfffffff0u, 0xffffffffu}, max, next, n, timeout;
	HANDLE s, c, e;
	size_t i;
	for (i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		s = server("info", sizes[i], sizes[i]);
		OK("2.2", GetMailslotInfo(s, &max, NULL, NULL, NULL) && max == sizes[i]);
		OK("2.3", GetMailslotInfo(s, NULL, NULL, NULL, &timeout) && timeout == sizes[i]);
		CloseHandle(s);
	}
	s = server("info", 100, 0), c = client_with("info", 0);
	WORKS("6.1", GetMailslotInfo(s, NULL, NULL, NULL, NULL));
	OK("6.1", GetMailslotInfo(s, &max, &next, &n, &timeout) && max == 100 && next == MAILSLOT_NO_MESSAGE && n == 0 && timeout == 0);
	e = client("info");
	WriteFile(e, "", 0, &n, NULL);
	put(e, "abc");
	OK("6.1", GetMailslotInfo(s, NULL, &next, &n, NULL) && next == 0 && n == 2);
	OK("6.5", GetMailslotInfo(c, &max, &next, &n, &timeout) && max == 100 && next == 0 && n == 2);
	WORKS("6.6", SetMailslotInfo(s, 5) && GetMailslotInfo(s, NULL, NULL, NULL, &timeout) && timeout == 5);
	FAILS("6.7", SetMailslotInfo(c, 5), ERROR_INVALID_PARAMETER);
	CloseHandle(e);
	e = CreateEventA(NULL, 0, 0, NULL);
	next = 123;
	FAILS("6.8", GetMailslotInfo(e, NULL, &next, NULL, NULL), ERROR_INVALID_HANDLE);
	OK("6.3", next == 123);
	FAILS("6.8", GetMailslotInfo(INVALID_HANDLE_VALUE, NULL, NULL, NULL, NULL), ERROR_INVALID_HANDLE);
	FAILS("6.8", GetMailslotInfo(NULL, NULL, NULL, NULL, NULL), ERROR_INVALID_HANDLE);
	FAILS("6.8", SetMailslotInfo(e, 0), ERROR_INVALID_HANDLE);
	CloseHandle(e);
	CloseHandle(c);
	CloseHandle(s);
}
