// Four threads write to the queue, one message each.
#include <windows.h>
#include <iostream>

static DWORD WINAPI write_one(LPVOID text)
{
	HANDLE slot = CreateFileA("\\\\.\\mailslot\\examples\\queue", GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
	DWORD size = 0;
	if (slot == INVALID_HANDLE_VALUE)
		return GetLastError();
	BOOL written = WriteFile(slot, text, (DWORD)lstrlenA((LPCSTR)text), &size, NULL);
	CloseHandle(slot);
	return written ? 0 : 1;
}

int main()
{
	static char words[4][6] = {"spade", "heart", "club", "gem"};
	HANDLE threads[4];
	for (int i = 0; i < 4; i++)
		threads[i] = CreateThread(NULL, 0, write_one, words[i], 0, NULL);
	WaitForMultipleObjects(4, threads, TRUE, INFINITE);
	for (int i = 0; i < 4; i++)
		CloseHandle(threads[i]);
	std::cout << "four written" << std::endl;
	return 0;
}
