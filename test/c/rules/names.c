/* Section 1: names. */
#include "check.h"

#define P "\\\\.\\mailslot\\"
#define CREATE(name) (CreateMailslotA(name, 0, 0, NULL) != INVALID_HANDLE_VALUE)

static HANDLE open_a(const char *name)
{
	return CreateFileA(name, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
}

/* Whether a message goes through; both handles are closed. */
static int connected(HANDLE s, HANDLE c)
{
	int ok = is_handle(s) && is_handle(c) && put(c, "x") && !strcmp(get(s), "x");
	if (is_handle(c))
		CloseHandle(c);
	if (is_handle(s))
		CloseHandle(s);
	return ok;
}
static int same(const char *created, const char *opened)
{
	HANDLE s = CreateMailslotA(created, 0, 0, NULL);
	return connected(s, open_a(opened));
}
/* What is no ASCII is said in UTF-16, whatever the code page. */
static int same_w(const WCHAR *created, const WCHAR *opened)
{
	HANDLE s = CreateMailslotW(created, 0, 0, NULL);
	return connected(s, CreateFileW(opened, GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL));
}

static void spellings(void)
{
	OK("1.1", same(P "cRuleA", "\\\\.\\MAILSLOT\\CrULEa"));
	OK("1.2", same(P "crule", "\\\\?\\mailslot\\crule"));
	OK("1.2", same("\\\\?\\mailslot\\crule", P "crule"));
	OK("1.2", same(P "crule", "//./mailslot/crule"));
	OK("1.2", same(P "crule", "//?/mailslot/crule"));
	OK("1.2", same(P "crule", "\\\\./mailslot\\crule"));
	OK("1.2", same(P "crule", "\\??\\mailslot\\crule"));
	OK("1.2", same(P "crule", "\\\\.\\GLOBALROOT\\Device\\Mailslot\\crule"));
}

static void normalised(void)
{
	OK("1.3", same(P "d\\crule", P "d/crule"));
	OK("1.3", same(P "crule", P "\\crule"));
	OK("1.3", same(P "d\\crule", P "d\\\\/crule"));
	OK("1.3", same(P "crule", P "x\\..\\crule"));
	OK("1.3", same(P "crule", P ".\\crule"));
	OK("1.3", same(P "crule", P "..\\mailslot\\crule"));
	FAILS("1.3", CREATE(P "..\\crule"), ERROR_INVALID_NAME);
	OK("1.3", same(P "crule.", P "crule"));
	OK("1.3", same(P "crule ", P "crule"));
	OK("1.3", same(P "crule. .", P "crule"));
	OK("1.3", same(P "d.\\crule", P "d\\crule"));
	OK("1.3", !same(P "d \\crule", P "d\\crule"));
	OK("1.3", !same(P " crule", P "crule"));
	OK("1.3", same(P " c rule", P " c rule"));
	OK("1.3", !same(P "crule\\", P "crule"));
	OK("1.4", !same("\\\\?\\mailslot\\c/rule", P "c\\rule"));
	OK("1.4", !same("\\\\?\\mailslot\\x\\..\\crule", P "crule"));
	OK("1.4", !same("\\\\?\\mailslot\\crule.", P "crule"));
	OK("1.4", !same("\\\\?\\mailslot\\crule ", P "crule"));
	OK("1.4", same("\\\\?\\mailslot\\\\crule", "\\\\?\\mailslot\\\\CRULE"));
	OK("1.4", !same("\\\\?\\mailslot\\\\crule", P "crule"));
	FAILS("1.4", CREATE("\\\\?\\mailslot/crule"), ERROR_INVALID_NAME);
}

static void characters(void)
{
	OK("1.5", same(P "c*?<>|\":%rule", P "C*?<>|\":%RULE"));
	OK("1.5", same(P "c\t\x01rule", P "C\t\x01RULE"));
	OK("1.5", same(P "R:\\FRED", P "r:\\fred"));
	OK("1.5", same(P "con", P "CON"));
	OK("1.5", same(P "nul", P "NUL"));
	OK("1.6", same_w(L"\\\\.\\mailslot\\c\u00E9", L"\\\\.\\mailslot\\C\u00C9"));
	OK("1.6", same_w(L"\\\\.\\mailslot\\c\u0436", L"\\\\.\\mailslot\\C\u0416"));
	OK("1.6", same_w(L"\\\\.\\mailslot\\c\u00FF", L"\\\\.\\mailslot\\C\u0178"));
	OK("1.6", !same_w(L"\\\\.\\mailslot\\c\u00DF", L"\\\\.\\mailslot\\c\u1E9E"));
	OK("1.6", !same_w(L"\\\\.\\mailslot\\c\u00DF", L"\\\\.\\mailslot\\css"));
	OK("1.6", !same_w(L"\\\\.\\mailslot\\c\u0131", L"\\\\.\\mailslot\\cI"));
	OK("1.6", !same_w(L"\\\\.\\mailslot\\c\u0130", L"\\\\.\\mailslot\\ci"));
	OK("1.6", !same_w(L"\\\\.\\mailslot\\c\u212A", L"\\\\.\\mailslot\\ck"));
	OK("1.6", !same_w(L"\\\\.\\mailslot\\c\u00B5", L"\\\\.\\mailslot\\c\u03BC"));
	OK("1.6", !same_w(L"\\\\.\\mailslot\\c\u03C2", L"\\\\.\\mailslot\\c\u03C3"));
}

/* A path of so many characters. */
static const char *path_of(size_t length)
{
	static char path[40000];
	memset(path, 'c', length);
	memcpy(path, P, strlen(P));
	path[length] = 0;
	return path;
}

static void lengths(void)
{
	OK("1.7", same(path_of(259), path_of(259)));
	OK("1.7", same(path_of(260), path_of(260)));
	OK("1.7", same(path_of(32000), path_of(32000)));
	FAILS("1.7", CREATE(path_of(32800)), ERROR_PATH_NOT_FOUND);
}

/* The namespace itself is a device. */
static void root(void)
{
	HANDLE r = CreateFileA("\\\\.\\mailslot", 0, 0, NULL, OPEN_EXISTING, 0, NULL), t;
	char buffer[8];
	DWORD n;
	OK("1.8", is_handle(r));
	FAILS("1.8", ReadFile(r, buffer, 8, &n, NULL), ERROR_ACCESS_DENIED);
	FAILS("1.8", WriteFile(r, "x", 1, &n, NULL), ERROR_ACCESS_DENIED);
	FAILS("1.8", GetMailslotInfo(r, NULL, NULL, NULL, NULL), ERROR_INVALID_FUNCTION);
	CloseHandle(r);
	OK("1.8", is_handle(t = CreateFileA(P, 0, 0, NULL, OPEN_EXISTING, 0, NULL)) && CloseHandle(t));
	OK("1.8", is_handle(t = CreateFileA(P ".", 0, 0, NULL, OPEN_EXISTING, 0, NULL)) && CloseHandle(t));
	FAILS("1.8", CREATE("\\\\.\\mailslot"), ERROR_INVALID_NAME);
	FAILS("1.8", CREATE("\\\\.\\mailslot\\"), ERROR_INVALID_NAME);
}

static void refused(void)
{
	static const char *const invalid[] = {"blah", "mailslot\\x", "\\mailslot\\x", "C:\\x", "C:\\nodir\\x",
		" \\\\.\\mailslot\\x", "\\\\.\\pipe\\x", "\\\\.\\mailslotx", "\\\\.\\", "\\\\."};
	static const char *const nowhere[] = {"", "\\\\.\\nosuch\\x", "\\\\.\\mailslotx\\y", "\\\\*\\mailslot\\x",
		"\\\\host\\mailslot\\x", "\\\\localhost\\mailslot\\x", "\\\\?\\UNC\\host\\mailslot\\x"};
	size_t i;
	FAILS("1.9", CREATE(NULL), ERROR_PATH_NOT_FOUND);
	for (i = 0; i < sizeof invalid / sizeof *invalid; i++)
		FAILS("1.9", CREATE(invalid[i]), ERROR_INVALID_NAME);
	for (i = 0; i < sizeof nowhere / sizeof *nowhere; i++)
		FAILS("1.9", CREATE(nowhere[i]), ERROR_PATH_NOT_FOUND);
}

/* Levels are no directories. */
static void levels(void)
{
	HANDLE upper, lower = server("a\\b", 0, 0);
	FAILS("1.1", is_handle(client("a")), ERROR_FILE_NOT_FOUND);
	OK("1.1", is_handle(upper = server("a", 0, 0)));
	CloseHandle(upper);
	CloseHandle(lower);
	OK("1.10", is_handle(upper = server("a", 0, 0)) && CloseHandle(upper));
}

void names(void)
{
	spellings();
	levels();
	normalised();
	characters();
	lengths();
	root();
	refused();
}
