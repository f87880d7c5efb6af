// Four threads write through a handle each.
#include <windows.h>
#include <stdio.h>

DWORD WINAPI writer(LPVOID number)
{
	char text[64];
	unsigned long written = 0; // 64 bits here: the headers take it all the same
	HANDLE slot = CreateFileA("\\\\.\\mailslot\\threads\\in", GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
	if (slot == INVALID_HANDLE_VALUE)
		return GetLastError();
	for (int i = 0; i < 50; i++) {
		sprintf_s(text, "thread %d message %d", (int)(INT_PTR)number, i);
		if (!WriteFile(slot, text, (DWORD)strlen(text) + 1, &written, NULL) || written != strlen(text) + 1)
			return 100;
	}
	CloseHandle(slot);
	return 0;
}

int main()
{
	HANDLE threads[4];
	DWORD ids[4], codes = 0, code;
	for (int i = 0; i < 4; i++)
		threads[i] = CreateThread(NULL, 0, writer, (LPVOID)(INT_PTR)i, 0, &ids[i]);
	DWORD waited = WaitForMultipleObjects(4, threads, TRUE, 10000);
	for (int i = 0; i < 4; i++) {
		GetExitCodeThread(threads[i], &code);
		codes += code;
		CloseHandle(threads[i]);
	}
	HANDLE slot = CreateFileA("\\\\.\\mailslot\\threads\\in", GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
	DWORD n;
	WriteFile(slot, "stop", 5, &n, NULL);
	CloseHandle(slot);
	printf("waited %lu, codes %lu\n", waited, codes);
	return 0;
}
