/* Lines from the keyboard go to the slot. */
#include <windows.h>
#include <tchar.h>
#include <stdio.h>

int _tmain(int argc, TCHAR *argv[])
{
	TCHAR name[MAX_PATH], line[128];
	DWORD written;
	HANDLE slot;
	wsprintf(name, TEXT("\\\\.\\mailslot\\%s"), argc > 1 ? argv[1] : TEXT("tmain"));
	slot = CreateFile(name, GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
	if (slot == INVALID_HANDLE_VALUE) {
		switch (GetLastError()) {
		case ERROR_FILE_NOT_FOUND: _putts(TEXT("no server")); break;
		case ERROR_ACCESS_DENIED: _putts(TEXT("not allowed")); break;
		default: _tprintf(TEXT("error %lu\n"), GetLastError());
		}
		return 1;
	}
	_fputts(TEXT("> "), stdout);
	while (_fgetts(line, 128, stdin)) {
		size_t n = _tcslen(line);
		if (n && line[n - 1] == TEXT('\n'))
			line[--n] = 0;
		if (!WriteFile(slot, line, (DWORD)((n + 1) * sizeof(TCHAR)), &written, NULL)) {
			_tprintf(TEXT("write: %lu\n"), GetLastError());
			return 2;
		}
		_tprintf(TEXT("sent %lu of \"%s\"\n"), written / (DWORD)sizeof(TCHAR), line);
	}
	CloseHandle(slot);
	return 0;
}
