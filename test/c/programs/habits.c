/* Habits: unsigned long where DWORD is meant, literals as arguments, commands
   whose output goes nowhere, characters instead of strings. */
#include <windows.h>
#include <tchar.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <shlwapi.h>

#define SLOT TEXT("\\\\.\\mailslot\\habits")
struct pair { int a, b; };

/* Eight bytes that no call may leave as they are. */
static void spoil(unsigned long *p) { memset(p, 0xFF, sizeof *p); }

static DWORD WINAPI seven(LPVOID unused) { return (void)unused, 7; }

static void longs(void)
{
	unsigned long n, m, id;
	long l = -1;
	char text[16];
	HANDLE thread, s = CreateMailslot(SLOT, 0, 0, NULL);
	HANDLE c = CreateFile(SLOT, GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
	spoil(&n), spoil(&m), spoil(&id);
	WriteFile(c, "hello", 5, &n, NULL);
	printf("%d", n == 5);
	spoil(&n);
	GetMailslotInfo(s, NULL, &m, &n, 0);
	printf("%d", m == 5 && n == 1);
	ReadFile(s, text, sizeof text, &l, NULL);
	text[l] = 0;
	printf("%d", !strcmp(text, "hello"));
	spoil(&n);
	WriteFile(c, &(struct pair){1, 2}, sizeof(struct pair), (DWORD *)&n, NULL);
	thread = CreateThread(NULL, 0, seven, NULL, 0, &id);
	printf("%d", id == GetThreadId(thread));
	WaitForSingleObject(thread, INFINITE);
	spoil(&n);
	GetExitCodeThread(thread, &n);
	printf("%d %d\n", n == 7, !ReadFile(s, text, 1, NULL, NULL) && GetLastError() == ERROR_INSUFFICIENT_BUFFER);
	CloseHandle(thread), CloseHandle(c), CloseHandle(s);
}

static void commands(void)
{
	fflush(stdout);
	system("chcp 1251 > nul");
	system("title slots & cls>NUL");
	system("PAUSE>nul");
	printf("quiet\n");
}

static void letters(void)
{
	TCHAR up = (TCHAR)(ULONG_PTR)CharUpper((LPTSTR)TEXT('q')), low = (TCHAR)(ULONG_PTR)CharLower((LPTSTR)TEXT('Q'));
	_tprintf(TEXT("%c%c %d %d %d\n"), up, low, StrToInt(TEXT("-42x")), StrToInt(TEXT("x")), StrCmpI(TEXT("AB"), TEXT("ab")));
}

static void dates(void)
{
	FILETIME t;
	SYSTEMTIME day = {2024, 2, 4, 29, 13, 5, 7, 0}, back;
	WORD date = 0, time = 0;
	SystemTimeToFileTime(&day, &t);
	FileTimeToDosDateTime(&t, &date, &time);
	DosDateTimeToFileTime(date, time, &t);
	FileTimeToSystemTime(&t, &back);
	printf("%x %x %d.%d.%d %d:%d:%d", date, time, back.wDay, back.wMonth, back.wYear, back.wHour, back.wMinute, back.wSecond);
	SystemTimeToTzSpecificLocalTime(NULL, &day, &back);
	TzSpecificLocalTimeToSystemTime(NULL, &back, &back);
	printf(" %d\n", !memcmp(&day, &back, sizeof day));
}

static void everyone(void)
{
	BYTE sid[SECURITY_MAX_SID_SIZE];
	TCHAR name[64], domain[64];
	DWORD size = sizeof sid, n = 3, d = 64;
	SID_NAME_USE use;
	CreateWellKnownSid(WinWorldSid, NULL, sid, &size);
	printf("%d", LookupAccountSid(NULL, sid, name, &n, domain, &d, &use));
	printf(" %d ", (int)n);
	d = n = 64;
	if (LookupAccountSid(NULL, sid, name, &n, domain, &d, &use))
		_tprintf(TEXT("%s %d\n"), name, (int)use);
}

int main(void)
{
	longs(), commands(), letters(), dates(), everyone();
	return 0;
}
