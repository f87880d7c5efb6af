/* Writes each of its arguments as one message. A first argument such as
   --to=COMPUTER (or --to=* for all) sends to other computers. */
#include <windows.h>
#include <tchar.h>
#include <stdio.h>

int _tmain(int argc, TCHAR **argv)
{
	TCHAR name[MAX_PATH];
	const TCHAR *to = TEXT(".");
	DWORD size;
	HANDLE slot;
	int i = 1;
	if (argc > 1 && !_tcsncmp(argv[1], TEXT("--to="), 5))
		to = argv[i++] + 5;
	wsprintf(name, TEXT("\\\\%s\\mailslot\\examples\\notes"), to);
	slot = CreateFile(name, GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
	if (slot == INVALID_HANDLE_VALUE) {
		_tprintf(TEXT("CreateFile: error %lu\n"), (unsigned long)GetLastError());
		return 1;
	}
	for (; i < argc; i++)
		if (!WriteFile(slot, argv[i], (DWORD)(_tcslen(argv[i]) * sizeof(TCHAR)), &size, NULL)) {
			_tprintf(TEXT("WriteFile: error %lu\n"), (unsigned long)GetLastError());
			return 2;
		}
	CloseHandle(slot);
	return 0;
}
