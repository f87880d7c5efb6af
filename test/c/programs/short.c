/* Buffers that are too short, and those that the call makes itself. */
#include <windows.h>
#include <tchar.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int last(DWORD code) { return GetLastError() == code; }

static void messages(void)
{
	const DWORD own = FORMAT_MESSAGE_ALLOCATE_BUFFER | FORMAT_MESSAGE_FROM_SYSTEM;
	LPTSTR text = (LPTSTR)TEXT("left");
	printf("%d", !FormatMessage(own, NULL, 0x20001234, 0, (LPTSTR)&text, 0, NULL) && !text);
	printf("%d\n", FormatMessage(own, NULL, ERROR_ACCESS_DENIED, 0, (LPTSTR)&text, 300, NULL) > 5 && LocalSize(text) >= 300 * sizeof(TCHAR));
	LocalFree(text);
}

static void names(void)
{
	TCHAR file[8];
	DWORD n = 0;
	printf("%d", !GetUserName(NULL, &n) && last(ERROR_INSUFFICIENT_BUFFER) && n > 1);
	n = 0;
	printf("%d", !GetComputerNameEx(ComputerNameDnsHostname, NULL, &n) && last(ERROR_MORE_DATA) && n > 1);
	n = 0;
	printf("%d", !GetComputerName(NULL, &n) && last(ERROR_BUFFER_OVERFLOW));
	printf("%d", GetModuleFileName(NULL, file, 8) == 8 && last(ERROR_INSUFFICIENT_BUFFER) && _tcslen(file) == 7);
	printf("%d\n", !GetModuleFileName(NULL, file, 0) && last(ERROR_INSUFFICIENT_BUFFER));
}

static void texts(void)
{
	char narrow[4];
	wchar_t wide[4];
	size_t n = 0;
	printf("%d", wcstombs_s(&n, narrow, 4, L"abcdef", _TRUNCATE) == STRUNCATE && n == 4 && !strcmp(narrow, "abc"));
	printf("%d", wcstombs_s(&n, narrow, 4, L"ab\u00e9", _TRUNCATE) == STRUNCATE && !strcmp(narrow, "ab"));
	printf("%d", wcstombs_s(&n, narrow, 4, L"abcdef", 5) == ERANGE && !narrow[0]);
	printf("%d", mbstowcs_s(&n, wide, 4, "abcdef", _TRUNCATE) == STRUNCATE && n == 4 && !wcscmp(wide, L"abc"));
	printf("%d", mbstowcs_s(&n, wide, 4, "abcdef", 5) == ERANGE && !wide[0]);
	printf("%d\n", mbstowcs_s(&n, wide, 4, "abcdef", 3) == 0 && n == 4 && !wcscmp(wide, L"abc"));
}

int main(void)
{
	messages(), names(), texts();
	fflush(stdout);
	printf("%d\n", _tsystem(TEXT("title slots > nul")));
	return 0;
}
