/* Hears what is shouted to the examples\shout slots of its domain. One message
   may arrive more than once, over each network card and protocol; the repeats
   come right behind each other. Ends when a while passes without any. */
#include <windows.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
	char text[425], before[425] = "";
	DWORD size;
	HANDLE slot = CreateMailslotA("\\\\.\\mailslot\\examples\\shout", 424, MAILSLOT_WAIT_FOREVER, NULL);
	if (slot == INVALID_HANDLE_VALUE)
		return 1;
	while (ReadFile(slot, text, 424, &size, NULL)) {
		text[size] = 0;
		if (strcmp(text, before)) {
			printf("heard: %s\n", text);
			fflush(stdout);
		}
		strcpy(before, text);
		SetMailslotInfo(slot, 2000);
	}
	printf("%s\n", GetLastError() == ERROR_SEM_TIMEOUT ? "silence" : "error");
	CloseHandle(slot);
	return 0;
}
