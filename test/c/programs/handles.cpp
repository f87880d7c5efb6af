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
	printf("event: %d %lu\n", ReadFile(event, &c, 1, &n, NULL), GetLastError());
	printf("garbage: %d %lu\n", WriteFile((HANDLE)0x777, &c, 1, &n, NULL), GetLastError());
	printf("null: %d %lu\n", ReadFile(NULL, &c, 1, &n, NULL), GetLastError());
	printf("no name: %d %lu\n", CreateMailslotA(NULL, 0, 0, NULL) == INVALID_HANDLE_VALUE, GetLastError());
	printf("no count: %d %lu\n", ReadFile(copy, &c, 1, NULL, NULL), GetLastError());
	DWORD flags = 9;
	printf("info: %d %lu\n", GetHandleInformation(copy, &flags), flags);
	printf("all null: %d\n", GetMailslotInfo(copy, NULL, NULL, NULL, NULL));
	printf("closed: %d, twice: %d %lu\n", CloseHandle(copy), CloseHandle(copy), GetLastError());
	return 0;
}
