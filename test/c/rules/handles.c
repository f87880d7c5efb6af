/* Sections 7 and 8: other calls on the handles, duplicates, lifetime. */
#include "check.h"

void others(void)
{
	HANDLE s = server("other", 0, 0), c = client("other");
	LARGE_INTEGER size;
	BY_HANDLE_FILE_INFORMATION by;
	FILETIME time;
	DWORD n, flags;
	union { FILE_NAME_INFO name; WCHAR room[200]; } u;
	SetLastError(UNTOUCHED);
	OK("7", GetFileType(s) == FILE_TYPE_UNKNOWN && GetLastError() == 0);
	OK("7", GetFileType(c) == FILE_TYPE_UNKNOWN);
	FAILS("7", SetFilePointer(s, 0, NULL, FILE_BEGIN) != INVALID_SET_FILE_POINTER, ERROR_INVALID_FUNCTION);
	FAILS("7", GetFileSizeEx(s, &size), ERROR_INVALID_FUNCTION);
	FAILS("7", GetFileSizeEx(c, &size), ERROR_INVALID_FUNCTION);
	FAILS("7", SetEndOfFile(s), ERROR_INVALID_FUNCTION);
	FAILS("7", GetFileInformationByHandle(s, &by), ERROR_INVALID_FUNCTION);
	FAILS("7", GetFileTime(s, &time, NULL, NULL), ERROR_INVALID_FUNCTION);
	FAILS("7", PeekNamedPipe(s, NULL, 0, NULL, NULL, NULL), ERROR_NOT_SUPPORTED);
	FAILS("7", PeekNamedPipe(c, NULL, 0, NULL, NULL, NULL), ERROR_ACCESS_DENIED);
	FAILS("7", GetNamedPipeInfo(s, NULL, NULL, NULL, NULL), ERROR_INVALID_FUNCTION);
	FAILS("7", DisconnectNamedPipe(s), ERROR_NOT_SUPPORTED);
	OK("7", GetFileInformationByHandleEx(s, FileNameInfo, &u, sizeof u) && u.name.FileName[0] == '\\');
	flags = u.name.FileNameLength;
	FAILS("7", GetFileInformationByHandleEx(s, FileNameInfo, &u, 4 + 3 * sizeof(WCHAR)), ERROR_MORE_DATA);
	OK("7", u.name.FileNameLength == flags && flags % sizeof(WCHAR) == 0);
	OK("7.1", WaitForSingleObject(s, 0) == WAIT_OBJECT_0);
	put(c, "x");
	OK("7.1", WaitForSingleObject(s, 0) == WAIT_OBJECT_0);
	OK("7.2", WaitForSingleObject(c, 0) == WAIT_OBJECT_0);
	OK("7", SetHandleInformation(c, HANDLE_FLAG_PROTECT_FROM_CLOSE, HANDLE_FLAG_PROTECT_FROM_CLOSE));
	FAILS("7", CloseHandle(c), ERROR_INVALID_HANDLE);
	OK("7", GetHandleInformation(c, &n) && n == HANDLE_FLAG_PROTECT_FROM_CLOSE);
	SetHandleInformation(c, HANDLE_FLAG_PROTECT_FROM_CLOSE, 0);
	WORKS("7", CloseHandle(c));
	FAILS("7", CloseHandle(c), ERROR_INVALID_HANDLE);
	FAILS("7", CloseHandle(NULL), ERROR_INVALID_HANDLE);
	OK("7", CloseHandle(INVALID_HANDLE_VALUE));
	CloseHandle(s);
}

void duplicates(void)
{
	HANDLE s = server("dup", 0, 0), c = client("dup"), me = GetCurrentProcess(), d, q;
	DWORD n;
	char buffer[8];
	OK("7.3", DuplicateHandle(me, s, me, &d, 0, FALSE, DUPLICATE_SAME_ACCESS) && is_handle(d) && d != s);
	OK("7.3", put(c, "a") && !strcmp(get(d), "a"));
	OK("7.3", DuplicateHandle(me, s, me, &q, FILE_READ_ATTRIBUTES, FALSE, 0));
	FAILS("7.3", ReadFile(q, buffer, 8, &n, NULL), ERROR_ACCESS_DENIED);
	OK("6.4", SetMailslotInfo(q, 7) && GetMailslotInfo(q, NULL, NULL, NULL, &n) && n == 7);
	OK("6.6", GetMailslotInfo(s, NULL, NULL, NULL, &n) && n == 7);
	CloseHandle(q);
	OK("8.5", CloseHandle(s));
	FAILS("8.5", is_handle(server("dup", 0, 0)), ERROR_ALREADY_EXISTS);
	OK("8.5", put(c, "b") && !strcmp(get(d), "b"));
	OK("7.3", DuplicateHandle(me, d, me, &s, 0, FALSE, DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE));
	OK("7.3", put(c, "c") && !strcmp(get(s), "c"));
	CloseHandle(c);
	CloseHandle(s);
	FAILS("7.3", DuplicateHandle(me, (HANDLE)0x12344, me, &d, 0, FALSE, DUPLICATE_SAME_ACCESS), ERROR_INVALID_HANDLE);
}

void lifetime(void)
{
	HANDLE s = server("life", 0, 0), c = client("life"), again;
	put(c, "kept");
	CloseHandle(c);
	OK("8.2", !strcmp(get(s), "kept"));
	c = client("life");
	put(c, "lost");
	CloseHandle(s);
	FAILS("8.3", put(c, "late"), ERROR_HANDLE_EOF);
	FAILS("8.4", is_handle(client("life")), ERROR_FILE_NOT_FOUND);
	OK("8.4", is_handle(again = server("life", 0, 0)));
	OK("8.2", count(again) == 0);
	FAILS("8.4", put(c, "late"), ERROR_HANDLE_EOF);
	CloseHandle(c);
	CloseHandle(again);
}
