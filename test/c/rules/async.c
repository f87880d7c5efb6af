/* Section 9: overlapped reads, completion ports, cancellation. All of it holds
   for the handle of CreateMailslot, where that is overlapped, and for the one
   of NtCreateMailslotFile without options. */
#include "check.h"

typedef HANDLE (*maker)(const char *name, DWORD timeout);

static HANDLE win32_server(const char *name, DWORD timeout) { return server(name, 0, timeout); }

#define MOMENT 50 /* in which nothing must come */

/* The handle tells when a read without an event of its own is complete. */
static void signal_of(maker make)
{
	HANDLE s = make("signal", MAILSLOT_WAIT_FOREVER), c = client("signal");
	OVERLAPPED ov;
	char buffer[16];
	DWORD n;
	memset(&ov, 0, sizeof ov);
	FAILS("9.2", ReadFile(s, buffer, sizeof buffer, &n, &ov), ERROR_IO_PENDING);
	OK("7.1", WaitForSingleObject(s, 0) == WAIT_TIMEOUT);
	put(c, "done");
	OK("7.1", WaitForSingleObject(s, 5000) == WAIT_OBJECT_0);
	OK("7.1", GetOverlappedResult(s, &ov, &n, FALSE) && n == 4);
	CloseHandle(c);
	CloseHandle(s);
}

static void later(maker make)
{
	HANDLE s = make("later", MAILSLOT_WAIT_FOREVER), c = client("later");
	static OVERLAPPED ov; /* a read that the last close does not end keeps it */
	static char buffer[16];
	DWORD n = 77;
	memset(&ov, 0, sizeof ov);
	ov.hEvent = CreateEventA(NULL, TRUE, TRUE, NULL);
	FAILS("9.2", ReadFile(s, buffer, sizeof buffer, &n, &ov), ERROR_IO_PENDING);
	OK("9.2", WaitForSingleObject(ov.hEvent, 0) == WAIT_TIMEOUT && !HasOverlappedIoCompleted(&ov));
	FAILS("9.2", GetOverlappedResult(s, &ov, &n, FALSE), ERROR_IO_INCOMPLETE);
	put(c, "hello");
	OK("9.2", WaitForSingleObject(ov.hEvent, 5000) == WAIT_OBJECT_0);
	OK("9.2", GetOverlappedResult(s, &ov, &n, TRUE) && n == 5 && !memcmp(buffer, "hello", 5) && ov.InternalHigh == 5);
	ReadFile(s, buffer, sizeof buffer, &n, &ov);
	CloseHandle(s);
	OK("9.9", HasOverlappedIoCompleted(&ov) && ov.Internal != 0 && WaitForSingleObject(ov.hEvent, 0) == WAIT_OBJECT_0);
	CloseHandle(ov.hEvent);
	CloseHandle(c);
}

static void at_once(maker make)
{
	HANDLE s = make("at once", MAILSLOT_WAIT_FOREVER), c = client("at once");
	OVERLAPPED ov;
	char buffer[16];
	DWORD n = 77;
	memset(&ov, 0, sizeof ov);
	ov.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
	put(c, "there");
	OK("9.1", ReadFile(s, buffer, sizeof buffer, &n, &ov) && n == 5 && ov.Internal == 0 && ov.InternalHigh == 5);
	OK("9.1", WaitForSingleObject(ov.hEvent, 0) == WAIT_OBJECT_0);
	n = 77;
	ov.Offset = 1234;
	ResetEvent(ov.hEvent);
	OK("4.12", WriteFile(c, "over", 4, &n, &ov) && n == 4 && WaitForSingleObject(ov.hEvent, 0) == WAIT_OBJECT_0);
	OK("4.12", ov.Internal == 0 && ov.InternalHigh == 4);
	OK("5.15", ReadFile(s, buffer, sizeof buffer, &n, &ov) && n == 4);
	CloseHandle(ov.hEvent);
	ov.hEvent = CreateEventA(NULL, FALSE, FALSE, NULL); /* resets itself */
	put(c, "again");
	OK("9.1", ReadFile(s, buffer, sizeof buffer, &n, &ov) && GetOverlappedResult(s, &ov, &n, TRUE) && n == 5);
	OK("9.1", WaitForSingleObject(ov.hEvent, 0) == WAIT_OBJECT_0);
	CloseHandle(ov.hEvent);
	CloseHandle(c);
	CloseHandle(s);
}

static DWORD apc_calls, apc_error, apc_bytes;
static VOID WINAPI completed(DWORD error, DWORD bytes, LPOVERLAPPED ov)
{
	(void)ov;
	apc_calls++;
	apc_error = error;
	apc_bytes = bytes;
}

/* Time-outs, and failures at once, of which nothing is told but the code. */
static void failures_of(maker make)
{
	HANDLE s = make("fail", 50), c = client("fail");
	OVERLAPPED ov;
	char buffer[16];
	DWORD n = 77;
	memset(&ov, 0, sizeof ov);
	ov.hEvent = CreateEventA(NULL, TRUE, TRUE, NULL);
	FAILS("9.3", ReadFile(s, buffer, sizeof buffer, &n, &ov), ERROR_IO_PENDING);
	FAILS("9.3", GetOverlappedResult(s, &ov, &n, TRUE), ERROR_SEM_TIMEOUT);
	OK("9.3", WaitForSingleObject(ov.hEvent, 0) == WAIT_OBJECT_0);
	OK("9.3", ReadFileEx(s, buffer, sizeof buffer, &ov, completed) && SleepEx(5000, TRUE) == WAIT_IO_COMPLETION && apc_error == ERROR_SEM_TIMEOUT && apc_bytes == 0);
	SetMailslotInfo(s, 0);
	FAILS("9.4", ReadFile(s, buffer, sizeof buffer, &n, &ov), ERROR_SEM_TIMEOUT);
	OK("9.4", WaitForSingleObject(ov.hEvent, MOMENT) == WAIT_TIMEOUT);
	put(c, "too long");
	SetEvent(ov.hEvent);
	FAILS("9.4", ReadFile(s, buffer, 2, &n, &ov), ERROR_INSUFFICIENT_BUFFER);
	OK("9.4", WaitForSingleObject(ov.hEvent, 0) == WAIT_TIMEOUT);
	get(s);
	apc_calls = 0;
	FAILS("9.4", ReadFileEx(s, buffer, sizeof buffer, &ov, completed), ERROR_SEM_TIMEOUT);
	OK("9.4", SleepEx(MOMENT, TRUE) == 0 && apc_calls == 0);
	CloseHandle(ov.hEvent);
	CloseHandle(c);
	CloseHandle(s);
}

static void routines(maker make)
{
	HANDLE s = make("apc", MAILSLOT_WAIT_FOREVER), c = client("apc");
	OVERLAPPED ov;
	char buffer[16];
	memset(&ov, 0, sizeof ov);
	OK("9.7", ReadFileEx(s, buffer, sizeof buffer, &ov, completed) && SleepEx(0, TRUE) == 0);
	put(c, "apc");
	OK("9.7", SleepEx(5000, TRUE) == WAIT_IO_COMPLETION && apc_error == 0 && apc_bytes == 3);
	put(c, "waits");
	OK("9.7", ReadFileEx(s, buffer, sizeof buffer, &ov, completed) && SleepEx(5000, TRUE) == WAIT_IO_COMPLETION && apc_error == 0 && apc_bytes == 5);
	OK("4.12", WriteFileEx(c, "ex", 2, &ov, completed) && SleepEx(5000, TRUE) == WAIT_IO_COMPLETION && apc_bytes == 2);
	CloseHandle(c);
	CloseHandle(s);
}

/* Reads that wait are served in the order of their arrival; one whose buffer is
   too short leaves the message to the next; each keeps the time-out it began with. */
static void in_order(maker make)
{
	HANDLE s = make("order", MAILSLOT_WAIT_FOREVER), c = client("order");
	OVERLAPPED ov[4];
	char buffer[4][16];
	DWORD n, i, sizes[] = {16, 16, 2, 16};
	memset(ov, 0, sizeof ov);
	for (i = 0; i < 4; i++) {
		ov[i].hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
		FAILS("5.9", ReadFile(s, buffer[i], sizes[i], &n, &ov[i]), ERROR_IO_PENDING);
	}
	OK("5.9", put(c, "first") && GetOverlappedResult(s, &ov[0], &n, TRUE) && n == 5 && !HasOverlappedIoCompleted(&ov[1]));
	OK("4.13", put(c, "second") && GetOverlappedResult(s, &ov[1], &n, TRUE) && n == 6 && !memcmp(buffer[1], "second", 6));
	put(c, "third");
	FAILS("5.10", GetOverlappedResult(s, &ov[2], &n, TRUE), ERROR_INSUFFICIENT_BUFFER);
	OK("5.10", GetOverlappedResult(s, &ov[3], &n, TRUE) && n == 5 && !memcmp(buffer[3], "third", 5) && count(s) == 0);
	SetMailslotInfo(s, 50);
	ReadFile(s, buffer[0], 16, &n, &ov[0]);
	SetMailslotInfo(s, MAILSLOT_WAIT_FOREVER);
	FAILS("5.8", GetOverlappedResult(s, &ov[0], &n, TRUE), ERROR_SEM_TIMEOUT);
	for (i = 0; i < 4; i++)
		CloseHandle(ov[i].hEvent);
	CloseHandle(c);
	CloseHandle(s);
}

static void ports(maker make)
{
	HANDLE s = make("port", MAILSLOT_WAIT_FOREVER), c = client("port"), port;
	OVERLAPPED ov, *done = NULL;
	char buffer[16];
	DWORD n = 0;
	ULONG_PTR key = 0;
	memset(&ov, 0, sizeof ov);
	OK("9.8", (port = CreateIoCompletionPort(s, NULL, 42, 0)) != NULL);
	FAILS("9.8", ReadFile(s, buffer, sizeof buffer, NULL, &ov), ERROR_IO_PENDING);
	put(c, "four");
	OK("9.8", GetQueuedCompletionStatus(port, &n, &key, &done, 5000) && n == 4 && key == 42 && done == &ov);
	put(c, "now");
	OK("9.1", ReadFile(s, buffer, sizeof buffer, NULL, &ov) && GetQueuedCompletionStatus(port, &n, &key, &done, 5000) && n == 3);
	SetMailslotInfo(s, 30);
	ReadFile(s, buffer, sizeof buffer, NULL, &ov);
	done = NULL;
	FAILS("9.3", GetQueuedCompletionStatus(port, &n, &key, &done, 5000), ERROR_SEM_TIMEOUT);
	OK("9.3", done == &ov);
	SetMailslotInfo(s, 0);
	FAILS("9.4", ReadFile(s, buffer, sizeof buffer, NULL, &ov), ERROR_SEM_TIMEOUT);
	FAILS("9.4", GetQueuedCompletionStatus(port, &n, &key, &done, MOMENT), WAIT_TIMEOUT);
	OK("9.4", done == NULL);
	OK("9.8", PostQueuedCompletionStatus(port, 1, 2, NULL) && GetQueuedCompletionStatus(port, &n, &key, &done, 0) && n == 1 && key == 2);
	CloseHandle(port);
	CloseHandle(c);
	CloseHandle(s);
}

/* A handle may be told to report less. */
static void modes(maker make)
{
	HANDLE s = make("modes", MAILSLOT_WAIT_FOREVER), c = client("modes"), port = CreateIoCompletionPort(s, NULL, 42, 0);
	OVERLAPPED ov, *done = NULL;
	char buffer[16];
	DWORD n = 0, signaled;
	ULONG_PTR key = 0;
	memset(&ov, 0, sizeof ov);
	OK("9.8", SetFileCompletionNotificationModes(s, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS | FILE_SKIP_SET_EVENT_ON_HANDLE));
	put(c, "at once");
	OK("9.8", ReadFile(s, buffer, sizeof buffer, NULL, &ov) && ov.InternalHigh == 7);
	FAILS("9.8", GetQueuedCompletionStatus(port, &n, &key, &done, 0), WAIT_TIMEOUT);
	FAILS("9.8", ReadFile(s, buffer, sizeof buffer, NULL, &ov), ERROR_IO_PENDING);
	OK("9.8", (signaled = WaitForSingleObject(s, 0)) == WAIT_OBJECT_0); /* left alone */
	put(c, "later");
	OK("9.8", GetQueuedCompletionStatus(port, &n, &key, &done, 5000) && n == 5 && done == &ov);
	FAILS("9.8", SetFileCompletionNotificationModes(s, 0x40), ERROR_INVALID_PARAMETER);
	FAILS("9.8", SetFileCompletionNotificationModes(NULL, 1), ERROR_INVALID_HANDLE);
	CloseHandle(port);
	CloseHandle(c);
	CloseHandle(s);
}

static void cancelling(maker make)
{
	HANDLE s = make("cancel", MAILSLOT_WAIT_FOREVER), c = client("cancel");
	OVERLAPPED ov, other;
	char buffer[16];
	DWORD n;
	memset(&ov, 0, sizeof ov);
	memset(&other, 0, sizeof other);
	WORKS("9.6", CancelIo(s));
	FAILS("9.6", CancelIoEx(s, NULL), ERROR_NOT_FOUND);
	ReadFile(s, buffer, sizeof buffer, &n, &ov);
	OK("9.6", CancelIo(s));
	FAILS("9.6", GetOverlappedResult(s, &ov, &n, TRUE), ERROR_OPERATION_ABORTED);
	ReadFile(s, buffer, sizeof buffer, &n, &ov);
	FAILS("9.6", CancelIoEx(s, &other), ERROR_NOT_FOUND);
	OK("9.6", CancelIoEx(s, &ov));
	FAILS("9.6", GetOverlappedResult(s, &ov, &n, TRUE), ERROR_OPERATION_ABORTED);
	FAILS("9.6", CancelSynchronousIo(GetCurrentThread()), ERROR_NOT_FOUND);
	OK("9.5", put(c, "kept") && !strcmp(get(s), "kept"));
	SetMailslotInfo(s, 30);
	OK("9.5", !strcmp(get(s), "?121"));
	CloseHandle(c);
	CloseHandle(s);
}

static HANDLE probed, returned;
static DWORD WINAPI overlapped_read(LPVOID code)
{
	OVERLAPPED ov;
	char buffer[16];
	DWORD n;
	memset(&ov, 0, sizeof ov);
	*(DWORD *)code = ReadFile(probed, buffer, sizeof buffer, &n, &ov) ? 0 : GetLastError();
	SetEvent(returned);
	return GetOverlappedResult(probed, &ov, &n, TRUE);
}
/* Whether a read of an empty slot returns at once when it has an OVERLAPPED.
   Where it does not, it blocks its thread, and a message ends it. */
static int returns_at_once(maker make)
{
	HANDLE c, t;
	DWORD code = 0;
	int at_once;
	probed = make("probe", MAILSLOT_WAIT_FOREVER);
	c = client("probe");
	returned = CreateEventA(NULL, TRUE, FALSE, NULL);
	t = CreateThread(NULL, 0, overlapped_read, &code, 0, NULL);
	at_once = WaitForSingleObject(returned, 2000) == WAIT_OBJECT_0 && code == ERROR_IO_PENDING;
	put(c, "end");
	OK("9.2", WaitForSingleObject(t, 5000) == WAIT_OBJECT_0);
	CloseHandle(t), CloseHandle(returned), CloseHandle(c), CloseHandle(probed);
	return at_once;
}

static void section9(maker make)
{
	signal_of(make);
	later(make);
	at_once(make);
	failures_of(make);
	routines(make);
	in_order(make);
	ports(make);
	modes(make);
	cancelling(make);
}

void overlapped(void)
{
	int asynchronous = returns_at_once(win32_server);
	OK("2.5", asynchronous);
	if (asynchronous)
		section9(win32_server);
	else
		printf("# not run: section 9 with the handle of CreateMailslot, as 2.5 does not hold\n");
	section9(native_server);
}
