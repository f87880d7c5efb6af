/* Shouts to every computer of a domain or workgroup (or to one computer, or to
   all: *). Nobody answers: a datagram is sent, and success says only that. At
   most 424 bytes go that way.

   shout_client DOMAIN TEXT */
#include <windows.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
	char name[MAX_PATH];
	DWORD written;
	HANDLE slot;
	if (argc != 3 || strlen(argv[1]) > 100) {
		printf("shout_client DOMAIN TEXT\n");
		return 2;
	}
	sprintf(name, "\\\\%s\\mailslot\\examples\\shout", argv[1]);
	slot = CreateFileA(name, GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
	if (slot == INVALID_HANDLE_VALUE) {
		printf("CreateFile: error %lu\n", (unsigned long)GetLastError());
		return 1;
	}
	if (!WriteFile(slot, argv[2], (DWORD)strlen(argv[2]), &written, NULL)) {
		printf("WriteFile: error %lu\n", (unsigned long)GetLastError());
		return 1;
	}
	CloseHandle(slot);
	printf("%lu bytes shouted\n", (unsigned long)written);
	return 0;
}
