/* Messages without content: each is a ring of the bell. A server need not have
   a buffer for them, and a real message is not lost by such a read: it fails
   with 122 and the message stays. */
#include <windows.h>
#include <stdio.h>

int main(void)
{
	char text[100];
	DWORD size, next, count, rings = 0;
	HANDLE slot = CreateMailslotA("\\\\.\\mailslot\\examples\\bell", 0, MAILSLOT_WAIT_FOREVER, NULL);
	if (slot == INVALID_HANDLE_VALUE)
		return 1;
	while (ReadFile(slot, NULL, 0, &size, NULL)) {
		GetMailslotInfo(slot, NULL, &next, &count, NULL);
		printf("ring %lu, %s\n", (unsigned long)++rings, next == MAILSLOT_NO_MESSAGE ? "quiet" : next ? "a message waits" : "more");
	}
	if (GetLastError() == ERROR_INSUFFICIENT_BUFFER && ReadFile(slot, text, sizeof(text), &size, NULL))
		printf("%lu rings, then: %.*s\n", (unsigned long)rings, (int)size, text);
	CloseHandle(slot);
	return 0;
}
