/* Asks how much waits before it reads (GetMailslotInfo), and gives up when
   nothing came for the time-out that SetMailslotInfo set. */
#include <windows.h>
#include <stdio.h>

int main(void)
{
	DWORD longest, next, count, timeout, size;
	char *text;
	HANDLE slot = CreateMailslotA("\\\\.\\mailslot\\examples\\queue", 100, MAILSLOT_WAIT_FOREVER, NULL);
	if (slot == INVALID_HANDLE_VALUE)
		return 1;
	for (;;) {
		if (!GetMailslotInfo(slot, &longest, &next, &count, &timeout))
			return 1;
		size = next == MAILSLOT_NO_MESSAGE ? longest : next;
		text = (char *)GlobalAlloc(GPTR, size + 1);
		if (!ReadFile(slot, text, size, &size, NULL))
			break;
		printf("%lu bytes, %lu waiting: %s\n", (unsigned long)size, (unsigned long)count, text);
		GlobalFree((HGLOBAL)text);
		SetMailslotInfo(slot, 300);
	}
	printf("done: %s\n", GetLastError() == ERROR_SEM_TIMEOUT ? "nothing more" : "error");
	GlobalFree((HGLOBAL)text);
	CloseHandle(slot);
	return 0;
}
