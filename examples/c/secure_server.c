/* A slot to which everybody may write, by security attributes made of SDDL.
   Without any, only the own user may. */
#include <windows.h>
#include <sddl.h>
#include <stdio.h>

int main(void)
{
	SECURITY_ATTRIBUTES everybody = {sizeof(everybody), NULL, FALSE};
	char text[100];
	DWORD size;
	HANDLE slot;
	if (!ConvertStringSecurityDescriptorToSecurityDescriptorA("D:(A;;GA;;;WD)", SDDL_REVISION_1, &everybody.lpSecurityDescriptor, NULL)) {
		printf("SDDL: error %lu\n", (unsigned long)GetLastError());
		return 1;
	}
	slot = CreateMailslotA("\\\\.\\mailslot\\examples\\secure", 0, MAILSLOT_WAIT_FOREVER, &everybody);
	LocalFree(everybody.lpSecurityDescriptor);
	if (slot == INVALID_HANDLE_VALUE) {
		printf("CreateMailslot: error %lu\n", (unsigned long)GetLastError());
		return 1;
	}
	if (ReadFile(slot, text, sizeof(text), &size, NULL))
		printf("somebody says: %.*s\n", (int)size, text);
	CloseHandle(slot);
	return 0;
}
