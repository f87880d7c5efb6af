/* What the console's calls say about the screen in wide characters: fonts, and
   text put at a place. Compiled twice, see wide.c. */
#include "internal.h"

/* The font is the terminal's: a program may set one and gets it back. */
static CONSOLE_FONT_INFOEX font = {sizeof font, 0, {8, 16}, 54, 400, L"Consolas"};

EXPORT BOOL WINAPI GetCurrentConsoleFontEx(HANDLE console, BOOL maximum, PCONSOLE_FONT_INFOEX info)
{
	(void)console, (void)maximum;
	if (!info || info->cbSize != sizeof *info)
		return msw_result(ERROR_INVALID_PARAMETER);
	*info = font;
	return TRUE;
}
EXPORT BOOL WINAPI SetCurrentConsoleFontEx(HANDLE console, BOOL maximum, PCONSOLE_FONT_INFOEX info)
{
	(void)console, (void)maximum;
	if (!info || info->cbSize != sizeof *info)
		return msw_result(ERROR_INVALID_PARAMETER);
	font = *info;
	return TRUE;
}
EXPORT BOOL WINAPI WriteConsoleOutputCharacterW(HANDLE console, LPCWSTR text, DWORD length, COORD position, LPDWORD written)
{
	CHAR narrow[1024];
	int n = WideCharToMultiByte(CP_UTF8, 0, text, (int)length, narrow, sizeof narrow, NULL, NULL);
	BOOL ok = WriteConsoleOutputCharacterA(console, narrow, (DWORD)n, position, written);
	if (ok && written)
		*written = length;
	return ok;
}
