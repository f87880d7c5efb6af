// In the manner of Visual C++ 6: iostream.h, void main, a fixed buffer.
#include <windows.h>
#include <iostream.h>
#include <conio.h>

#define BUFFER_SIZE 256

void main(void)
{
	HANDLE Mailslot;
	char buffer[BUFFER_SIZE];
	DWORD NumberOfBytesRead;

	if ((Mailslot = CreateMailslot("\\\\.\\Mailslot\\Myslot", 0, MAILSLOT_WAIT_FOREVER, NULL)) == INVALID_HANDLE_VALUE) {
		cerr << "Failed to create a mailslot " << GetLastError() << endl;
		return;
	}
	cout << "ready" << endl;
	while (ReadFile(Mailslot, buffer, BUFFER_SIZE, &NumberOfBytesRead, NULL) != 0) {
		cout.write(buffer, NumberOfBytesRead);
		cout << " (" << NumberOfBytesRead << " bytes)" << endl;
		if (NumberOfBytesRead == 4 && !memcmp(buffer, "quit", 4))
			break;
	}
	CloseHandle(Mailslot);
	cout << "press a key" << endl;
	getch();
}
