/* Section 8: how long slots and messages live. Section 5 for reads that wait. */
#include "check.h"

static void messages_outlive_clients(void)
{
	HANDLE s = server("life", 0, 0), c = client("life"), again;
	put(c, "kept");
	CloseHandle(c);
	OK("8.2", !strcmp(get(s), "kept"));
	c = client("life");
	put(c, "lost");
	CloseHandle(c);
	CloseHandle(s);
	FAILS("3.1", is_handle(client("life")), ERROR_FILE_NOT_FOUND);
	OK("8.2", is_handle(again = server("life", 0, 0)) && count(again) == 0);
	CloseHandle(again);
}

/* A client whose slot is gone is an orphan for ever. */
static void orphans(void)
{
	HANDLE s = server("orphan", 0, 0), c = client("orphan"), again;
	DWORD n = 77;
	CloseHandle(s);
	FAILS("4.11", WriteFile(c, "late", 4, &n, NULL), ERROR_HANDLE_EOF);
	OK("4.11", n == 0);
	FAILS("8.3", put(c, "late"), ERROR_HANDLE_EOF);
	FAILS("8.4", is_handle(client("orphan")), ERROR_FILE_NOT_FOUND);
	OK("8.4", is_handle(again = server("orphan", 0, 0)));
	FAILS("8.4", put(c, "late"), ERROR_HANDLE_EOF);
	OK("8.4", count(again) == 0);
	CloseHandle(c);
	if (is_handle(again))
		CloseHandle(again);
}

static HANDLE held; /* what a thread of this file works on */
static DWORD WINAPI blocked_read(LPVOID unused)
{
	char buffer[16];
	DWORD n;
	(void)unused;
	return ReadFile(held, buffer, sizeof buffer, &n, NULL) ? n : 0x10000 + GetLastError();
}
/* A thread that reads s, when it does: until then s is signaled. */
static HANDLE reader(HANDLE s)
{
	HANDLE t;
	int tries;
	held = s;
	t = CreateThread(NULL, 0, blocked_read, NULL, 0, NULL);
	for (tries = 0; tries < 5000 && WaitForSingleObject(s, 0) == WAIT_OBJECT_0; tries++)
		Sleep(1);
	OK("7.1", tries < 5000);
	return t;
}
/* What the read came to: a number of bytes, or 65536 and the code. */
static DWORD result(HANDLE thread)
{
	DWORD code = 0;
	if (WaitForSingleObject(thread, 5000) != WAIT_OBJECT_0 || !GetExitCodeThread(thread, &code))
		code = 99999;
	CloseHandle(thread);
	return code;
}

static void read_gets(void)
{
	HANDLE s = server("waits", 0, MAILSLOT_WAIT_FOREVER), c = client("waits"), t;
	DWORD n = 9;
	t = reader(s);
	OK("6.4", GetMailslotInfo(s, NULL, NULL, &n, NULL) && n == 0);
	OK("5.7", put(c, "late") && result(t) == 4);
	t = reader(s);
	OK("5.4", WriteFile(c, "", 0, &n, NULL) && result(t) == 0);
	t = reader(s);
	OK("5.10", put(c, "longer than its buffer") && result(t) == 0x10000 + ERROR_INSUFFICIENT_BUFFER);
	OK("5.10", !strcmp(get(s), "longer than its buffer"));
	CloseHandle(c);
	CloseHandle(s);
}

static void read_ends(void)
{
	HANDLE s = server("ends", 0, 300), c = client("ends"), t = reader(s);
	DWORD n;
	OK("5.8", SetMailslotInfo(s, MAILSLOT_WAIT_FOREVER) && result(t) == 0x10000 + ERROR_SEM_TIMEOUT);
	t = reader(s);
	OK("9.6", CancelSynchronousIo(t));
	OK("9.6", result(t) == 0x10000 + ERROR_OPERATION_ABORTED);
	t = reader(s);
	OK("9.6", CancelIoEx(s, NULL));
	OK("9.6", result(t) == 0x10000 + ERROR_OPERATION_ABORTED);
	OK("9.6", put(c, "kept") && !strcmp(get(s), "kept"));
	SetMailslotInfo(s, 300);
	t = reader(s);
	OK("8.7", CloseHandle(s));
	OK("8.7", result(t) == 0x10000 + ERROR_HANDLE_EOF);
	FAILS("8.7", ReadFile(s, NULL, 0, &n, NULL), ERROR_INVALID_HANDLE);
	CloseHandle(c);
}

/* While a duplicate lives, the read goes on. */
static void read_goes_on(void)
{
	HANDLE s = server("goes on", 0, MAILSLOT_WAIT_FOREVER), c = client("goes on"), d = NULL, t = reader(s);
	OK("8.7", DuplicateHandle(GetCurrentProcess(), s, GetCurrentProcess(), &d, 0, FALSE, DUPLICATE_SAME_ACCESS));
	OK("5.16", CloseHandle(s) && put(c, "still") && result(t) == 5);
	CloseHandle(c);
	CloseHandle(d);
}

void lifetime(void)
{
	messages_outlive_clients();
	orphans();
	read_gets();
	read_ends();
	read_goes_on();
}
