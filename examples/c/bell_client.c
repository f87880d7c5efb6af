/* Rings three times, then says something. */
#include <windows.h>

int main(void)
{
	DWORD size;
	int i;
	HANDLE slot = CreateFileA("\\\\.\\mailslot\\examples\\bell", GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
	if (slot == INVALID_HANDLE_VALUE)
		return 1;
	for (i = 0; i < 3; i++)
		if (!WriteFile(slot, NULL, 0, &size, NULL))
			return 2;
	if (!WriteFile(slot, "open the door", 13, &size, NULL))
		return 3;
	CloseHandle(slot);
	return 0;
}
