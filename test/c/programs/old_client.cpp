#include <windows.h>
#include <iostream.h>
#include <stdio.h>
#include <string.h>

void main(int argc, char *argv[])
{
	HANDLE Mailslot;
	DWORD BytesWritten;
	CHAR ServerName[256];

	if (argc < 2) {
		cout << "Usage: client <server name>" << endl;
		return;
	}
	sprintf(ServerName, "\\\\%s\\Mailslot\\Myslot", argv[1]);
	if ((Mailslot = CreateFile(ServerName, GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL)) == INVALID_HANDLE_VALUE) {
		printf("CreateFile failed with error %d\n", GetLastError());
		return;
	}
	if (WriteFile(Mailslot, "This is a test", 14, &BytesWritten, NULL) == 0) {
		printf("WriteFile failed with error %d\n", GetLastError());
		return;
	}
	printf("Wrote %lu bytes\n", BytesWritten);
	WriteFile(Mailslot, "quit", 4, &BytesWritten, NULL);
	CloseHandle(Mailslot);
}
