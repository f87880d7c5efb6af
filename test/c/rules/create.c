/* Sections 1 to 3: names, creating, opening. */
#include "check.h"

static int same(const char *created, const char *opened)
{
	HANDLE s = CreateMailslotA(created, 0, 0, NULL), c;
	int ok;
	if (!is_handle(s))
		return 0;
	c = CreateFileA(opened, GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
	ok = is_handle(c) && put(c, "x") && !strcmp(get(s), "x");
	if (is_handle(c))
		CloseHandle(c);
	CloseHandle(s);
	return ok;
}
#define P "\\\\.\\mailslot\\"
#define CREATE(name) (CreateMailslotA(name, 0, 0, NULL) != INVALID_HANDLE_VALUE)
#define OPEN(name) (CreateFileA(name, GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL) != INVALID_HANDLE_VALUE)

void names(void)
{
	OK("1.1", same(P "cRuleA", "\\\\.\\MAILSLOT\\CrULEa"));
	OK("1.2", same(P "crule", "\\\\?\\mailslot\\crule"));
	OK("1.2", same(P "crule", "//./mailslot/crule"));
	OK("1.2", same(P "crule", "\\??\\mailslot\\crule"));
	OK("1.2", same(P "crule", "\\\\.\\GLOBALROOT\\Device\\Mailslot\\crule"));
	OK("1.3", same(P "d\\crule", "\\\\.\\mailslot\\d/crule"));
	OK("1.3", same(P "crule", "\\\\.\\mailslot\\\\crule"));
	OK("1.3", same(P "crule", P "x\\..\\crule"));
	OK("1.3", same(P "crule.", P "crule"));
	OK("1.3", same(P "crule ", P "crule"));
	OK("1.3", !same(P "crule\\", P "crule"));
	OK("1.4", !same("\\\\?\\mailslot\\c/rule", P "c\\rule"));
	OK("1.5", same(P "c*?<>|\":%rule", P "C*?<>|\":%RULE"));
	OK("1.6", same(P "c\xC3\xA9", P "C\xC3\x89"));
	OK("1.6", !same(P "c\xC3\x9F", P "css"));
	FAILS("1.9", CREATE(NULL), ERROR_PATH_NOT_FOUND);
	FAILS("1.9", CREATE(""), ERROR_PATH_NOT_FOUND);
	FAILS("1.9", CREATE("blah"), ERROR_INVALID_NAME);
	FAILS("1.9", CREATE("mailslot\\x"), ERROR_INVALID_NAME);
	FAILS("1.9", CREATE("C:\\x"), ERROR_INVALID_NAME);
	FAILS("1.9", CREATE("\\\\.\\pipe\\x"), ERROR_INVALID_NAME);
	FAILS("1.9", CREATE("\\\\.\\mailslotx"), ERROR_INVALID_NAME);
	FAILS("1.9", CREATE("\\\\.\\nosuch\\x"), ERROR_PATH_NOT_FOUND);
	FAILS("1.9", CREATE("\\\\*\\mailslot\\x"), ERROR_PATH_NOT_FOUND);
	FAILS("1.8", CREATE("\\\\.\\mailslot\\"), ERROR_INVALID_NAME);
}

void creating(void)
{
	SECURITY_ATTRIBUTES sa = {sizeof sa, NULL, TRUE};
	DWORD flags = 9;
	HANDLE s, t;
	WORKS("2.1", is_handle(s = server("create", 0, 0)));
	FAILS("2.7", is_handle(t = server("create", 0, 0)), ERROR_ALREADY_EXISTS);
	FAILS("1.9", is_handle(t = server("CREATE", 0, 0)), ERROR_ALREADY_EXISTS);
	OK("2.6", GetHandleInformation(s, &flags) && flags == 0);
	FAILS("2.4", put(s, "x"), ERROR_ACCESS_DENIED);
	WORKS("1.10", CloseHandle(s));
	OK("1.10", is_handle(s = CreateMailslotA(slot("create"), 1, 1, &sa)));
	OK("2.6", GetHandleInformation(s, &flags) && flags == HANDLE_FLAG_INHERIT);
	CloseHandle(s);
}

void opening(void)
{
	DWORD access[] = {0, GENERIC_READ, GENERIC_WRITE, GENERIC_READ | GENERIC_WRITE, GENERIC_ALL, DELETE, READ_CONTROL, MAXIMUM_ALLOWED};
	HANDLE s, c, d;
	size_t i;
	FAILS("3.1", OPEN(slot("nobody")), ERROR_FILE_NOT_FOUND);
	FAILS("3.1", OPEN(P "no\\such\\slot"), ERROR_FILE_NOT_FOUND);
	FAILS("3.2", OPEN(NULL), ERROR_PATH_NOT_FOUND);
	FAILS("3.2", OPEN(""), ERROR_PATH_NOT_FOUND);
	s = server("open", 0, 0);
	for (i = 0; i < sizeof access / sizeof *access; i++) {
		OK("3.5", is_handle(c = client_with("open", access[i])));
		CloseHandle(c);
	}
	SetLastError(UNTOUCHED);
	c = client("open");
	OK("3.3", is_handle(c) && GetLastError() == 0);
	SetLastError(UNTOUCHED);
	d = CreateFileA(slot("open"), GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_ALWAYS, 0, NULL);
	OK("3.3", is_handle(d) && GetLastError() == ERROR_ALREADY_EXISTS);
	OK("3.10", put(c, "1") && put(d, "2") && !strcmp(get(s), "1") && !strcmp(get(s), "2"));
	CloseHandle(d);
	FAILS("3.4", is_handle(d = CreateFileA(slot("open"), GENERIC_WRITE, FILE_SHARE_READ, NULL, 0, 0, NULL)), ERROR_INVALID_PARAMETER);
	FAILS("3.4", is_handle(d = CreateFileA(slot("nobody"), GENERIC_WRITE, FILE_SHARE_READ, NULL, 6, 0, NULL)), ERROR_INVALID_PARAMETER);
	d = CreateFileA(slot("open"), GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, FILE_FLAG_DELETE_ON_CLOSE, NULL);
	OK("3.8", is_handle(d) && CloseHandle(d) && put(c, "still") && !strcmp(get(s), "still"));
	CloseHandle(c);
	CloseHandle(s);
}
