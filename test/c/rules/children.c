/* Rules 7.4, 8.1 and 8.6: handles in other processes. The program starts itself
   as its child: rules child WORD HANDLE-OR-SLOT. */
#include "check.h"

#define PATIENCE 30000

/* --- what a child does; 0 is good ------------------------------------------ */

static int reads_only(HANDLE s)
{
	DWORD n;
	if (strcmp(get(s), "for the child"))
		return 1;
	return WriteFile(s, "x", 1, &n, NULL) || GetLastError() != ERROR_ACCESS_DENIED ? 2 : 0;
}
static int has_none(HANDLE s)
{
	return GetMailslotInfo(s, NULL, NULL, NULL, NULL) || GetLastError() != ERROR_INVALID_HANDLE;
}
static int writes(HANDLE c) { return !put(c, "from the child"); }

static int creates(const char *name)
{
	if (!is_handle(CreateMailslotA(name, 0, 0, NULL)))
		return 1;
	Sleep(INFINITE);
	return 2;
}

int child(const char *word, const char *what)
{
	HANDLE h = (HANDLE)(ULONG_PTR)strtoul(what, NULL, 10);
	if (!strcmp(word, "reads"))
		return reads_only(h);
	if (!strcmp(word, "has-none"))
		return has_none(h);
	return !strcmp(word, "writes") ? writes(h) : creates(what);
}

/* --- the parent -------------------------------------------------------------- */

static HANDLE start(const char *word, const char *what)
{
	char self[MAX_PATH], line[3 * MAX_PATH];
	STARTUPINFOA info;
	PROCESS_INFORMATION p;
	memset(&info, 0, sizeof info);
	info.cb = sizeof info;
	GetModuleFileNameA(NULL, self, sizeof self);
	snprintf(line, sizeof line, "\"%s\" child %s %s", self, word, what);
	if (!CreateProcessA(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &info, &p))
		return NULL;
	CloseHandle(p.hThread);
	return p.hProcess;
}
static HANDLE start_with(const char *word, HANDLE h)
{
	char number[20];
	snprintf(number, sizeof number, "%u", (unsigned)(ULONG_PTR)h);
	return start(word, number);
}
static DWORD ended(HANDLE process)
{
	DWORD code = 99;
	if (WaitForSingleObject(process, PATIENCE) == WAIT_OBJECT_0)
		GetExitCodeProcess(process, &code);
	CloseHandle(process);
	return code;
}

static void inherited(void)
{
	HANDLE s = server("heir", 0, PATIENCE), c = client("heir"), p;
	OK("7.4", ended(start_with("has-none", s)) == 0);
	SetHandleInformation(s, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
	SetHandleInformation(c, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
	OK("7.4", put(c, "for the child") && ended(start_with("reads", s)) == 0 && count(s) == 0);
	OK("7.4", ended(start_with("writes", c)) == 0 && !strcmp(get(s), "from the child"));
	SetHandleInformation(c, HANDLE_FLAG_INHERIT, 0);
	p = start_with("reads", s);
	OK("8.1", CloseHandle(s));
	FAILS("8.1", is_handle(server("heir", 0, 0)), ERROR_ALREADY_EXISTS);
	OK("8.1", put(c, "for the child") && ended(p) == 0);
	CloseHandle(c);
	OK("8.1", is_handle(s = server("heir", 0, 0)) && CloseHandle(s));
}

/* A process that is killed leaves no name behind. */
static void killed(void)
{
	HANDLE p = start("creates", slot("killed")), s;
	int tries;
	for (tries = 0; tries < 5000 && !is_handle(s = client("killed")); tries++)
		Sleep(2);
	OK("8.6", is_handle(s) && CloseHandle(s));
	OK("8.6", TerminateProcess(p, 5) && ended(p) == 5);
	FAILS("8.6", is_handle(client("killed")), ERROR_FILE_NOT_FOUND);
	OK("8.6", is_handle(s = server("killed", 0, 0)) && CloseHandle(s));
}

void children(void)
{
	inherited();
	killed();
}
