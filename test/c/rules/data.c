/* Sections 4 and 5: writing and reading. */
#include "check.h"

static void messages(void)
{
	HANDLE s = server("write", 0, 0), c = client("write"), d = client("write");
	char buffer[16];
	DWORD n = 77;
	WORKS("4.1", WriteFile(c, "abc", 3, &n, NULL) && n == 3);
	OK("3.12", !strcmp(get(s), "abc") && count(s) == 0); /* in this very thread */
	n = 77;
	WORKS("4.2", WriteFile(c, NULL, 0, &n, NULL) && n == 0 && count(s) == 1);
	n = 77;
	OK("5.4", ReadFile(s, buffer, sizeof buffer, &n, NULL) && n == 0 && count(s) == 0);
	OK("4.3", put(c, "1") && put(d, "2") && put(d, "3") && put(c, "4") && count(s) == 4);
	OK("4.3", !strcmp(get(s), "1") && !strcmp(get(s), "2") && !strcmp(get(s), "3") && !strcmp(get(s), "4"));
	WORKS("4.10", WriteFile(c, "x", 1, NULL, NULL));
	CloseHandle(d);
	CloseHandle(c);
	CloseHandle(s);
}

/* One message over the maximum is refused; at the maximum it fits. */
static void maximum(void)
{
	HANDLE s = server("maximum", 8, 0), c = client("maximum");
	DWORD n = 77;
	WORKS("4.5", WriteFile(c, "12345678", 8, &n, NULL) && n == 8);
	WORKS("4.5", WriteFile(c, "", 0, &n, NULL) && n == 0);
	n = 77;
	FAILS("4.5", WriteFile(c, "123456789", 9, &n, NULL), ERROR_INVALID_PARAMETER);
	OK("4.5", n == 0 && count(s) == 2);
	CloseHandle(c);
	CloseHandle(s);
}

static void not_written(void)
{
	HANDLE s = server("refuse", 0, 0), c = client("refuse"), r = client_with("refuse", GENERIC_READ), closed = client("refuse");
	DWORD n = 77;
	CloseHandle(closed);
	FAILS("4.7", WriteFile(s, "x", 1, &n, NULL), ERROR_ACCESS_DENIED);
	OK("4.10", n == 0);
	FAILS("4.8", WriteFile(r, "x", 1, &n, NULL), ERROR_ACCESS_DENIED);
	n = 77;
	FAILS("4.8", WriteFile(INVALID_HANDLE_VALUE, "x", 1, &n, NULL), ERROR_INVALID_HANDLE);
	OK("4.10", n == 0);
	FAILS("4.8", WriteFile(NULL, "x", 1, &n, NULL), ERROR_INVALID_HANDLE);
	FAILS("4.8", WriteFile(closed, "x", 1, &n, NULL), ERROR_INVALID_HANDLE);
	FAILS("4.9", WriteFile(c, NULL, 1, &n, NULL), ERROR_INVALID_USER_BUFFER);
	OK("4.9", n == 0 && count(s) == 0);
	CloseHandle(r);
	CloseHandle(c);
	CloseHandle(s);
}

/* No size is special, and nothing but memory limits the queue. */
static void sizes(void)
{
	static const DWORD special[] = {423, 424, 425, 426, 427, 4093, 65535, 65536, 65537, 1000000};
	HANDLE s = server("sizes", 0, 0), c = client("sizes");
	char *big = malloc(1000000);
	DWORD n = 0;
	size_t i;
	int ok = 1;
	for (i = 0; i < sizeof special / sizeof *special; i++) {
		memset(big, 'b', special[i]);
		WORKS("4.4", WriteFile(c, big, special[i], &n, NULL) && n == special[i]);
		memset(big, 0, special[i]);
		OK("4.4", ReadFile(s, big, 1000000, &n, NULL) && n == special[i] && big[0] == 'b' && big[n - 1] == 'b');
	}
	for (i = 0; i < 20000; i++)
		ok = WriteFile(c, &i, sizeof i, &n, NULL) && ok;
	OK("4.6", ok && count(s) == 20000);
	for (i = 0; i < 20000 && ok; i++)
		ok = ReadFile(s, big, sizeof i, &n, NULL) && !memcmp(big, &i, sizeof i);
	OK("4.6", ok && count(s) == 0);
	free(big);
	CloseHandle(c);
	CloseHandle(s);
}

void writing(void)
{
	messages();
	maximum();
	not_written();
	sizes();
}

static void buffers(HANDLE s, HANDLE c)
{
	char buffer[8] = "zzzzzzz";
	DWORD n = 77;
	FAILS("5.5", ReadFile(s, buffer, 4, &n, NULL), ERROR_SEM_TIMEOUT);
	OK("5.11", n == 0);
	FAILS("5.3", ReadFile(s, buffer, 0, &n, NULL), ERROR_SEM_TIMEOUT);
	put(c, "12345");
	n = 77;
	FAILS("5.2", ReadFile(s, buffer, 4, &n, NULL), ERROR_INSUFFICIENT_BUFFER);
	OK("5.2", n == 0 && buffer[0] == 'z' && count(s) == 1);
	FAILS("5.2", ReadFile(s, buffer, 4, &n, NULL), ERROR_INSUFFICIENT_BUFFER);
	FAILS("5.3", ReadFile(s, buffer, 0, &n, NULL), ERROR_INSUFFICIENT_BUFFER);
	FAILS("5.12", ReadFile(s, NULL, 8, &n, NULL), ERROR_NOACCESS);
	OK("5.12", count(s) == 1);
	WORKS("5.14", ReadFile(s, buffer, 5, &n, NULL) && n == 5 && !memcmp(buffer, "12345", 5));
	OK("5.1", buffer[5] == 'z' && count(s) == 0);
	WriteFile(c, "", 0, &n, NULL);
	n = 77;
	WORKS("5.3", ReadFile(s, NULL, 0, &n, NULL) && n == 0 && count(s) == 0);
}

static void not_read(HANDLE c)
{
	HANDLE w = client("read");
	char buffer[8];
	DWORD n = 77;
	FAILS("5.11", ReadFile(INVALID_HANDLE_VALUE, buffer, 1, &n, NULL), ERROR_INVALID_HANDLE);
	OK("5.11", n == 0);
	FAILS("5.13", ReadFile(c, buffer, 1, &n, NULL), ERROR_INVALID_PARAMETER);
	FAILS("5.13", ReadFile(w, buffer, 1, &n, NULL), ERROR_ACCESS_DENIED);
	CloseHandle(w);
}

void reading(void)
{
	HANDLE s = server("read", 0, 0), c = client_with("read", GENERIC_READ | GENERIC_WRITE);
	char buffer[8];
	DWORD n, before;
	buffers(s, c);
	not_read(c);
	SetMailslotInfo(s, 200);
	before = GetTickCount();
	FAILS("5.6", ReadFile(s, buffer, 1, &n, NULL), ERROR_SEM_TIMEOUT);
	OK("5.6", GetTickCount() - before >= 180);
	put(c, "at once");
	OK("5.6", !strcmp(get(s), "at once"));
	CloseHandle(c);
	CloseHandle(s);
}
