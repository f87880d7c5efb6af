/* Handles in other processes: this program starts itself as its children, with
   a word that says what to do and the numbers of the handles. */
#include <windows.h>
#include <winternl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATIENCE 30000

static int failures;
#define CHECK(e) do { if (!(e)) { printf("line %d: %s (last error %u)\n", __LINE__, #e, (unsigned)GetLastError()); failures++; } } while (0)

static char self[MAX_PATH];
static SECURITY_ATTRIBUTES inheritable = {sizeof inheritable, NULL, TRUE};

static const char *slot(const char *name)
{
	static char names[4][100];
	static int next;
	char *s = names[next++ % 4];
	sprintf(s, "\\\\.\\mailslot\\children%s", name);
	return s;
}
static HANDLE client(const char *name)
{
	return CreateFileA(slot(name), GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
}
static BOOL put(HANDLE h, const char *text)
{
	DWORD n;
	return WriteFile(h, text, (DWORD)strlen(text), &n, NULL);
}
static const char *get(HANDLE h)
{
	static char buffer[100];
	DWORD n = 0;
	if (!ReadFile(h, buffer, sizeof buffer - 1, &n, NULL))
		sprintf(buffer, "error %u", (unsigned)GetLastError());
	else
		buffer[n] = 0;
	return buffer;
}

static STARTUPINFOA info = {.cb = sizeof info};
static BOOL start(const char *word, HANDLE a, HANDLE b, DWORD flags, PROCESS_INFORMATION *p)
{
	char line[MAX_PATH + 100];
	sprintf(line, "\"%s\" %s %u %u", self, word, (unsigned)(ULONG_PTR)a, (unsigned)(ULONG_PTR)b);
	return CreateProcessA(self, line, NULL, NULL, TRUE, flags, NULL, NULL, &info, p);
}
static DWORD ended(PROCESS_INFORMATION *p)
{
	DWORD code = 99;
	CHECK(WaitForSingleObject(p->hProcess, PATIENCE) == 0 && GetExitCodeProcess(p->hProcess, &code));
	CloseHandle(p->hProcess);
	CloseHandle(p->hThread);
	return code;
}

/* --- what children do ------------------------------------------------------ */

/* Reads the slot on a, which was its parent's, and sets b when it has the first. */
static int heir(HANDLE a, HANDLE b)
{
	static const char *const want[] = {"one", "two", "three", "late"};
	for (int i = 0; i < 4; i++) {
		if (strcmp(get(a), want[i]))
			return 10 + i;
		if (i == 0 && !SetEvent(b))
			return 20;
	}
	return WriteFile(a, "x", 1, NULL, NULL) || GetLastError() != ERROR_ACCESS_DENIED ? 30 : 0;
}
static int say(HANDLE a, HANDLE b)
{
	(void)b;
	return put(a, "from the child") ? 7 : 1;
}
/* Hears by the slot on a the number of another handle, and writes to that. */
static int told(HANDLE a, HANDLE b)
{
	HANDLE given = (HANDLE)(ULONG_PTR)strtoul(get(a), NULL, 10);
	DWORD flags;
	(void)b;
	return GetHandleInformation(given, &flags) && flags == 0 && put(given, "by a given handle") ? 0 : 1;
}
/* Has not inherited a, and sets b, which it has. */
static int answers(HANDLE a, HANDLE b)
{
	DWORD flags;
	if (GetHandleInformation(a, &flags) || GetLastError() != ERROR_INVALID_HANDLE)
		return 1;
	return GetHandleInformation(b, &flags) && flags == HANDLE_FLAG_INHERIT && SetEvent(b) ? 0 : 2;
}
/* Takes one of the semaphore a, and finds the mutex b taken. */
static int takes(HANDLE a, HANDLE b)
{
	if (WaitForSingleObject(a, 0) != WAIT_OBJECT_0 || WaitForSingleObject(a, 0) != WAIT_TIMEOUT)
		return 1;
	return WaitForSingleObject(b, 0) == WAIT_TIMEOUT && !ReleaseMutex(b) && GetLastError() == ERROR_NOT_OWNER ? 0 : 2;
}
static int awaits(HANDLE a, HANDLE b)
{
	(void)b;
	return (int)WaitForSingleObject(a, PATIENCE);
}
static int sleeps(HANDLE a, HANDLE b)
{
	(void)a, (void)b;
	Sleep(INFINITE);
	return 1;
}

/* Ends by a code of 32 bits, in each way. */
static int ends(HANDLE a, HANDLE b)
{
	(void)a;
	if (b == (HANDLE)1)
		ExitProcess(ERROR_FAILED_SERVICE_CONTROLLER_CONNECT);
	if (b == (HANDLE)2)
		TerminateProcess(GetCurrentProcess(), 0xC0000005);
	return -1;
}
/* Its standard handles are a slot and a client. */
static int repeats(HANDLE a, HANDLE b)
{
	HANDLE in = GetStdHandle(STD_INPUT_HANDLE), out = GetStdHandle(STD_OUTPUT_HANDLE);
	return in == a && out == b && put(out, get(in)) ? 0 : 1;
}
/* Says on the slot's client b when the process a has ended. */
static int mourns(HANDLE a, HANDLE b)
{
	if (!put(b, WaitForSingleObject(a, 0) == WAIT_TIMEOUT ? "lives" : "?"))
		return 1;
	return put(b, WaitForSingleObject(a, PATIENCE) == WAIT_OBJECT_0 ? "ended" : "?") ? 0 : 2;
}
/* Starts one that waits for the end of its parent, which is us. */
static int is_mourned(HANDLE a, HANDLE b)
{
	PROCESS_INFORMATION p;
	HANDLE me, go = CreateMailslotA(slot("mourned"), 0, PATIENCE, NULL);
	if (!DuplicateHandle(GetCurrentProcess(), GetCurrentProcess(), GetCurrentProcess(), &me, 0, TRUE, DUPLICATE_SAME_ACCESS))
		return 1;
	return start("mourns", me, b, 0, &p) && !strcmp(get(go), "end") && a == NULL ? 0 : 2;
}
/* Hears by the slot on a the number of its parent's handle. */
static int knows(HANDLE a, HANDLE b)
{
	HANDLE parent = (HANDLE)(ULONG_PTR)strtoul(get(a), NULL, 10);
	return GetProcessId(parent) == (DWORD)(ULONG_PTR)b && WaitForSingleObject(parent, 0) == WAIT_TIMEOUT ? 0 : 1;
}
/* Starts a child that has a client handle, and ends before it has begun. */
static int launches(HANDLE a, HANDLE b)
{
	PROCESS_INFORMATION p;
	(void)a;
	HANDLE c = CreateFileA(slot("launched"), GENERIC_WRITE, FILE_SHARE_READ, &inheritable, OPEN_EXISTING, 0, NULL);
	return start("say", c, b, 0, &p) ? 0 : 1;
}

/* The same, and gives it handles that it can take only then. */
static int gives(HANDLE a, HANDLE b)
{
	PROCESS_INFORMATION p;
	HANDLE h, c = CreateFileA(slot("launched"), GENERIC_WRITE, FILE_SHARE_READ, &inheritable, OPEN_EXISTING, 0, NULL);
	if (!start("say", c, b, CREATE_SUSPENDED, &p))
		return 1;
	for (int i = 0; i < 3; i++)
		if (!DuplicateHandle(GetCurrentProcess(), c, p.hProcess, &h, 0, FALSE, DUPLICATE_SAME_ACCESS))
			return 2;
	return ResumeThread(p.hThread) == 1 && a == NULL ? 0 : 3;
}

/* Writes to each client that it has inherited the name which that has here. */
static int names(HANDLE a, HANDLE b)
{
	union { UNICODE_STRING string; WCHAR room[200]; } name;
	(void)a, (void)b;
	for (ULONG_PTR h = 4; h < 4 * 4096; h += 4) {
		DWORD n, type = GetFileType((HANDLE)h);
		char text[200];
		if (type != FILE_TYPE_UNKNOWN || NtQueryObject((HANDLE)h, ObjectNameInformation, &name, sizeof name, NULL))
			continue;
		n = (DWORD)WideCharToMultiByte(CP_UTF8, 0, name.string.Buffer, name.string.Length / (int)sizeof(WCHAR), text, sizeof text, NULL, NULL);
		if (n && !WriteFile((HANDLE)h, text, n, &n, NULL))
			return 1;
	}
	return 0;
}

/* --- the parent -------------------------------------------------------------- */

/* Rules 7.4 and 8.1: the slot is the child's when its creator has closed it. */
static void handing_over(void)
{
	PROCESS_INFORMATION p;
	HANDLE s = CreateMailslotA(slot("heir"), 0, PATIENCE, &inheritable), c = client("heir");
	HANDLE ready = CreateEventA(&inheritable, FALSE, FALSE, NULL);
	CHECK(put(c, "one") && put(c, "two") && put(c, "three"));
	CHECK(start("heir", s, ready, 0, &p));
	CHECK(WaitForSingleObject(ready, PATIENCE) == 0);
	CHECK(CloseHandle(s));
	CHECK(CreateMailslotA(slot("heir"), 0, 0, NULL) == INVALID_HANDLE_VALUE && GetLastError() == ERROR_ALREADY_EXISTS);
	CHECK(put(c, "late"));
	CHECK(ended(&p) == 0);
	CHECK(!put(c, "too late") && GetLastError() == ERROR_HANDLE_EOF);
	CloseHandle(c);
	CloseHandle(ready);
}

static void suspended(void)
{
	PROCESS_INFORMATION p;
	DWORD code = 0;
	HANDLE s = CreateMailslotA(slot("still"), 0, 0, NULL), given = NULL, c = client("still");
	CHECK(start("say", (HANDLE)(ULONG_PTR)0xC0004, NULL, CREATE_SUSPENDED, &p));
	CHECK(WaitForSingleObject(p.hProcess, 100) == WAIT_TIMEOUT && GetExitCodeProcess(p.hProcess, &code) && code == STILL_ACTIVE);
	CHECK(DuplicateHandle(GetCurrentProcess(), c, p.hProcess, &given, 0, FALSE, DUPLICATE_SAME_ACCESS));
	CHECK(ResumeThread(p.hThread) == 1 && ResumeThread(p.hThread) == 0);
	CHECK(ended(&p) == 1); /* that was not the number */
	CHECK(start("sleeps", NULL, NULL, CREATE_SUSPENDED, &p));
	CHECK(TerminateProcess(p.hProcess, 55) && ended(&p) == 55);
	CHECK(start("told", s, NULL, CREATE_SUSPENDED, &p));
	CHECK(ResumeThread(p.hThread) == 1 && ended(&p) == 1); /* not inheritable */
	CloseHandle(s);
	CloseHandle(c);
}

static void given(void)
{
	PROCESS_INFORMATION p;
	char number[20];
	HANDLE orders = CreateMailslotA(slot("orders"), 0, PATIENCE, &inheritable), s = CreateMailslotA(slot("given"), 0, PATIENCE, NULL);
	HANDLE order = client("orders"), c = client("given"), h = NULL, self_again;
	for (int i = 0; i < 2; i++) { /* a running child, then one that has not begun */
		CHECK(start("told", orders, NULL, i ? CREATE_SUSPENDED : 0, &p));
		CHECK(DuplicateHandle(GetCurrentProcess(), c, p.hProcess, &h, 0, FALSE, DUPLICATE_SAME_ACCESS) && h);
		CHECK(!DuplicateHandle(p.hProcess, c, GetCurrentProcess(), &self_again, 0, FALSE, DUPLICATE_SAME_ACCESS) && GetLastError() == ERROR_ACCESS_DENIED);
		sprintf(number, "%u", (unsigned)(ULONG_PTR)h);
		CHECK(put(order, number));
		ResumeThread(p.hThread);
		CHECK(WaitForSingleObject(p.hProcess, PATIENCE) == 0);
		CHECK(!strcmp(get(s), "by a given handle"));
		CHECK(!DuplicateHandle(GetCurrentProcess(), c, p.hProcess, &h, 0, FALSE, DUPLICATE_SAME_ACCESS) && GetLastError() == ERROR_ACCESS_DENIED);
		CHECK(ended(&p) == 0);
	}
	CloseHandle(s), CloseHandle(c);
	s = CreateMailslotA(slot("moved"), 0, 0, NULL), c = client("moved");
	CHECK(start("sleeps", NULL, NULL, 0, &p));
	CHECK(!DuplicateHandle(GetCurrentProcess(), (HANDLE)(ULONG_PTR)0x4444, p.hProcess, &h, 0, FALSE, DUPLICATE_SAME_ACCESS) && GetLastError() == ERROR_INVALID_HANDLE);
	CHECK(DuplicateHandle(GetCurrentProcess(), s, p.hProcess, &h, 0, FALSE, DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE));
	CHECK(!CloseHandle(s) && GetLastError() == ERROR_INVALID_HANDLE);
	CHECK(put(c, "the child has it"));
	TerminateProcess(p.hProcess, 0);
	ended(&p);
	CHECK(!put(c, "x"));
	self_again = OpenProcess(PROCESS_ALL_ACCESS, FALSE, GetCurrentProcessId());
	CHECK(DuplicateHandle(self_again, orders, self_again, &h, 0, FALSE, DUPLICATE_SAME_ACCESS) && CloseHandle(h));
	CHECK(!DuplicateHandle(orders, orders, GetCurrentProcess(), &h, 0, FALSE, 0) && GetLastError() == ERROR_INVALID_HANDLE);
	CloseHandle(self_again), CloseHandle(orders), CloseHandle(order), CloseHandle(c);
}

/* A handle is inherited if it is inheritable when the child begins, whatever
   it was when it was made. */
static void inheritable_later(void)
{
	PROCESS_INFORMATION p;
	HANDLE private = CreateEventA(NULL, FALSE, FALSE, NULL), e = CreateEventA(NULL, FALSE, FALSE, NULL), twin = NULL;
	HANDLE s = CreateSemaphoreA(NULL, 1, 5, NULL), m = CreateMutexA(NULL, TRUE, NULL);
	CHECK(SetHandleInformation(e, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT));
	CHECK(start("answers", private, e, 0, &p));
	CHECK(WaitForSingleObject(e, PATIENCE) == WAIT_OBJECT_0 && ended(&p) == 0);
	CHECK(DuplicateHandle(GetCurrentProcess(), private, GetCurrentProcess(), &twin, 0, TRUE, DUPLICATE_SAME_ACCESS));
	CHECK(SetHandleInformation(e, HANDLE_FLAG_INHERIT, 0));
	CHECK(start("answers", e, twin, 0, &p));
	CHECK(WaitForSingleObject(private, PATIENCE) == WAIT_OBJECT_0 && ended(&p) == 0);
	CHECK(SetHandleInformation(s, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT) && SetHandleInformation(m, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT));
	CHECK(start("takes", s, m, 0, &p) && ended(&p) == 0);
	CHECK(WaitForSingleObject(s, 0) == WAIT_TIMEOUT && ReleaseMutex(m));
	CHECK(ReleaseSemaphore(s, 1, NULL) && start("takes", s, m, 0, &p) && ended(&p) == 2);
	CloseHandle(private), CloseHandle(e), CloseHandle(twin), CloseHandle(s), CloseHandle(m);
	LARGE_INTEGER due = {.QuadPart = -1000000};
	HANDLE t = CreateWaitableTimerA(NULL, FALSE, NULL);
	CHECK(SetWaitableTimer(t, &due, 0, NULL, NULL, FALSE) && SetHandleInformation(t, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT));
	CHECK(start("awaits", t, NULL, 0, &p) && ended(&p) == WAIT_OBJECT_0 && WaitForSingleObject(t, 0) == WAIT_TIMEOUT);
	CloseHandle(t);
	e = CreateEventA(NULL, FALSE, FALSE, NULL);
	CHECK(start("sleeps", NULL, NULL, 0, &p));
	CHECK(DuplicateHandle(GetCurrentProcess(), e, p.hProcess, &twin, 0, FALSE, DUPLICATE_SAME_ACCESS) && twin);
	TerminateProcess(p.hProcess, 0);
	ended(&p);
	CloseHandle(e);
}

/* A name of 25,000 letters of three bytes goes to a child in each way. */
static void long_names(void)
{
	enum { LETTERS = 25000 };
	PROCESS_INFORMATION p;
	static char name[64 + LETTERS * 3];
	HANDLE orders = CreateMailslotA(slot("long"), 0, PATIENCE, &inheritable), order = client("long"), s, c, h = NULL;
	char number[20];
	char *end = strcpy(name, slot("long")) + strlen(slot("long"));
	for (int i = 0; i < LETTERS; i++)
		memcpy(end + i * 3, "\xE3\x81\x82", 4);
	CHECK((s = CreateMailslotA(name, 0, PATIENCE, NULL)) != INVALID_HANDLE_VALUE);
	CHECK((c = CreateFileA(name, GENERIC_WRITE, FILE_SHARE_READ, &inheritable, OPEN_EXISTING, 0, NULL)) != INVALID_HANDLE_VALUE);
	CHECK(start("say", c, NULL, 0, &p) && ended(&p) == 7 && !strcmp(get(s), "from the child"));
	CHECK(start("told", orders, NULL, 0, &p) && DuplicateHandle(GetCurrentProcess(), c, p.hProcess, &h, 0, FALSE, DUPLICATE_SAME_ACCESS));
	sprintf(number, "%u", (unsigned)(ULONG_PTR)h);
	CHECK(put(order, number) && ended(&p) == 0 && !strcmp(get(s), "by a given handle"));
	CloseHandle(orders), CloseHandle(order), CloseHandle(s), CloseHandle(c);
}

static void orphan(void)
{
	PROCESS_INFORMATION p;
	HANDLE s = CreateMailslotA(slot("launched"), 0, PATIENCE, NULL);
	CHECK(start("launches", NULL, NULL, 0, &p) && ended(&p) == 0 && !strcmp(get(s), "from the child"));
	CHECK(start("gives", NULL, NULL, 0, &p) && ended(&p) == 0 && !strcmp(get(s), "from the child"));
	CloseHandle(s);
}

/* A handle of a process, the parent's mostly, goes to children. */
static void processes(void)
{
	PROCESS_INFORMATION p;
	char number[20];
	HANDLE s = CreateMailslotA(slot("mourns"), 0, PATIENCE, NULL), c = client("mourns"), order, h = NULL;
	CHECK(SetHandleInformation(c, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT));
	CHECK(start("is_mourned", NULL, c, 0, &p) && !strcmp(get(s), "lives"));
	CHECK((order = client("mourned")) != INVALID_HANDLE_VALUE && put(order, "end"));
	CHECK(ended(&p) == 0 && !strcmp(get(s), "ended"));
	CloseHandle(s), CloseHandle(c), CloseHandle(order);
	s = CreateMailslotA(slot("knows"), 0, PATIENCE, &inheritable), order = client("knows");
	CHECK(start("knows", s, (HANDLE)(ULONG_PTR)GetCurrentProcessId(), 0, &p));
	CHECK(DuplicateHandle(GetCurrentProcess(), GetCurrentProcess(), p.hProcess, &h, 0, FALSE, DUPLICATE_SAME_ACCESS) && h);
	sprintf(number, "%u", (unsigned)(ULONG_PTR)h);
	CHECK(put(order, number) && ended(&p) == 0);
	CloseHandle(s), CloseHandle(order);
}

static void standard(void)
{
	PROCESS_INFORMATION p;
	HANDLE in = CreateMailslotA(slot("in"), 0, PATIENCE, &inheritable), out = CreateMailslotA(slot("out"), 0, PATIENCE, NULL);
	HANDLE question = client("in"), answer = client("out");
	CHECK(SetHandleInformation(answer, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT) && put(question, "said again"));
	info.dwFlags = STARTF_USESTDHANDLES, info.hStdInput = in, info.hStdOutput = answer, info.hStdError = GetStdHandle(STD_ERROR_HANDLE);
	CHECK(start("repeats", in, answer, 0, &p) && ended(&p) == 0 && !strcmp(get(out), "said again"));
	info.dwFlags = 0;
	CHECK(SetStdHandle(STD_INPUT_HANDLE, in) && SetStdHandle(STD_OUTPUT_HANDLE, answer)); /* are those of children, too */
	CHECK(put(question, "once more") && start("repeats", in, answer, 0, &p) && ended(&p) == 0 && !strcmp(get(out), "once more"));
	CHECK(SetStdHandle(STD_INPUT_HANDLE, NULL) && SetStdHandle(STD_OUTPUT_HANDLE, NULL));
	CloseHandle(in), CloseHandle(out), CloseHandle(question), CloseHandle(answer);
}

static void codes(void)
{
	static const DWORD want[] = {(DWORD)-1, ERROR_FAILED_SERVICE_CONTROLLER_CONNECT, 0xC0000005};
	PROCESS_INFORMATION p;
	HANDLE e = CreateEventA(NULL, TRUE, FALSE, NULL), h;
	for (ULONG_PTR i = 0; i < 3; i++)
		CHECK(start("ends", NULL, (HANDLE)i, 0, &p) && ended(&p) == want[i]);
	CHECK(start("ends", NULL, NULL, CREATE_SUSPENDED, &p)); /* and what it has not taken is in the way */
	CHECK(DuplicateHandle(GetCurrentProcess(), e, p.hProcess, &h, 0, FALSE, DUPLICATE_SAME_ACCESS));
	CHECK(ResumeThread(p.hThread) == 1 && ended(&p) == want[0]);
	CloseHandle(e);
}

#define EVEN "\\\\.\\mailslot\\childrens-even"
#define ODD "\\\\.\\mailslot\\childrens-odd"
/* Makes and closes inheritable handles until it is told to stop. */
static DWORD WINAPI makes_and_closes(LPVOID stop)
{
	HANDLE h[8];
	while (WaitForSingleObject(stop, 0) == WAIT_TIMEOUT) {
		CHECK(CreatePipe(&h[0], &h[1], &inheritable, 0));
		for (int i = 2; i < 8; i++)
			CHECK((h[i] = CreateFileA(i % 2 ? ODD : EVEN, GENERIC_WRITE, FILE_SHARE_READ, &inheritable, OPEN_EXISTING, 0, NULL)) != INVALID_HANDLE_VALUE);
		for (int i = 0; i < 8; i++)
			CloseHandle(h[i]);
	}
	return 0;
}
/* Reads all messages, and reports whether all are this one. */
static BOOL all_say(HANDLE s, const char *want)
{
	const char *text;
	do
		text = get(s);
	while (!strcmp(text, want));
	return !strcmp(text, "error 121");
}
/* What another thread closes meanwhile is inherited as what it was, or not. */
static void closed_meanwhile(void)
{
	PROCESS_INFORMATION p;
	HANDLE stop = CreateEventA(NULL, TRUE, FALSE, NULL);
	HANDLE even = CreateMailslotA(EVEN, 0, 0, NULL), odd = CreateMailslotA(ODD, 0, 0, NULL);
	HANDLE t = CreateThread(NULL, 0, makes_and_closes, stop, 0, NULL);
	for (int i = 0; i < 10; i++)
		CHECK(start("names", NULL, NULL, 0, &p) && ended(&p) == 0);
	CHECK(SetEvent(stop) && WaitForSingleObject(t, PATIENCE) == WAIT_OBJECT_0);
	CHECK(all_say(even, "\\Device\\Mailslot\\childrens-even") && all_say(odd, "\\Device\\Mailslot\\childrens-odd"));
	CloseHandle(t), CloseHandle(stop), CloseHandle(even), CloseHandle(odd);
}

int main(int argc, char **argv)
{
	static const struct { const char *word; int (*act)(HANDLE, HANDLE); } children[] = {
		{"heir", heir}, {"say", say}, {"told", told}, {"sleeps", sleeps}, {"answers", answers}, {"takes", takes}, {"awaits", awaits}, {"launches", launches}, {"gives", gives}, {"mourns", mourns}, {"is_mourned", is_mourned}, {"knows", knows}, {"repeats", repeats}, {"ends", ends}, {"names", names},
	};
	GetModuleFileNameA(NULL, self, sizeof self);
	for (size_t i = 0; argc > 3 && i < sizeof children / sizeof *children; i++)
		if (!strcmp(argv[1], children[i].word))
			return children[i].act((HANDLE)(ULONG_PTR)strtoul(argv[2], NULL, 10), (HANDLE)(ULONG_PTR)strtoul(argv[3], NULL, 10));
	handing_over();
	suspended();
	given();
	inheritable_later();
	long_names();
	orphan();
	processes();
	standard();
	codes();
	closed_meanwhile();
	printf("%d failures\n", failures);
	return failures != 0;
}
