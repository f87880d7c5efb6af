/* Ordinary files and the standard handles through the same calls. */
#include <windows.h>
#include <stdio.h>

int main(void)
{
	char text[64] = "", dir[MAX_PATH], name[MAX_PATH];
	DWORD n = 0;
	HANDLE file, screen = GetStdHandle(STD_OUTPUT_HANDLE), slot, out;
	GetTempPathA(MAX_PATH, dir);
	GetTempFileNameA(dir, "msw", 0, name);
	file = CreateFileA(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
	if (file == INVALID_HANDLE_VALUE)
		return printf("file: %lu\n", GetLastError());
	WriteFile(file, "line one\r\n", 10, &n, NULL);
	printf("size %lu, type %lu\n", GetFileSize(file, NULL), GetFileType(file));
	SetFilePointer(file, 5, NULL, FILE_BEGIN);
	ReadFile(file, text, 3, &n, NULL);
	CloseHandle(file);
	printf("%lu %s, exists %d\n", n, text, GetFileAttributesA(name) != INVALID_FILE_ATTRIBUTES);
	n = (DWORD)DeleteFileA(name);
	DeleteFileA(name);
	printf("deleted %lu, then %lu\n", n, GetLastError());
	fflush(stdout);
	slot = CreateMailslotA("\\\\.\\mailslot\\files", 0, 0, NULL);
	out = CreateFileA("\\\\.\\mailslot\\files", GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
	WriteFile(out, "to the screen\n", 14, &n, NULL);
	ReadFile(slot, text, sizeof text, &n, NULL);
	WriteFile(screen, text, n, &n, NULL);
	if (!ReadFile(slot, text, sizeof text, &n, NULL))
		printf("empty: %lu\n", GetLastError());
	return 0;
}
