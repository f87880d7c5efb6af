#include <windows.h>
#include <conio.h>
#include <stdio.h>

int main(void)
{
	int choice = 0;
	char text[64];
	DWORD n;
	HANDLE out = CreateFileA("\\\\.\\mailslot\\menu", GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
	if (out == INVALID_HANDLE_VALUE)
		return printf("error %d\n", GetLastError());
	for (;;) {
		printf("1 send, 2 quit: ");
		if (scanf_s("%d", &choice) != 1 || choice == 2)
			break;
		scanf_s("%s", text, (unsigned)sizeof text);
		WriteFile(out, text, (DWORD)strlen(text), &n, NULL);
		printf("%I64d bytes\n", (__int64)n);
	}
	CloseHandle(out);
	return 0;
}
