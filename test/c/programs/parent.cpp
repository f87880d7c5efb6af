// Starts itself as a child that inherits the writing end and gets its number.
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char *argv[])
{
	DWORD n;
	if (argc > 1) {
		HANDLE out = (HANDLE)(INT_PTR)atoi(argv[1]);
		const char text[] = "from the child";
		return WriteFile(out, text, sizeof text, &n, NULL) ? 3 : 4;
	}
	SECURITY_ATTRIBUTES inherit = {sizeof(SECURITY_ATTRIBUTES), NULL, TRUE};
	HANDLE slot = CreateMailslotA("\\\\.\\mailslot\\family", 0, 3000, NULL);
	HANDLE out = CreateFileA("\\\\.\\mailslot\\family", GENERIC_WRITE, FILE_SHARE_READ, &inherit, OPEN_EXISTING, 0, NULL);
	STARTUPINFOA si;
	PROCESS_INFORMATION pi;
	ZeroMemory(&si, sizeof(si));
	si.cb = sizeof(si);
	ZeroMemory(&pi, sizeof(pi));
	char line[MAX_PATH * 2], self[MAX_PATH], text[64] = "";
	GetModuleFileNameA(NULL, self, MAX_PATH);
	sprintf_s(line, sizeof(line), "\"%s\" %d", self, (int)(INT_PTR)out);
	if (!CreateProcessA(NULL, line, NULL, NULL, TRUE, CREATE_NEW_CONSOLE, NULL, NULL, &si, &pi)) {
		printf("CreateProcess failed (%d).\n", GetLastError());
		return 1;
	}
	BOOL read = ReadFile(slot, text, sizeof(text), &n, NULL);
	WaitForSingleObject(pi.hProcess, INFINITE);
	DWORD code = 0;
	GetExitCodeProcess(pi.hProcess, &code);
	CloseHandle(pi.hProcess);
	CloseHandle(pi.hThread);
	printf("%d %s, child ended with %lu\n", read, text, code);
	return 0;
}
