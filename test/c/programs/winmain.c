/* A program without a console. */
#include <windows.h>
#include <stdio.h>

int WINAPI WinMain(HINSTANCE instance, HINSTANCE previous, LPSTR line, int show)
{
	HANDLE slot = CreateMailslotA("\\\\.\\mailslot\\gui", 0, 0, NULL);
	(void)instance;
	printf("%d %p [%s] %d\n", slot != INVALID_HANDLE_VALUE, (void *)previous, line, show);
	MessageBoxA(NULL, "Quit?", "gui", MB_YESNO);
	return 5;
}
