/* Creates a slot, prints each message, ends at "bye". */
#include <windows.h>
#include <tchar.h>
#include <stdio.h>

int _tmain(void)
{
	TCHAR text[200];
	DWORD size;
	HANDLE slot = CreateMailslot(TEXT("\\\\.\\mailslot\\examples\\notes"), 0, MAILSLOT_WAIT_FOREVER, NULL);
	if (slot == INVALID_HANDLE_VALUE) {
		_tprintf(TEXT("CreateMailslot: error %lu\n"), (unsigned long)GetLastError());
		return 1;
	}
	while (ReadFile(slot, text, sizeof(text) - sizeof(TCHAR), &size, NULL)) {
		text[size / sizeof(TCHAR)] = 0;
		_tprintf(TEXT("note: %s\n"), text);
		if (!_tcscmp(text, TEXT("bye")))
			break;
	}
	CloseHandle(slot);
	return 0;
}
