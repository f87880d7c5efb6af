/* Gives a child its end of a slot: the handle is inherited, and only its number
   is told.

   inherit_server PATH-OF-inherit_client */
#include <windows.h>
#include <tchar.h>
#include <stdio.h>

int _tmain(int argc, TCHAR **argv)
{
	SECURITY_ATTRIBUTES inherited = {sizeof(inherited), NULL, TRUE};
	STARTUPINFO start;
	PROCESS_INFORMATION child;
	TCHAR command[2 * MAX_PATH];
	char text[100];
	DWORD size, code;
	HANDLE slot, end;
	if (argc != 2)
		return 2;
	slot = CreateMailslot(TEXT("\\\\.\\mailslot\\examples\\inherit"), 0, 20000, NULL);
	end = CreateFile(TEXT("\\\\.\\mailslot\\examples\\inherit"), GENERIC_WRITE, FILE_SHARE_READ, &inherited, OPEN_EXISTING, 0, NULL);
	if (slot == INVALID_HANDLE_VALUE || end == INVALID_HANDLE_VALUE)
		return 1;
	_sntprintf(command, 2 * MAX_PATH, TEXT("\"%s\" %lu"), argv[1], (unsigned long)(ULONG_PTR)end);
	ZeroMemory(&start, sizeof(start));
	start.cb = sizeof(start);
	if (!CreateProcess(NULL, command, NULL, NULL, TRUE, 0, NULL, NULL, &start, &child)) {
		_tprintf(TEXT("CreateProcess: error %lu\n"), (unsigned long)GetLastError());
		return 1;
	}
	CloseHandle(end);
	while (ReadFile(slot, text, sizeof(text), &size, NULL) && size)
		printf("child says: %.*s\n", (int)size, text);
	WaitForSingleObject(child.hProcess, INFINITE);
	GetExitCodeProcess(child.hProcess, &code);
	printf("child ended with %lu\n", (unsigned long)code);
	CloseHandle(child.hThread);
	CloseHandle(child.hProcess);
	CloseHandle(slot);
	return 0;
}
