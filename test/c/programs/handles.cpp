// Copies of handles, handles of other kinds, no handles at all.
#include <windows.h>
#include <stdio.h>

int main()
{
	HANDLE slot = CreateMailslotA("\\\\.\\mailslot\\handles", 0, 0, NULL), copy = NULL;
	HANDLE event = CreateEventA(NULL, TRUE, FALSE, NULL);
	char c;
	DWORD n;
	DuplicateHandle(GetCurrentProcess(), slot, GetCurrentProcess(), &copy, 0, FALSE, DUPLICATE_SAME_ACCESS);
	CloseHandle(slot);
	printf("still there: %d\n", ReadFile(copy, &c, 1, &n, NULL) || GetLastError() == ERROR_SEM_TIMEOUT);
	BOOL ok = ReadFile(event, &c, 1, &n, NULL);
	printf("event: %d %lu\n", ok, GetLastError());
	ok = WriteFile((HANDLE)0x777, &c, 1, &n, NULL);
	printf("garbage: %d %lu\n", ok, GetLastError());
	ok = ReadFile(NULL, &c, 1, &n, NULL);
	printf("null: %d %lu\n", ok, GetLastError());
	ok = CreateMailslotA(NULL, 0, 0, NULL) != INVALID_HANDLE_VALUE;
	printf("no name: %d %lu\n", ok, GetLastError());
	DWORD flags = 9;
	ok = GetHandleInformation(copy, &flags);
	printf("info: %d %lu\n", ok, flags);
	printf("all null: %d\n", GetMailslotInfo(copy, NULL, NULL, NULL, NULL));
	ok = CloseHandle(copy);
	BOOL twice = CloseHandle(copy);
	printf("closed: %d, twice: %d %lu\n", ok, twice, GetLastError());
	return 0;
}
