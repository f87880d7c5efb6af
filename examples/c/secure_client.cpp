// Writes to the slot that everybody may write to, and tells a refusal from a
// server that is not there.
#include <windows.h>
#include <iostream>

int main()
{
	HANDLE slot = CreateFileA("\\\\.\\mailslot\\examples\\secure", GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
	if (slot == INVALID_HANDLE_VALUE) {
		DWORD code = GetLastError();
		std::cout << (code == ERROR_ACCESS_DENIED ? "refused" : code == ERROR_FILE_NOT_FOUND ? "no server" : "error") << std::endl;
		return 1;
	}
	DWORD size;
	BOOL written = WriteFile(slot, "hello", 5, &size, NULL);
	CloseHandle(slot);
	return written ? 0 : 1;
}
