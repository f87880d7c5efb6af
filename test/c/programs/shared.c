/* Memory beside the mailslot: a child finds it by name, and a message says when
   to look. Views of a file, and what cannot be mapped. */
#include <windows.h>
#include <tchar.h>
#include <stdio.h>

#define SLOT TEXT("\\\\.\\mailslot\\shared")
#define MEMORY TEXT("Local\\SharedBoard")

typedef struct { LONG version; char text[60]; } BOARD;

static int child(void)
{
	DWORD n;
	HANDLE map = OpenFileMapping(FILE_MAP_ALL_ACCESS, FALSE, MEMORY);
	HANDLE slot = CreateFile(SLOT, GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
	BOARD *board = (BOARD *)MapViewOfFile(map, FILE_MAP_WRITE, 0, 0, sizeof(BOARD));
	if (!board)
		return 1;
	strcpy(board->text, "from the child");
	InterlockedIncrement(&board->version);
	UnmapViewOfFile(board);
	WriteFile(slot, "look", 4, &n, NULL);
	return CloseHandle(map) && CloseHandle(slot) ? 0 : 2;
}

static void by_name(void)
{
	STARTUPINFO si = {sizeof si};
	PROCESS_INFORMATION pi;
	TCHAR self[MAX_PATH], line[MAX_PATH + 10];
	char word[8];
	DWORD n, code = 99;
	HANDLE slot = CreateMailslot(SLOT, 0, 20000, NULL);
	HANDLE map = CreateFileMapping(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, sizeof(BOARD), MEMORY), again;
	BOARD *board = (BOARD *)MapViewOfFile(map, FILE_MAP_ALL_ACCESS, 0, 0, 0);
	board->version = 41;
	GetModuleFileName(NULL, self, MAX_PATH);
	wsprintf(line, TEXT("\"%s\" child"), self);
	CreateProcess(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &si, &pi);
	if (ReadFile(slot, word, sizeof word, &n, NULL))
		printf("%d %s\n", (int)board->version, board->text);
	WaitForSingleObject(pi.hProcess, INFINITE);
	GetExitCodeProcess(pi.hProcess, &code);
	again = CreateFileMapping(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 4096, MEMORY);
	printf("child %d, there already %d", (int)code, GetLastError() == ERROR_ALREADY_EXISTS);
	CloseHandle(again), CloseHandle(map), CloseHandle(slot), CloseHandle(pi.hProcess), CloseHandle(pi.hThread);
	again = OpenFileMapping(FILE_MAP_READ, FALSE, MEMORY);
	printf(", name gone %d, view lives %d\n", !again && GetLastError() == ERROR_FILE_NOT_FOUND, (int)board->version);
	UnmapViewOfFile(board);
}

static void of_file(void)
{
	TCHAR dir[MAX_PATH], name[MAX_PATH];
	char back[6] = "";
	DWORD n;
	HANDLE file, map;
	char *view;
	GetTempPath(MAX_PATH, dir);
	GetTempFileName(dir, TEXT("map"), 0, name);
	file = CreateFile(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
	map = CreateFileMapping(file, NULL, PAGE_READWRITE, 0, 0, NULL);
	printf("empty %d", !map && GetLastError() == ERROR_FILE_INVALID);
	map = CreateFileMapping(file, NULL, PAGE_READWRITE, 0, 70000, NULL);
	view = (char *)MapViewOfFile(map, FILE_MAP_WRITE, 0, 65536, 0);
	memcpy(view, "bytes", 5);
	printf(", flushed %d", FlushViewOfFile(view, 5) && UnmapViewOfFile(view));
	printf(", twice %d", !UnmapViewOfFile(view) && GetLastError() == ERROR_INVALID_ADDRESS);
	printf(", offset %d", !MapViewOfFile(map, FILE_MAP_READ, 0, 4096, 0) && GetLastError() == ERROR_MAPPED_ALIGNMENT);
	printf(", beyond %d", !MapViewOfFile(map, FILE_MAP_READ, 0, 0, 70001) && GetLastError() == ERROR_ACCESS_DENIED);
	CloseHandle(map);
	SetFilePointer(file, 65536, NULL, FILE_BEGIN);
	ReadFile(file, back, 5, &n, NULL);
	printf(", %s of %u\n", back, (unsigned)GetFileSize(file, NULL));
	CloseHandle(file), DeleteFile(name);
}

static void refused(void)
{
	HANDLE event = CreateEvent(NULL, FALSE, FALSE, MEMORY);
	HANDLE map = CreateFileMapping(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 1, MEMORY);
	printf("event's name %d", !map && GetLastError() == ERROR_INVALID_HANDLE);
	CloseHandle(event);
	map = CreateFileMapping(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 0, NULL);
	printf(", no size %d", !map && GetLastError() == ERROR_INVALID_PARAMETER);
	printf(", no mapping %d\n", !MapViewOfFile(INVALID_HANDLE_VALUE, FILE_MAP_READ, 0, 0, 0) && GetLastError() == ERROR_INVALID_HANDLE);
}

int _tmain(int argc, TCHAR **argv)
{
	if (argc > 1 && !_tcscmp(argv[1], TEXT("child")))
		return child();
	by_name(), of_file(), refused();
	return 0;
}
