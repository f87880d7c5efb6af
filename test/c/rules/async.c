/* Section 9: overlapped reads, completion ports, cancellation. */
#include "check.h"

static HANDLE held; /* what a thread of this file works on */

static DWORD WINAPI write_later(LPVOID text)
{
	Sleep(30);
	return put(held, text);
}

void overlapped(void)
{
	HANDLE s = server("ov", 0, MAILSLOT_WAIT_FOREVER), c = client("ov");
	OVERLAPPED ov;
	char buffer[16];
	DWORD n = 77;
	memset(&ov, 0, sizeof ov);
	ov.hEvent = CreateEventA(NULL, TRUE, TRUE, NULL);
	FAILS("9.2", ReadFile(s, buffer, sizeof buffer, &n, &ov), ERROR_IO_PENDING);
	OK("9.2", WaitForSingleObject(ov.hEvent, 0) == WAIT_TIMEOUT && !HasOverlappedIoCompleted(&ov));
	OK("7.1", WaitForSingleObject(s, 0) == WAIT_TIMEOUT);
	FAILS("9.2", GetOverlappedResult(s, &ov, &n, FALSE), ERROR_IO_INCOMPLETE);
	put(c, "hello");
	OK("9.2", WaitForSingleObject(ov.hEvent, 5000) == WAIT_OBJECT_0);
	OK("9.2", GetOverlappedResult(s, &ov, &n, TRUE) && n == 5 && !memcmp(buffer, "hello", 5) && ov.InternalHigh == 5);
	OK("7.1", WaitForSingleObject(s, 0) == WAIT_OBJECT_0);
	put(c, "there");
	ResetEvent(ov.hEvent);
	OK("9.1", ReadFile(s, buffer, sizeof buffer, &n, &ov) && n == 5 && ov.Internal == 0);
	OK("9.1", WaitForSingleObject(ov.hEvent, 0) == WAIT_OBJECT_0);
	SetMailslotInfo(s, 50);
	FAILS("9.3", ReadFile(s, buffer, sizeof buffer, &n, &ov), ERROR_IO_PENDING);
	FAILS("9.3", GetOverlappedResult(s, &ov, &n, TRUE), ERROR_SEM_TIMEOUT);
	SetMailslotInfo(s, 0);
	FAILS("9.4", ReadFile(s, buffer, sizeof buffer, &n, &ov), ERROR_SEM_TIMEOUT);
	OK("9.4", WaitForSingleObject(ov.hEvent, 0) == WAIT_TIMEOUT);
	n = 77;
	ov.Offset = 1234;
	OK("4.12", WriteFile(c, "over", 4, &n, &ov) && n == 4 && WaitForSingleObject(ov.hEvent, 0) == WAIT_OBJECT_0);
	OK("5.15", ReadFile(s, buffer, sizeof buffer, &n, &ov) && n == 4);
	SetMailslotInfo(s, MAILSLOT_WAIT_FOREVER);
	ReadFile(s, buffer, sizeof buffer, &n, &ov);
	CloseHandle(s);
	OK("9.9", WaitForSingleObject(ov.hEvent, 5000) == WAIT_OBJECT_0 && ov.Internal != 0);
	CloseHandle(ov.hEvent);
	CloseHandle(c);
}

static DWORD apc_error = 1, apc_bytes;
static VOID WINAPI completed(DWORD error, DWORD bytes, LPOVERLAPPED ov)
{
	(void)ov;
	apc_error = error;
	apc_bytes = bytes;
}

void ports(void)
{
	HANDLE s = server("port", 0, MAILSLOT_WAIT_FOREVER), c = client("port"), port;
	OVERLAPPED ov, *done = NULL;
	char buffer[16];
	DWORD n = 0;
	ULONG_PTR key = 0;
	memset(&ov, 0, sizeof ov);
	OK("9.7", ReadFileEx(s, buffer, sizeof buffer, &ov, completed) && SleepEx(0, TRUE) == 0);
	put(c, "apc");
	OK("9.7", SleepEx(5000, TRUE) == WAIT_IO_COMPLETION && apc_error == 0 && apc_bytes == 3);
	OK("4.12", WriteFileEx(c, "ex", 2, &ov, completed) && SleepEx(5000, TRUE) == WAIT_IO_COMPLETION && apc_bytes == 2);
	get(s);
	memset(&ov, 0, sizeof ov);
	OK("9.8", (port = CreateIoCompletionPort(s, NULL, 42, 0)) != NULL);
	FAILS("9.8", ReadFile(s, buffer, sizeof buffer, NULL, &ov), ERROR_IO_PENDING);
	put(c, "four");
	OK("9.8", GetQueuedCompletionStatus(port, &n, &key, &done, 5000) && n == 4 && key == 42 && done == &ov);
	SetMailslotInfo(s, 30);
	ReadFile(s, buffer, sizeof buffer, NULL, &ov);
	done = NULL;
	FAILS("9.3", GetQueuedCompletionStatus(port, &n, &key, &done, 5000), ERROR_SEM_TIMEOUT);
	OK("9.3", done == &ov);
	FAILS("9.8", GetQueuedCompletionStatus(port, &n, &key, &done, 0), WAIT_TIMEOUT);
	OK("9.8", done == NULL);
	OK("9.8", PostQueuedCompletionStatus(port, 1, 2, NULL) && GetQueuedCompletionStatus(port, &n, &key, &done, 0) && n == 1 && key == 2);
	OK("9.8", SetFileCompletionNotificationModes(s, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS | FILE_SKIP_SET_EVENT_ON_HANDLE));
	put(c, "at once");
	OK("9.8", ReadFile(s, buffer, sizeof buffer, NULL, &ov) && ov.InternalHigh == 7);
	FAILS("9.8", GetQueuedCompletionStatus(port, &n, &key, &done, 0), WAIT_TIMEOUT);
	SetMailslotInfo(s, MAILSLOT_WAIT_FOREVER);
	FAILS("9.8", ReadFile(s, buffer, sizeof buffer, NULL, &ov), ERROR_IO_PENDING);
	OK("7.1", WaitForSingleObject(s, 0) == WAIT_OBJECT_0); /* its signal is left alone */
	put(c, "later");
	OK("9.8", GetQueuedCompletionStatus(port, &n, &key, &done, 5000) && n == 5 && done == &ov);
	FAILS("9.8", SetFileCompletionNotificationModes(s, 0x40), ERROR_INVALID_PARAMETER);
	FAILS("9.8", SetFileCompletionNotificationModes(NULL, 1), ERROR_INVALID_HANDLE);
	CloseHandle(port);
	CloseHandle(c);
	CloseHandle(s);
}

static DWORD WINAPI blocked_read(LPVOID unused)
{
	char buffer[16];
	DWORD n;
	(void)unused;
	return ReadFile(held, buffer, sizeof buffer, &n, NULL) ? n : 0x10000 + GetLastError();
}

void cancelling(void)
{
	HANDLE s = server("cancel", 0, MAILSLOT_WAIT_FOREVER), c = client("cancel"), t;
	OVERLAPPED ov;
	char buffer[16];
	DWORD n, code = 0;
	int tries;
	memset(&ov, 0, sizeof ov);
	WORKS("9.6", CancelIo(s));
	FAILS("9.6", CancelIoEx(s, NULL), ERROR_NOT_FOUND);
	ReadFile(s, buffer, sizeof buffer, &n, &ov);
	OK("9.6", CancelIo(s));
	FAILS("9.6", GetOverlappedResult(s, &ov, &n, TRUE), ERROR_OPERATION_ABORTED);
	ReadFile(s, buffer, sizeof buffer, &n, &ov);
	OK("9.6", CancelIoEx(s, &ov));
	FAILS("9.6", GetOverlappedResult(s, &ov, &n, TRUE), ERROR_OPERATION_ABORTED);
	held = s;
	t = CreateThread(NULL, 0, blocked_read, NULL, 0, NULL);
	for (tries = 0; tries < 5000 && !CancelSynchronousIo(t); tries++)
		Sleep(1);
	OK("9.6", WaitForSingleObject(t, 5000) == WAIT_OBJECT_0 && GetExitCodeThread(t, &code) && code == 0x10000 + ERROR_OPERATION_ABORTED);
	FAILS("9.6", CancelSynchronousIo(t), ERROR_NOT_FOUND);
	CloseHandle(t);
	put(c, "kept");
	OK("9.6", !strcmp(get(s), "kept"));
	held = c;
	t = CreateThread(NULL, 0, write_later, "late", 0, NULL);
	OK("5.7", !strcmp(get(s), "late"));
	WaitForSingleObject(t, INFINITE);
	CloseHandle(t);
	CloseHandle(c);
	CloseHandle(s);
}
