/* Objects, threads, processes, ports, timers, files, native calls, modules,
   descriptors and the system's small talk: one check or more for each area. */
#include <windows.h>
#include <winternl.h>
#include <ntstatus.h>
#include <process.h>
#include <sddl.h>
#include <versionhelpers.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int passed, failed;
#define CHECK(what) check((what) != 0, #what, __LINE__)
static void check(int ok, const char *what, int line)
{
	passed += ok;
	failed += !ok;
	if (!ok)
		printf("line %d: %s (last error %u)\n", line, what, GetLastError());
}

static char slot_name[64];
static HANDLE new_slot(DWORD timeout)
{
	static int n;
	snprintf(slot_name, sizeof slot_name, "\\\\.\\mailslot\\c\\objects\\%d-%d", (int)getpid(), n++);
	return CreateMailslotA(slot_name, 0, timeout, NULL);
}
static HANDLE client(DWORD flags) { return CreateFileA(slot_name, GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, flags, NULL); }

/* --- handles and events --------------------------------------------------- */

static void handles(void)
{
	DWORD flags = 9;
	HANDLE copy, e = CreateEvent(NULL, TRUE, FALSE, NULL);
	CHECK(e && GetLastError() == 0);
	CHECK(GetHandleInformation(e, &flags) && flags == 0);
	CHECK(SetHandleInformation(e, HANDLE_FLAG_PROTECT_FROM_CLOSE, HANDLE_FLAG_PROTECT_FROM_CLOSE));
	CHECK(!CloseHandle(e) && GetLastError() == ERROR_INVALID_HANDLE);
	CHECK(SetHandleInformation(e, HANDLE_FLAG_PROTECT_FROM_CLOSE, 0));
	CHECK(DuplicateHandle(GetCurrentProcess(), e, GetCurrentProcess(), &copy, 0, FALSE, DUPLICATE_SAME_ACCESS));
	CHECK(CompareObjectHandles(e, copy));
	CHECK(DuplicateHandle(GetCurrentProcess(), e, NULL, NULL, 0, FALSE, DUPLICATE_CLOSE_SOURCE)); /* only closes */
	CHECK(!CloseHandle(e) && GetLastError() == ERROR_INVALID_HANDLE);
	CHECK(!DuplicateHandle(GetCurrentProcess(), copy, NULL, NULL, 0, FALSE, DUPLICATE_SAME_ACCESS));
	CHECK(SetEvent(copy) && WaitForSingleObject(copy, 0) == WAIT_OBJECT_0);
	CHECK(ResetEvent(copy) && WaitForSingleObject(copy, 0) == WAIT_TIMEOUT);
	CHECK(CloseHandle(copy));
	CHECK(CloseHandle(INVALID_HANDLE_VALUE)); /* the process itself */
	CHECK(WaitForSingleObject(copy, 0) == WAIT_FAILED && GetLastError() == ERROR_INVALID_HANDLE);
	CHECK(!SetEvent(NULL) && GetLastError() == ERROR_INVALID_HANDLE);
}

static void named(void)
{
	HANDLE a = CreateEventA(NULL, FALSE, FALSE, "Local\\c-objects"), b, c;
	CHECK(a && GetLastError() == 0);
	b = CreateEventA(NULL, FALSE, FALSE, "c-objects");
	CHECK(b && GetLastError() == ERROR_ALREADY_EXISTS);
	CHECK(SetEvent(a) && WaitForSingleObject(b, 0) == WAIT_OBJECT_0 && WaitForSingleObject(a, 0) == WAIT_TIMEOUT);
	c = OpenEventA(EVENT_ALL_ACCESS, FALSE, "c-objects");
	CHECK(c && SetEvent(c) && WaitForSingleObject(a, 0) == WAIT_OBJECT_0);
	CHECK(!CreateMutexA(NULL, FALSE, "c-objects") && GetLastError() == ERROR_INVALID_HANDLE);
	CHECK(CloseHandle(a) && CloseHandle(b) && CloseHandle(c));
	CHECK(!OpenEventA(EVENT_ALL_ACCESS, FALSE, "c-objects") && GetLastError() == ERROR_FILE_NOT_FOUND);
}

static void counters(void)
{
	LONG before = -1;
	HANDLE m = CreateMutex(NULL, TRUE, NULL), s = CreateSemaphore(NULL, 1, 2, NULL);
	CHECK(WaitForSingleObject(m, 0) == WAIT_OBJECT_0); /* twice ours */
	CHECK(ReleaseMutex(m) && ReleaseMutex(m));
	CHECK(!ReleaseMutex(m) && GetLastError() == ERROR_NOT_OWNER);
	CHECK(ReleaseSemaphore(s, 1, &before) && before == 1);
	CHECK(!ReleaseSemaphore(s, 1, NULL) && GetLastError() == ERROR_TOO_MANY_POSTS);
	CHECK(WaitForSingleObject(s, 0) == 0 && WaitForSingleObject(s, 0) == 0 && WaitForSingleObject(s, 0) == WAIT_TIMEOUT);
	CHECK(!CreateSemaphore(NULL, 2, 1, NULL) && GetLastError() == ERROR_INVALID_PARAMETER);
	HANDLE both[] = {m, s};
	CHECK(WaitForMultipleObjects(2, both, FALSE, 0) == WAIT_OBJECT_0);
	CHECK(WaitForMultipleObjects(2, both, TRUE, 0) == WAIT_TIMEOUT);
	CHECK(WaitForMultipleObjects(0, both, FALSE, 0) == WAIT_FAILED && GetLastError() == ERROR_INVALID_PARAMETER);
	CHECK(ReleaseMutex(m) && CloseHandle(m) && CloseHandle(s));
}

/* --- threads ---------------------------------------------------------------- */

static DWORD WINAPI answer(LPVOID p) { return *(DWORD *)p + 1; }
static DWORD WINAPI owner(LPVOID mutex)
{
	WaitForSingleObject(mutex, INFINITE);
	ExitThread(7);
}
static unsigned counted(void *p)
{
	InterlockedIncrement((LONG *)p);
	_endthreadex(3);
	return 0;
}
static void plain(void *event) { SetEvent((HANDLE)event); }

static void threads(void)
{
	DWORD id = 0, code = 0, start = 41;
	unsigned uid;
	LONG count = 0;
	HANDLE t = CreateThread(NULL, 0, answer, &start, 0, &id), m = CreateMutex(NULL, FALSE, NULL);
	CHECK(t && id && GetThreadId(t) == id);
	CHECK(WaitForSingleObject(t, INFINITE) == WAIT_OBJECT_0);
	CHECK(GetExitCodeThread(t, &code) && code == 42 && CloseHandle(t));
	t = CreateThread(NULL, 0, owner, m, 0, NULL);
	CHECK(WaitForSingleObject(t, INFINITE) == 0 && GetExitCodeThread(t, &code) && code == 7);
	CHECK(WaitForSingleObject(m, INFINITE) == WAIT_ABANDONED && ReleaseMutex(m));
	CHECK(CloseHandle(t) && CloseHandle(m));
	t = (HANDLE)_beginthreadex(NULL, 0, counted, &count, CREATE_SUSPENDED, &uid);
	CHECK(t && WaitForSingleObject(t, 20) == WAIT_TIMEOUT && count == 0);
	CHECK(GetExitCodeThread(t, &code) && code == STILL_ACTIVE);
	CHECK(ResumeThread(t) == 1 && WaitForSingleObject(t, INFINITE) == 0 && count == 1);
	CHECK(GetExitCodeThread(t, &code) && code == 3 && CloseHandle(t));
	HANDLE e = CreateEvent(NULL, FALSE, FALSE, NULL);
	CHECK(_beginthread(plain, 0, e) != (uintptr_t)-1);
	CHECK(WaitForSingleObject(e, 5000) == 0 && CloseHandle(e));
	CHECK(GetCurrentThreadId() == GetThreadId(GetCurrentThread()));
	DWORD slot = TlsAlloc();
	CHECK(slot != TLS_OUT_OF_INDEXES && !TlsGetValue(slot) && TlsSetValue(slot, &count) && TlsGetValue(slot) == &count && TlsFree(slot));
}

static DWORD WINAPI sleeps(LPVOID unused)
{
	(void)unused;
	for (;;)
		Sleep(10);
}
static DWORD WINAPI works_on(LPVOID gate)
{
	for (int i = 0; WaitForSingleObject(gate, 0) == WAIT_TIMEOUT && i < 2000; i++)
		Sleep(10);
	return 5;
}
/* The same thread is ended again and again, until it is no more: no later one,
   which has the memory of it, may be meant. */
static void terminating(DWORD flags)
{
	DWORD code = 0;
	HANDLE gate = CreateEvent(NULL, TRUE, FALSE, NULL), t = CreateThread(NULL, 0, sleeps, NULL, flags, NULL), next;
	CHECK(TerminateThread(t, 3) && WaitForSingleObject(t, 0) == 0 && GetExitCodeThread(t, &code) && code == 3);
	for (int i = 0; i < 2000 && TerminateThread(t, 4); i++)
		Sleep(10);
	CHECK(!TerminateThread(t, 4) && GetLastError() == ERROR_ACCESS_DENIED && GetThreadPriority(t) == THREAD_PRIORITY_NORMAL);
	next = CreateThread(NULL, 0, works_on, gate, 0, NULL);
	CHECK(!TerminateThread(t, 4) && SetEvent(gate) && WaitForSingleObject(next, 20000) == 0);
	CHECK(GetExitCodeThread(next, &code) && code == 5 && GetExitCodeThread(t, &code) && code == 3);
	CHECK(CloseHandle(t) && CloseHandle(next) && CloseHandle(gate));
}

static ULONG_PTR heard;
static VOID NTAPI hear(ULONG_PTR value) { heard = value; }
static VOID NTAPI leave(ULONG_PTR code) { ExitThread((DWORD)code); }
static DWORD WINAPI what_was_heard(LPVOID unused) { return (void)unused, (DWORD)heard; }
static VOID CALLBACK due(LPVOID p, DWORD low, DWORD high) { *(DWORD *)p = low | high; }

static void apcs(void)
{
	DWORD rung = 0;
	LARGE_INTEGER soon = {.QuadPart = -10000};
	CHECK(QueueUserAPC(hear, GetCurrentThread(), 5));
	CHECK(heard == 0 && SleepEx(0, FALSE) == 0 && heard == 0);
	CHECK(SleepEx(INFINITE, TRUE) == WAIT_IO_COMPLETION && heard == 5);
	HANDLE e = CreateEvent(NULL, FALSE, FALSE, NULL), t = CreateWaitableTimer(NULL, FALSE, NULL);
	CHECK(QueueUserAPC(hear, GetCurrentThread(), 6));
	CHECK(WaitForSingleObjectEx(e, INFINITE, TRUE) == WAIT_IO_COMPLETION && heard == 6);
	CHECK(SetWaitableTimer(t, &soon, 0, due, &rung, FALSE));
	CHECK(SleepEx(5000, TRUE) == WAIT_IO_COMPLETION && rung);
	CHECK(SetWaitableTimer(t, &soon, 0, NULL, NULL, FALSE) && WaitForSingleObject(t, 5000) == 0);
	CHECK(SignalObjectAndWait(e, e, 0, FALSE) == 0);
	CHECK(CancelWaitableTimer(t) && CloseHandle(e) && CloseHandle(t));
	t = CreateThread(NULL, 0, what_was_heard, NULL, CREATE_SUSPENDED, NULL);
	CHECK(QueueUserAPC(hear, t, 7) && QueueUserAPC(hear, t, 8) && ResumeThread(t) == 1);
	CHECK(WaitForSingleObject(t, 5000) == WAIT_OBJECT_0 && GetExitCodeThread(t, &rung) && rung == 8 && CloseHandle(t));
	t = CreateThread(NULL, 0, what_was_heard, NULL, CREATE_SUSPENDED, NULL);
	CHECK(QueueUserAPC(leave, t, 9) && ResumeThread(t) == 1); /* before the thread's function, which it does not come to */
	CHECK(WaitForSingleObject(t, 5000) == WAIT_OBJECT_0 && GetExitCodeThread(t, &rung) && rung == 9 && CloseHandle(t));
}

static VOID CALLBACK tally(LPVOID p, DWORD low, DWORD high) { (void)low, (void)high, ++*(int *)p; }
/* Waits for so many signals, a millisecond apart, and not alertably. */
static BOOL ticks(HANDLE t, int *rung, int count)
{
	LARGE_INTEGER soon = {.QuadPart = -10000};
	BOOL ok = SetWaitableTimer(t, &soon, 1, tally, rung, FALSE);
	while (ok && count-- > 0)
		ok = WaitForSingleObject(t, 5000) == WAIT_OBJECT_0;
	return ok;
}
static void timers(void)
{
	static const LONGLONG never[] = {0x7FFFFFFFFFFFFFFF, -0x7FFFFFFFFFFFFFFF, -0x7FFFFFFFFFFFFFFF - 1};
	int rung = 0;
	HANDLE t = CreateWaitableTimer(NULL, FALSE, NULL);
	CHECK(ticks(t, &rung, 20) && CancelWaitableTimer(t));
	CHECK(SleepEx(0, TRUE) == 0 && rung == 0);
	CHECK(ticks(t, &rung, 20) && SleepEx(0, TRUE) == WAIT_IO_COMPLETION);
	CHECK(rung >= 1 && rung < 20); /* one, and what a busy computer adds while it runs */
	for (int i = 0; i < 3; i++) {
		LARGE_INTEGER due = {.QuadPart = never[i]};
		CHECK(SetWaitableTimer(t, &due, 0, NULL, NULL, FALSE) && WaitForSingleObject(t, 10) == WAIT_TIMEOUT);
	}
	CHECK(CloseHandle(t));
}

/* --- locks -------------------------------------------------------------------- */

static CRITICAL_SECTION section;
static CONDITION_VARIABLE wake = CONDITION_VARIABLE_INIT;
static SRWLOCK slim = SRWLOCK_INIT;
static INIT_ONCE once = INIT_ONCE_STATIC_INIT;
static int shared, turns;

static BOOL WINAPI first(PINIT_ONCE o, PVOID p, PVOID *context)
{
	(void)o, (void)p;
	turns++;
	*context = &turns;
	return TRUE;
}
static DWORD WINAPI work(LPVOID p)
{
	PVOID context;
	(void)p;
	InitOnceExecuteOnce(&once, first, NULL, &context);
	for (int i = 0; i < 2000; i++) {
		EnterCriticalSection(&section);
		EnterCriticalSection(&section);
		shared++;
		LeaveCriticalSection(&section);
		LeaveCriticalSection(&section);
		AcquireSRWLockExclusive(&slim);
		shared--;
		shared++;
		ReleaseSRWLockExclusive(&slim);
	}
	EnterCriticalSection(&section);
	turns += 10;
	LeaveCriticalSection(&section);
	WakeAllConditionVariable(&wake);
	return 0;
}
static void locks(void)
{
	HANDLE t[4];
	shared = 0;
	InitializeCriticalSection(&section);
	for (int i = 0; i < 4; i++)
		t[i] = CreateThread(NULL, 0, work, NULL, 0, NULL);
	EnterCriticalSection(&section);
	while (turns < 41)
		SleepConditionVariableCS(&wake, &section, INFINITE);
	LeaveCriticalSection(&section);
	CHECK(turns == 41); /* once, and four times ten */
	CHECK(WaitForMultipleObjects(4, t, TRUE, INFINITE) == 0);
	for (int i = 0; i < 4; i++)
		CloseHandle(t[i]);
	EnterCriticalSection(&section);
	CHECK(!SleepConditionVariableCS(&wake, &section, 1) && GetLastError() == ERROR_TIMEOUT);
	LeaveCriticalSection(&section);
	CHECK(TryAcquireSRWLockShared(&slim) && TryAcquireSRWLockShared(&slim) && !TryAcquireSRWLockExclusive(&slim));
	ReleaseSRWLockShared(&slim), ReleaseSRWLockShared(&slim);
	CHECK(TryAcquireSRWLockExclusive(&slim) && !TryAcquireSRWLockShared(&slim));
	ReleaseSRWLockExclusive(&slim);
}

/* --- mailslots with ports, overlapped and native calls --------------------------- */

static void port(void)
{
	char buffer[16];
	DWORD n = 0;
	ULONG_PTR key = 0;
	OVERLAPPED ov = {0}, *got = NULL;
	HANDLE slot = new_slot(MAILSLOT_WAIT_FOREVER), c = client(0), p = CreateIoCompletionPort(slot, NULL, 77, 0);
	CHECK(p && c != INVALID_HANDLE_VALUE);
	CHECK(!CreateIoCompletionPort(slot, p, 1, 0) && GetLastError() == ERROR_INVALID_PARAMETER);
	CHECK(!GetQueuedCompletionStatus(p, &n, &key, &got, 0) && GetLastError() == WAIT_TIMEOUT && !got);
	CHECK(!ReadFile(slot, buffer, sizeof buffer, NULL, &ov) && GetLastError() == ERROR_IO_PENDING);
	CHECK(WriteFile(c, "port", 4, &n, NULL) && n == 4);
	CHECK(GetQueuedCompletionStatus(p, &n, &key, &got, 5000) && n == 4 && key == 77 && got == &ov && !memcmp(buffer, "port", 4));
	CHECK(PostQueuedCompletionStatus(p, 3, 4, NULL));
	CHECK(GetQueuedCompletionStatus(p, &n, &key, &got, 0) && n == 3 && key == 4 && !got);
	CHECK(!ReadFile(slot, buffer, sizeof buffer, NULL, &ov) && CancelIoEx(slot, &ov));
	CHECK(!GetQueuedCompletionStatus(p, &n, &key, &got, 5000) && GetLastError() == ERROR_OPERATION_ABORTED && got == &ov);
	CHECK(CloseHandle(c) && CloseHandle(slot) && CloseHandle(p));
}

static DWORD routine_error = 1, routine_bytes;
static VOID WINAPI routine(DWORD error, DWORD bytes, LPOVERLAPPED ov)
{
	(void)ov;
	routine_error = error;
	routine_bytes = bytes;
}
static void overlapped(void)
{
	char buffer[16];
	DWORD n = 0;
	OVERLAPPED ov = {0};
	HANDLE slot = new_slot(0), c = client(FILE_FLAG_OVERLAPPED);
	ov.hEvent = CreateEvent(NULL, TRUE, FALSE, NULL);
	CHECK(!ReadFile(slot, buffer, 16, &n, &ov) && GetLastError() == ERROR_SEM_TIMEOUT && WaitForSingleObject(ov.hEvent, 0) == WAIT_TIMEOUT);
	CHECK(SetMailslotInfo(slot, MAILSLOT_WAIT_FOREVER));
	CHECK(!ReadFile(slot, buffer, 16, &n, &ov) && GetLastError() == ERROR_IO_PENDING);
	CHECK(!GetOverlappedResult(slot, &ov, &n, FALSE) && GetLastError() == ERROR_IO_INCOMPLETE);
	CHECK(WriteFile(c, "hello", 5, &n, NULL) && GetOverlappedResult(slot, &ov, &n, TRUE) && n == 5 && !memcmp(buffer, "hello", 5));
	CHECK(ReadFileEx(slot, buffer, 16, &ov, routine) && WriteFile(c, "apc", 3, &n, NULL));
	CHECK(SleepEx(5000, TRUE) == WAIT_IO_COMPLETION && routine_error == 0 && routine_bytes == 3);
	CHECK(GetFileType(slot) == FILE_TYPE_UNKNOWN && GetLastError() == 0);
	CHECK(!PeekNamedPipe(slot, NULL, 0, NULL, NULL, NULL) && GetLastError() == ERROR_NOT_SUPPORTED);
	CHECK(!PeekNamedPipe(c, NULL, 0, NULL, NULL, NULL) && GetLastError() == ERROR_ACCESS_DENIED);
	CHECK(GetFileSize(slot, NULL) == INVALID_FILE_SIZE && GetLastError() == ERROR_INVALID_FUNCTION);
	CHECK(!LockFile(slot, 0, 0, 1, 0) && GetLastError() == ERROR_INVALID_HANDLE);
	CHECK(WaitForSingleObject(c, 0) == WAIT_OBJECT_0);
	CHECK(CloseHandle(ov.hEvent) && CloseHandle(slot) && CloseHandle(c));
}

static void native(void)
{
	HANDLE slot = NULL, c = NULL;
	WCHAR path[128];
	char buffer[16] = "";
	UNICODE_STRING name;
	OBJECT_ATTRIBUTES a;
	IO_STATUS_BLOCK io = {.Information = 99};
	LARGE_INTEGER zero = {.QuadPart = 0}, minus = {.QuadPart = -2000 * 10000};
	FILE_MAILSLOT_QUERY_INFORMATION q;
	FILE_MODE_INFORMATION mode;
	swprintf(path, 128, L"\\??\\mailslot\\c-nt-%d", (int)getpid());
	RtlInitUnicodeString(&name, path);
	InitializeObjectAttributes(&a, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
	CHECK(NtCreateMailslotFile(NULL, GENERIC_READ, &a, &io, 0, 0, 0, &zero) == STATUS_ACCESS_VIOLATION);
	CHECK(NtCreateMailslotFile(&slot, GENERIC_READ | SYNCHRONIZE, &a, &io, 0, 0, 64, &zero) == STATUS_SUCCESS);
	CHECK(NtCreateMailslotFile(&c, GENERIC_READ, &a, &io, 0, 0, 0, &zero) == STATUS_OBJECT_NAME_COLLISION);
	io.Information = 99, io.Status = 7;
	CHECK(NtReadFile(slot, NULL, NULL, NULL, &io, buffer, 16, NULL, NULL) == STATUS_IO_TIMEOUT && io.Status == 7 && io.Information == 99);
	CHECK(NtOpenFile(&c, GENERIC_WRITE | SYNCHRONIZE, &a, &io, FILE_SHARE_READ, FILE_SYNCHRONOUS_IO_NONALERT) == STATUS_SUCCESS);
	CHECK(NtQueryInformationFile(c, &io, &mode, sizeof mode, FileModeInformation) == STATUS_SUCCESS && mode.Mode == 0x20);
	CHECK(NtWriteFile(c, NULL, NULL, NULL, &io, "native", 6, NULL, NULL) == STATUS_SUCCESS && io.Information == 6);
	CHECK(NtQueryInformationFile(slot, &io, &q, sizeof q, FileMailslotQueryInformation) == STATUS_SUCCESS);
	CHECK(q.MaximumMessageSize == 64 && q.NextMessageSize == 6 && q.MessagesAvailable == 1 && q.ReadTimeout.QuadPart == 0);
	CHECK(NtReadFile(slot, NULL, NULL, NULL, &io, buffer, 2, NULL, NULL) == STATUS_BUFFER_TOO_SMALL);
	CHECK(NtReadFile(slot, NULL, NULL, NULL, &io, buffer, 16, NULL, NULL) == STATUS_SUCCESS && io.Information == 6 && !strcmp(buffer, "native"));
	FILE_MAILSLOT_SET_INFORMATION set = {&minus};
	CHECK(NtSetInformationFile(slot, &io, &set, sizeof set, FileMailslotSetInformation) == STATUS_SUCCESS);
	CHECK(NtQueryInformationFile(slot, &io, &q, sizeof q, FileMailslotQueryInformation) == 0 && q.ReadTimeout.QuadPart == -20000000);
	CHECK(NtReadFile(slot, NULL, NULL, NULL, &io, buffer, 16, NULL, NULL) == STATUS_PENDING);
	CHECK(NtCancelIoFile(slot, &io) == STATUS_SUCCESS);
	char names[512];
	ULONG needed = 0;
	CHECK(NtQueryObject(slot, ObjectNameInformation, names, sizeof names, &needed) == STATUS_SUCCESS);
	CHECK(!wcsncmp(((OBJECT_NAME_INFORMATION *)names)->Name.Buffer, L"\\Device\\Mailslot\\", 17));
	CHECK(NtQueryObject(slot, ObjectTypeInformation, names, sizeof names, NULL) == 0 && !wcscmp(((OBJECT_TYPE_INFORMATION *)names)->TypeName.Buffer, L"File"));
	CHECK(RtlNtStatusToDosError(STATUS_IO_TIMEOUT) == ERROR_SEM_TIMEOUT && RtlNtStatusToDosError(STATUS_PENDING) == ERROR_IO_PENDING);
	CHECK(NtClose(c) == 0 && NtClose(slot) == 0 && NtClose(slot) == STATUS_INVALID_HANDLE);
}

/* --- pools -------------------------------------------------------------------------- */

static VOID CALLBACK tick(PVOID p, BOOLEAN timed_out) { if (timed_out) ReleaseSemaphore((HANDLE)p, 1, NULL); }
static VOID CALLBACK fired(PVOID p, BOOLEAN timed_out) { if (!timed_out) SetEvent((HANDLE)p); }
static DWORD WINAPI item(LPVOID p) { return (DWORD)SetEvent((HANDLE)p); }

enum { THREADS = 200 }; /* of the pool, at most */

/* Callbacks count themselves, and wait at a gate if there is one. */
static HANDLE gate, begun, done;
static LONG called;
static VOID CALLBACK counts(PTP_CALLBACK_INSTANCE instance, PVOID p, PTP_WORK work)
{
	(void)instance, (void)work;
	if (p) {
		ReleaseSemaphore(begun, 1, NULL);
		WaitForSingleObject((HANDLE)p, 20000);
	}
	InterlockedIncrement(&called);
}
static VOID CALLBACK closes(PTP_CALLBACK_INSTANCE instance, PVOID p, PTP_WORK work)
{
	(void)instance;
	CloseThreadpoolWork(work);
	SetEvent((HANDLE)p);
}
static DWORD WINAPI waits_for(LPVOID work)
{
	WaitForThreadpoolWorkCallbacks(work, FALSE);
	return 0;
}
static VOID CALLBACK simple(PTP_CALLBACK_INSTANCE instance, PVOID p) { (void)instance, SetEvent((HANDLE)p); }

static void pool_work(void)
{
	gate = CreateEvent(NULL, TRUE, FALSE, NULL), done = CreateEvent(NULL, FALSE, FALSE, NULL);
	begun = CreateSemaphore(NULL, 0, THREADS, NULL);
	PTP_WORK w = CreateThreadpoolWork(counts, NULL, NULL), gated = CreateThreadpoolWork(counts, gate, NULL);
	CHECK(w && gated && !CreateThreadpoolWork(NULL, NULL, NULL) && GetLastError() == ERROR_INVALID_PARAMETER);
	WaitForThreadpoolWorkCallbacks(w, FALSE); /* nothing to wait for */
	for (int i = 0; i < 2000; i++)
		SubmitThreadpoolWork(w);
	WaitForThreadpoolWorkCallbacks(w, FALSE);
	CHECK(called == 2000);
	for (int i = 0; i < THREADS; i++) { /* each has a thread, although none ends */
		SubmitThreadpoolWork(gated);
		CHECK(WaitForSingleObject(begun, 20000) == 0);
	}
	for (int i = 0; i < 20; i++) /* so these have none */
		SubmitThreadpoolWork(w);
	HANDLE waiter = CreateThread(NULL, 0, waits_for, w, 0, NULL);
	CHECK(WaitForSingleObject(waiter, 50) == WAIT_TIMEOUT);
	WaitForThreadpoolWorkCallbacks(w, TRUE);
	CHECK(WaitForSingleObject(waiter, 20000) == 0 && CloseHandle(waiter));
	SubmitThreadpoolWork(w);
	CHECK(called == 2000 && SetEvent(gate));
	WaitForThreadpoolWorkCallbacks(gated, FALSE);
	WaitForThreadpoolWorkCallbacks(w, FALSE);
	CHECK(called == 2000 + THREADS + 1);
	CloseThreadpoolWork(w), CloseThreadpoolWork(gated);
	w = CreateThreadpoolWork(closes, done, NULL);
	SubmitThreadpoolWork(w);
	CHECK(WaitForSingleObject(done, 20000) == 0);
	CHECK(TrySubmitThreadpoolCallback(simple, done, NULL) && WaitForSingleObject(done, 20000) == 0);
	CHECK(!TrySubmitThreadpoolCallback(NULL, NULL, NULL) && GetLastError() == ERROR_INVALID_PARAMETER);
	CHECK(CloseHandle(gate) && CloseHandle(begun) && CloseHandle(done));
}

static void pools(void)
{
	HANDLE timer, wait, s = CreateSemaphore(NULL, 0, 1000000, NULL), done = CreateEvent(NULL, FALSE, FALSE, NULL), e = CreateEvent(NULL, FALSE, FALSE, NULL);
	HANDLE queue = CreateTimerQueue();
	CHECK(CreateTimerQueueTimer(&timer, queue, tick, s, 1, 1, 0));
	CHECK(WaitForSingleObject(s, 5000) == 0 && WaitForSingleObject(s, 5000) == 0 && WaitForSingleObject(s, 5000) == 0);
	CHECK(DeleteTimerQueueTimer(queue, timer, INVALID_HANDLE_VALUE));
	CHECK(DeleteTimerQueueEx(queue, INVALID_HANDLE_VALUE));
	CHECK(QueueUserWorkItem(item, done, WT_EXECUTEDEFAULT) && WaitForSingleObject(done, 5000) == 0);
	CHECK(RegisterWaitForSingleObject(&wait, e, fired, done, INFINITE, WT_EXECUTEONLYONCE));
	CHECK(SetEvent(e) && WaitForSingleObject(done, 5000) == 0 && UnregisterWaitEx(wait, INVALID_HANDLE_VALUE));
	CHECK(CloseHandle(s) && CloseHandle(done) && CloseHandle(e));
	pool_work();
}

/* --- input ------------------------------------------------------------------------------ */

static DWORD WINAPI types(LPVOID pipe)
{
	DWORD n;
	Sleep(50);
	return WriteFile(pipe, "line", 4, &n, NULL);
}
/* A program waits for what is typed and for an event in one call. */
static void input(void)
{
	HANDLE r, w, t, both[2] = {CreateEvent(NULL, FALSE, FALSE, NULL)};
	char text[8];
	DWORD n = 0;
	CHECK(CreatePipe(&r, &w, NULL, 0) && WaitForSingleObject(r, 20) == WAIT_TIMEOUT);
	both[1] = r;
	t = CreateThread(NULL, 0, types, w, 0, NULL);
	CHECK(WaitForMultipleObjects(2, both, FALSE, 20000) == WAIT_OBJECT_0 + 1);
	CHECK(WaitForMultipleObjects(2, both, TRUE, 50) == WAIT_TIMEOUT && SetEvent(both[0]));
	CHECK(WaitForMultipleObjects(2, both, TRUE, 20000) == WAIT_OBJECT_0);
	CHECK(ReadFile(r, text, sizeof text, &n, NULL) && n == 4 && WaitForSingleObject(r, 0) == WAIT_TIMEOUT);
	CHECK(WaitForSingleObject(t, 20000) == 0 && CloseHandle(t) && CloseHandle(r) && CloseHandle(both[0]));
	CHECK(!WriteFile(w, "nobody", 6, &n, NULL) && GetLastError() == ERROR_NO_DATA && n == 0 && CloseHandle(w));
}

/* --- processes ------------------------------------------------------------------------- */

static int child(int argc, char **argv)
{
	DWORD n = 0;
	if (argc > 3 && !strcmp(argv[2], "write")) /* an inherited client handle */
		return WriteFile((HANDLE)(uintptr_t)strtoul(argv[3], NULL, 0), "from child", 10, &n, NULL) ? 11 : (int)GetLastError();
	if (argc > 3 && !strcmp(argv[2], "read")) { /* an inherited server handle */
		char buffer[16];
		return ReadFile((HANDLE)(uintptr_t)strtoul(argv[3], NULL, 0), buffer, 16, &n, NULL) && n == 8 && !memcmp(buffer, "to child", 8) ? 12 : (int)GetLastError();
	}
	if (argc > 3 && !strcmp(argv[2], "say"))
		return printf("%s|%d\n", argv[3], argc) < 0;
	if (!strcmp(argv[2], "end"))
		TerminateProcess(OpenProcess(PROCESS_TERMINATE, FALSE, GetCurrentProcessId()), 9);
	return 23;
}
static BOOL start(const char *self, const char *arguments, STARTUPINFO *s, PROCESS_INFORMATION *p)
{
	char line[512];
	snprintf(line, sizeof line, "\"%s\" child %s", self, arguments);
	return CreateProcess(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, s, p);
}
/* A console thread waits for a line while others start processes. */
static DWORD WINAPI reads_line(LPVOID file)
{
	char line[16];
	return fgets(line, sizeof line, file) && !strcmp(line, "late\n") ? 31 : 32;
}
static void beside_a_reader(const char *self)
{
	STARTUPINFO s = {.cb = sizeof s};
	PROCESS_INFORMATION p;
	DWORD code = 0;
	int ends[2];
	CHECK(!pipe(ends));
	FILE *file = fdopen(ends[0], "r");
	HANDLE t = CreateThread(NULL, 0, reads_line, file, 0, NULL);
	CHECK(WaitForSingleObject(t, 50) == WAIT_TIMEOUT);
	CHECK(start(self, "end", &s, &p));
	CHECK(WaitForSingleObject(p.hProcess, 20000) == 0 && GetExitCodeProcess(p.hProcess, &code) && code == 9);
	CHECK(write(ends[1], "late\n", 5) == 5 && WaitForSingleObject(t, 20000) == 0 && GetExitCodeThread(t, &code) && code == 31);
	CHECK(CloseHandle(t) && CloseHandle(p.hProcess) && CloseHandle(p.hThread));
	fclose(file), close(ends[1]);
}
static void processes(const char *self)
{
	STARTUPINFO s = {.cb = sizeof s};
	PROCESS_INFORMATION p;
	SECURITY_ATTRIBUTES inherit = {sizeof inherit, NULL, TRUE};
	DWORD code = 0, n = 0;
	char text[64], buffer[64] = "";
	CHECK(start(self, "plain", &s, &p) && p.dwProcessId == GetProcessId(p.hProcess));
	CHECK(WaitForSingleObject(p.hProcess, 20000) == 0 && GetExitCodeProcess(p.hProcess, &code) && code == 23);
	CHECK(CloseHandle(p.hProcess) && CloseHandle(p.hThread));
	HANDLE slot = new_slot(20000), c = CreateFileA(slot_name, GENERIC_WRITE, FILE_SHARE_READ, &inherit, OPEN_EXISTING, 0, NULL);
	snprintf(text, sizeof text, "write %lu", (unsigned long)(uintptr_t)c);
	CHECK(start(self, text, &s, &p) && WaitForSingleObject(p.hProcess, 20000) == 0 && GetExitCodeProcess(p.hProcess, &code) && code == 11);
	CHECK(ReadFile(slot, buffer, sizeof buffer, &n, NULL) && n == 10 && !memcmp(buffer, "from child", 10));
	CHECK(CloseHandle(p.hProcess) && CloseHandle(p.hThread) && CloseHandle(c) && CloseHandle(slot));
	slot = new_slot(20000), c = client(0);
	CHECK(SetHandleInformation(slot, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT) && WriteFile(c, "to child", 8, &n, NULL));
	snprintf(text, sizeof text, "read %lu", (unsigned long)(uintptr_t)slot);
	CHECK(start(self, text, &s, &p) && WaitForSingleObject(p.hProcess, 20000) == 0 && GetExitCodeProcess(p.hProcess, &code) && code == 12);
	CHECK(GetMailslotInfo(slot, NULL, NULL, &n, NULL) && n == 0); /* one queue */
	CHECK(CloseHandle(p.hProcess) && CloseHandle(p.hThread) && CloseHandle(c) && CloseHandle(slot));
	HANDLE r, w;
	CHECK(CreatePipe(&r, &w, &inherit, 0));
	s.dwFlags = STARTF_USESTDHANDLES, s.hStdOutput = w, s.hStdInput = NULL, s.hStdError = GetStdHandle(STD_ERROR_HANDLE);
	CHECK(start(self, "say \"a \\\"b\\\" c\\\\\"", &s, &p) && CloseHandle(w) && WaitForSingleObject(p.hProcess, 20000) == 0);
	CHECK(ReadFile(r, buffer, sizeof buffer, &n, NULL) && n == 11 && !memcmp(buffer, "a \"b\" c\\|4\n", 11));
	CHECK(CloseHandle(r) && CloseHandle(p.hProcess) && CloseHandle(p.hThread));
	CHECK(!CreateProcess(NULL, (char[]){"no-such-program-at-all"}, NULL, NULL, FALSE, 0, NULL, NULL, &s, &p) && GetLastError() == ERROR_FILE_NOT_FOUND);
	CHECK(!CreateProcess("/etc/passwd", NULL, NULL, NULL, FALSE, 0, NULL, NULL, &s, &p) && GetLastError() == ERROR_BAD_EXE_FORMAT);
	CHECK(!CreateProcess(self, NULL, NULL, NULL, FALSE, 0, NULL, "C:\\no such directory", &s, &p) && GetLastError() == ERROR_DIRECTORY);
	CHECK(_spawnl(_P_WAIT, self, self, "child", "plain", NULL) == 23);
	beside_a_reader(self);
}

/* --- files -------------------------------------------------------------------------------- */

static void files(void)
{
	char dir[MAX_PATH], name[MAX_PATH], other[MAX_PATH + 8], buffer[16] = "";
	DWORD n = 0;
	WIN32_FIND_DATAA found;
	CHECK(GetTempPathA(sizeof dir, dir) && GetTempFileNameA(dir, "msw", 0, name));
	HANDLE f = CreateFileA(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
	CHECK(f != INVALID_HANDLE_VALUE && GetFileType(f) == FILE_TYPE_DISK);
	CHECK(WriteFile(f, "0123456789", 10, &n, NULL) && n == 10 && GetFileSize(f, NULL) == 10);
	CHECK(SetFilePointer(f, 3, NULL, FILE_BEGIN) == 3 && ReadFile(f, buffer, 4, &n, NULL) && n == 4 && !memcmp(buffer, "3456", 4));
	CHECK(SetFilePointer(f, 5, NULL, FILE_BEGIN) == 5 && SetEndOfFile(f) && GetFileSize(f, NULL) == 5);
	CHECK(SetFilePointer(f, -1, NULL, FILE_BEGIN) == INVALID_SET_FILE_POINTER && GetLastError() == ERROR_NEGATIVE_SEEK);
	CHECK(LockFile(f, 0, 0, 1, 0) && UnlockFile(f, 0, 0, 1, 0) && CloseHandle(f));
	snprintf(other, sizeof other, "%s.copy", name);
	CHECK(CopyFileA(name, other, TRUE) && !CopyFileA(name, other, TRUE) && GetLastError() == ERROR_FILE_EXISTS);
	HANDLE find = FindFirstFileA(other, &found);
	CHECK(find != INVALID_HANDLE_VALUE && found.nFileSizeLow == 5 && !FindNextFileA(find, &found) && GetLastError() == ERROR_NO_MORE_FILES && FindClose(find));
	CHECK(!MoveFileA(name, other) && GetLastError() == ERROR_ALREADY_EXISTS);
	CHECK(MoveFileExA(name, other, MOVEFILE_REPLACE_EXISTING) && GetFileAttributesA(name) == INVALID_FILE_ATTRIBUTES && GetLastError() == ERROR_FILE_NOT_FOUND);
	CHECK(DeleteFileA(other) && !DeleteFileA(other) && GetLastError() == ERROR_FILE_NOT_FOUND);
	HANDLE slot = new_slot(0);
	CHECK((find = FindFirstFileA("\\\\.\\mailslot\\c\\objects\\*", &found)) != INVALID_HANDLE_VALUE && strstr(found.cFileName, "objects") && FindClose(find));
	CHECK(CloseHandle(slot));
	CHECK(!SetStdHandle(5, NULL) && GetStdHandle(STD_OUTPUT_HANDLE) && GetStdHandle(STD_OUTPUT_HANDLE) == GetStdHandle(STD_OUTPUT_HANDLE));
}

/* --- the rest ------------------------------------------------------------------------------- */

static void modules(void)
{
	HMODULE k = GetModuleHandleA("KERNEL32.DLL"), n = LoadLibraryA("ntdll");
	CHECK(k && n && GetProcAddress(k, "CreateMailslotA") == (FARPROC)CreateMailslotA);
	CHECK(GetProcAddress(n, "NtReadFile") == (FARPROC)NtReadFile && GetProcAddress(k, "CreateMailslotW") == (FARPROC)CreateMailslotW);
	CHECK(!GetProcAddress(k, "NoSuchFunction") && GetLastError() == ERROR_PROC_NOT_FOUND);
	CHECK(!LoadLibraryA("no-such-library.dll") && GetLastError() == ERROR_MOD_NOT_FOUND);
	char path[1024];
	CHECK(GetModuleFileNameA(NULL, path, sizeof path) && path[0] == '/');
}

static void security(void)
{
	SID_IDENTIFIER_AUTHORITY world = SECURITY_WORLD_SID_AUTHORITY;
	SECURITY_DESCRIPTOR sd;
	SECURITY_ATTRIBUTES sa = {sizeof sa, &sd, FALSE};
	PSECURITY_DESCRIPTOR text;
	PSID everyone;
	char room[128], *shown = NULL;
	PACL acl = (PACL)(void *)room;
	CHECK(InitializeSecurityDescriptor(&sd, SECURITY_DESCRIPTOR_REVISION) && SetSecurityDescriptorDacl(&sd, TRUE, NULL, FALSE));
	HANDLE h = CreateMailslotA("\\\\.\\mailslot\\c-security", 0, 0, &sa);
	CHECK(h != INVALID_HANDLE_VALUE && CloseHandle(h));
	CHECK(AllocateAndInitializeSid(&world, 1, SECURITY_WORLD_RID, 0, 0, 0, 0, 0, 0, 0, &everyone));
	CHECK(ConvertSidToStringSidA(everyone, &shown) && !strcmp(shown, "S-1-1-0") && !LocalFree(shown));
	CHECK(InitializeAcl(acl, sizeof room, ACL_REVISION) && AddAccessAllowedAce(acl, ACL_REVISION, GENERIC_ALL, everyone));
	CHECK(SetSecurityDescriptorDacl(&sd, TRUE, acl, FALSE));
	h = CreateMailslotA("\\\\.\\mailslot\\c-security", 0, 0, &sa);
	CHECK(h != INVALID_HANDLE_VALUE && CloseHandle(h));
	CHECK(ConvertStringSecurityDescriptorToSecurityDescriptorA("D:(A;;GA;;;WD)", SDDL_REVISION_1, &text, NULL));
	sa.lpSecurityDescriptor = text;
	h = CreateMailslotA("\\\\.\\mailslot\\c-security", 0, 0, &sa);
	CHECK(h != INVALID_HANDLE_VALUE && CloseHandle(h) && !LocalFree(text));
	CHECK(!ConvertStringSecurityDescriptorToSecurityDescriptorA("nonsense", SDDL_REVISION_1, &text, NULL));
	FreeSid(everyone);
}

static int all_zero(const char *p, int n)
{
	while (n && !*p)
		p++, n--;
	return !n;
}

static void small_talk(void)
{
	char text[512], *block = NULL;
	DWORD n = sizeof text;
	SYSTEMTIME day = {.wYear = 2024, .wMonth = 2, .wDay = 29, .wHour = 13, .wMinute = 5}, back;
	FILETIME f;
	CHECK(FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM, NULL, ERROR_SEM_TIMEOUT, 0, text, sizeof text, NULL) && strstr(text, "timeout"));
	CHECK(FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_ALLOCATE_BUFFER, NULL, 5, 0, (LPSTR)&block, 0, NULL) && !strncmp(block, "Access is denied.", 17));
	LocalFree(block);
	DWORD_PTR args[] = {42, (DWORD_PTR)"text"};
	CHECK(FormatMessageA(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_ARGUMENT_ARRAY, "%2 is %1!d!%0", 0, 0, text, sizeof text, (va_list *)args) && !strcmp(text, "text is 42"));
	CHECK(SystemTimeToFileTime(&day, &f) && FileTimeToSystemTime(&f, &back) && back.wDay == 29 && back.wHour == 13 && back.wDayOfWeek == 4);
	CHECK(GetDateFormatA(0, 0, &day, "ddd dd'.'MM.yyyy", text, sizeof text) && !strcmp(text + 3, " 29.02.2024"));
	CHECK(GetComputerNameA(text, &n) && n == strlen(text));
	CHECK(SetEnvironmentVariableA("MSW_OBJECTS", "yes") && ExpandEnvironmentStringsA("<%MSW_OBJECTS%>", text, sizeof text) == 6 && !strcmp(text, "<yes>"));
	CHECK(SetEnvironmentVariableA("MSW_OBJECTS", NULL) && !GetEnvironmentVariableA("MSW_OBJECTS", text, sizeof text) && GetLastError() == ERROR_ENVVAR_NOT_FOUND);
	CHECK(MulDiv(7, 3, 2) == 11 && MulDiv(1, 1, 0) == -1);
	char *p = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, 100);
	CHECK(p && !p[99] && HeapFree(GetProcessHeap(), 0, p));
	p = HeapAlloc(GetProcessHeap(), 0, 24);
	memset(p, 'x', 24); /* which the next one finds */
	CHECK(HeapFree(GetProcessHeap(), 0, p) && (p = HeapAlloc(GetProcessHeap(), 0, 10)));
	p = HeapReAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, p, 24);
	CHECK(p && all_zero(p + 10, 14));
	memset(p, 'x', 24);
	p = HeapReAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, HeapReAlloc(GetProcessHeap(), 0, p, 17), 24);
	CHECK(p && p[16] == 'x' && all_zero(p + 17, 7) && HeapFree(GetProcessHeap(), 0, p));
	p = VirtualAlloc(NULL, 5000, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
	CHECK(p && (p[4999] = 1) && VirtualFree(p, 0, MEM_RELEASE));
	CHECK(GetTickCount64() > 0 && strstr(GetCommandLineA(), "objects"));
	CHECK(IsWindowsXPOrGreater() && IsWindows8OrGreater() && IsWindowsVersionOrGreater(6, 2, 0));
	CHECK(!IsWindows8Point1OrGreater() && !IsWindows10OrGreater() && !IsWindowsVersionOrGreater(6, 3, 0) && !IsWindowsServer());
}

int main(int argc, char **argv)
{
	if (argc > 2 && !strcmp(argv[1], "child"))
		return child(argc, argv);
	handles(), named(), counters();
	threads(), terminating(0), terminating(CREATE_SUSPENDED), apcs(), timers(), locks();
	port(), overlapped(), native(), pools();
	input(), processes(argv[0]), files(), modules(), security(), small_talk();
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
