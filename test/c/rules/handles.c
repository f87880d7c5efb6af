/* Section 7: other calls on the handles, waiting, duplicates. */
#include "check.h"

static void file_calls(HANDLE s, HANDLE c)
{
	LARGE_INTEGER size;
	BY_HANDLE_FILE_INFORMATION by;
	FILETIME time;
	DWORD n;
	SetLastError(UNTOUCHED);
	OK("7", GetFileType(s) == FILE_TYPE_UNKNOWN && GetLastError() == 0);
	OK("7", GetFileType(c) == FILE_TYPE_UNKNOWN);
	FAILS("7", SetFilePointer(s, 0, NULL, FILE_BEGIN) != INVALID_SET_FILE_POINTER, ERROR_INVALID_FUNCTION);
	FAILS("7", SetFilePointer(c, 0, NULL, FILE_BEGIN) != INVALID_SET_FILE_POINTER, ERROR_INVALID_FUNCTION);
	FAILS("7", GetFileSizeEx(s, &size), ERROR_INVALID_FUNCTION);
	FAILS("7", GetFileSizeEx(c, &size), ERROR_INVALID_FUNCTION);
	FAILS("7", GetFileSize(s, NULL) != INVALID_FILE_SIZE, ERROR_INVALID_FUNCTION);
	FAILS("7", SetEndOfFile(s), ERROR_INVALID_FUNCTION);
	FAILS("7", SetEndOfFile(c), ERROR_INVALID_FUNCTION);
	FAILS("7", GetFileInformationByHandle(s, &by), ERROR_INVALID_FUNCTION);
	FAILS("7", GetFileInformationByHandle(c, &by), ERROR_INVALID_FUNCTION);
	FAILS("7", GetFileTime(s, &time, NULL, NULL), ERROR_INVALID_FUNCTION);
	FAILS("7", GetFileTime(c, &time, NULL, NULL), ERROR_INVALID_FUNCTION);
	OK("7", !LockFile(s, 0, 0, 1, 0) && !LockFile(c, 0, 0, 1, 0));
	OK("7", !FlushFileBuffers(s));
	OK("7", CreateFileMappingA(s, NULL, PAGE_READONLY, 0, 1, NULL) == NULL);
	FAILS("7", DeviceIoControl(s, 0x222000, NULL, 0, NULL, 0, &n, NULL), ERROR_NOT_SUPPORTED);
}

static void pipe_calls(HANDLE s, HANDLE c)
{
	DWORD n;
	FAILS("7", PeekNamedPipe(s, NULL, 0, NULL, NULL, NULL), ERROR_NOT_SUPPORTED);
	FAILS("7", PeekNamedPipe(c, NULL, 0, NULL, NULL, NULL), ERROR_ACCESS_DENIED);
	FAILS("7", GetNamedPipeInfo(s, NULL, NULL, NULL, NULL), ERROR_INVALID_FUNCTION);
	FAILS("7", GetNamedPipeInfo(c, NULL, NULL, NULL, NULL), ERROR_INVALID_FUNCTION);
	FAILS("7", GetNamedPipeHandleStateA(s, &n, NULL, NULL, NULL, NULL, 0), ERROR_INVALID_FUNCTION);
	FAILS("7", DisconnectNamedPipe(s), ERROR_NOT_SUPPORTED);
	FAILS("7", WaitNamedPipeA(slot("other"), 1), ERROR_PATH_NOT_FOUND);
}

/* The name as the handle knows it. A short buffer gets its beginning. */
static void own_name(HANDLE s, HANDLE c)
{
	union { FILE_NAME_INFO name; WCHAR room[200]; } u;
	DWORD length;
	memset(&u, 0, sizeof u);
	OK("7", GetFileInformationByHandleEx(s, FileNameInfo, &u, sizeof u) && u.name.FileName[0] == '\\');
	length = u.name.FileNameLength;
	OK("7", GetFileInformationByHandleEx(c, FileNameInfo, &u, sizeof u) && u.name.FileNameLength == length);
	FAILS("7", GetFileInformationByHandleEx(s, FileNameInfo, &u, 4 + 3 * sizeof(WCHAR)), ERROR_MORE_DATA);
	OK("7", u.name.FileNameLength == length && length % sizeof(WCHAR) == 0);
}

/* Nothing of the queue is to be seen by waiting. */
static void waiting(HANDLE s, HANDLE c)
{
	OK("7.1", WaitForSingleObject(s, 0) == WAIT_OBJECT_0);
	put(c, "x");
	OK("7.1", WaitForSingleObject(s, 0) == WAIT_OBJECT_0);
	get(s);
	OK("7.1", WaitForSingleObject(s, 0) == WAIT_OBJECT_0);
	OK("7.2", WaitForSingleObject(c, 0) == WAIT_OBJECT_0);
}

static void closing(HANDLE c)
{
	DWORD n;
	OK("7", SetHandleInformation(c, HANDLE_FLAG_PROTECT_FROM_CLOSE, HANDLE_FLAG_PROTECT_FROM_CLOSE));
	FAILS("7", CloseHandle(c), ERROR_INVALID_HANDLE);
	OK("7", GetHandleInformation(c, &n) && n == HANDLE_FLAG_PROTECT_FROM_CLOSE);
	SetHandleInformation(c, HANDLE_FLAG_PROTECT_FROM_CLOSE, 0);
	WORKS("7", CloseHandle(c));
	FAILS("7", CloseHandle(c), ERROR_INVALID_HANDLE);
	FAILS("7", CloseHandle(NULL), ERROR_INVALID_HANDLE);
	OK("7", CloseHandle(INVALID_HANDLE_VALUE));
}

void others(void)
{
	HANDLE s = server("other", 0, 0), c = client("other");
	file_calls(s, c);
	pipe_calls(s, c);
	own_name(s, c);
	waiting(s, c);
	closing(c);
	CloseHandle(s);
}

/* Rights are reduced as asked; asking for more than there is grants nothing. */
static void rights(HANDLE s, HANDLE c)
{
	HANDLE me = GetCurrentProcess(), d;
	DWORD n;
	char buffer[8];
	OK("7.3", DuplicateHandle(me, s, me, &d, FILE_READ_ATTRIBUTES, FALSE, 0));
	FAILS("7.3", ReadFile(d, buffer, 8, &n, NULL), ERROR_ACCESS_DENIED);
	OK("6.4", SetMailslotInfo(d, 7) && GetMailslotInfo(d, NULL, NULL, NULL, &n) && n == 7);
	OK("6.6", GetMailslotInfo(s, NULL, NULL, NULL, &n) && n == 7);
	CloseHandle(d);
	OK("7.3", DuplicateHandle(me, s, me, &d, GENERIC_WRITE, FALSE, 0) && !put(d, "x") && CloseHandle(d));
	OK("7.3", DuplicateHandle(me, c, me, &d, GENERIC_READ, FALSE, 0) && !ReadFile(d, buffer, 8, &n, NULL) && CloseHandle(d));
	OK("7.3", DuplicateHandle(me, s, me, &d, 0, TRUE, DUPLICATE_SAME_ACCESS) && GetHandleInformation(d, &n) && n == HANDLE_FLAG_INHERIT && CloseHandle(d));
}

void duplicates(void)
{
	HANDLE s = server("dup", 0, 0), c = client("dup"), me = GetCurrentProcess(), d;
	OK("7.3", DuplicateHandle(me, s, me, &d, 0, FALSE, DUPLICATE_SAME_ACCESS) && is_handle(d) && d != s);
	OK("7.3", put(c, "a") && !strcmp(get(d), "a"));
	rights(s, c);
	OK("8.5", CloseHandle(s));
	FAILS("8.5", is_handle(server("dup", 0, 0)), ERROR_ALREADY_EXISTS);
	OK("8.5", put(c, "b") && !strcmp(get(d), "b"));
	OK("7.3", DuplicateHandle(me, d, me, &s, 0, FALSE, DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE));
	OK("7.3", put(c, "c") && !strcmp(get(s), "c"));
	CloseHandle(c);
	CloseHandle(s);
	FAILS("7.3", DuplicateHandle(me, (HANDLE)0x12344, me, &d, 0, FALSE, DUPLICATE_SAME_ACCESS), ERROR_INVALID_HANDLE);
}
