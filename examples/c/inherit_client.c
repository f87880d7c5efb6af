/* Writes through the handle that it inherited; an empty message says that it was
   the last. inherit_server starts it. */
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	DWORD size;
	HANDLE end = argc == 2 ? (HANDLE)(ULONG_PTR)strtoul(argv[1], NULL, 10) : INVALID_HANDLE_VALUE;
	if (!WriteFile(end, "good morning", 12, &size, NULL) || !WriteFile(end, "good night", 10, &size, NULL))
		return (int)GetLastError();
	WriteFile(end, NULL, 0, &size, NULL);
	return 3;
}
