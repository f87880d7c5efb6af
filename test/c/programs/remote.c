/* Names of other computers: opening them succeeds whoever is there. */
#include <windows.h>
#include <stdio.h>

int main(void)
{
	HANDLE all = CreateFileA("\\\\*\\mailslot\\news", GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
	char name[MAX_COMPUTERNAME_LENGTH + 1];
	DWORD size = sizeof name;
	if (GetComputerNameA(name, &size))
		printf("name %d\n", size > 0 && size == strlen(name));
	printf("%s\n", all == INVALID_HANDLE_VALUE && GetLastError() == ERROR_NETWORK_UNREACHABLE ? "no network" : "opened");
	CloseHandle(all);
	return 0;
}
