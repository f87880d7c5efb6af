/* Wide names and values that are longer than any buffer on a stack, or empty. */
#include <windows.h>
#include <winternl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MUCH 9000
static wchar_t given[MUCH + 8], got[MUCH + 8], wanted[MUCH + 8];

static int same(const wchar_t *a, const wchar_t *b)
{
	while (*a && *a == *b)
		a++, b++;
	return *a == *b;
}
/* From, then n times the letter. */
static wchar_t *tail(wchar_t *to, const wchar_t *from, size_t n)
{
	wchar_t *all = to;
	while (*from)
		*to++ = *from++;
	while (n--)
		*to++ = L'\u00e9';
	*to = 0;
	return all;
}

static void paths(void)
{
	wchar_t *part = NULL;
	DWORD n = GetFullPathNameW(tail(given, L"C:\\dir\\.\\", 5000), MUCH, got, &part);
	tail(wanted, L"/dir/", 5000);
	printf("%d", n == 5005 && same(got, wanted) && part == got + 5);
	printf("%d", GetFullPathNameW(given, 0, NULL, NULL) == 5006);
	UNICODE_STRING name;
	tail(wanted, L"\\??\\/dir/", 5000);
	printf("%d", RtlDosPathNameToNtPathName_U(given, &name, NULL, NULL) && same(name.Buffer, wanted));
	RtlFreeUnicodeString(&name);
	/* Known to the system without its first two letters. */
	for (n = 2, given[0] = L'C', given[1] = L':'; n < 4096; n += 2)
		given[n] = L'/', given[n + 1] = L'.';
	given[4096] = 0;
	printf("%d\n", GetLongPathNameW(given, got, MUCH) == 4096 && same(got, given));
}

static void values(void)
{
	tail(wanted, L"", MUCH);
	printf("%d", SetEnvironmentVariableW(L"LONG", wanted));
	printf("%d", GetEnvironmentVariableW(L"LONG", got, MUCH + 1) == MUCH && same(got, wanted));
	printf("%d", ExpandEnvironmentStringsW(L"%LONG%", got, MUCH + 1) == MUCH + 1 && same(got, wanted));
	printf("%d\n", ExpandEnvironmentStringsW(L"%LONG%", NULL, 0) == MUCH + 1);
}

/* The last error tells an empty value from a missing one. */
static void empty(void)
{
	SetEnvironmentVariableW(L"EMPTY", L"");
	SetLastError(99);
	got[0] = L'x';
	printf("%d", !GetEnvironmentVariableW(L"EMPTY", got, MUCH) && GetLastError() == 0 && !got[0]);
	printf("%d", !GetEnvironmentVariableW(L"MISSING", got, MUCH) && GetLastError() == ERROR_ENVVAR_NOT_FOUND);
	SetLastError(99);
	printf("%d\n", !GetEnvironmentVariableW(NULL, got, MUCH) && GetLastError() == ERROR_ENVVAR_NOT_FOUND);
}

/* Directories below each other, so that no single path is too long. */
static void deep(void)
{
	char name[201];
	memset(name, 'd', 200), name[200] = 0;
	for (int i = 0; i < 15; i++)
		if (!CreateDirectoryA(name, NULL) || !SetCurrentDirectoryA(name))
			return;
	DWORD here = GetCurrentDirectoryW(MUCH, got), n = 0;
	char below[15 * 201];
	for (int i = 0; i < 10; i++, n += 201)
		memcpy(below + n, name, 200), below[n + 200] = 0, CreateDirectoryA(below, NULL), below[n + 200] = '/';
	below[n - 1] = 0;
	for (DWORD i = 0; i < n; i++)
		given[i] = (unsigned char)below[i];
	wchar_t *part = NULL;
	printf("%d", here > 3000 && SearchPathW(NULL, given, NULL, MUCH, got, &part) == here + n && part == got + here + n - 200);
	printf("%d\n", SearchPathW(NULL, given, NULL, 0, NULL, NULL) == here + n + 1);
}

int main(void)
{
	if (chdir(getenv("MAILSLOT_DIR")))
		return 2;
	paths(), values(), empty(), deep();
	return 0;
}
