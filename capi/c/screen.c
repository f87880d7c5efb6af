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

/* Cells of a block, as text in the colours of each. */
static BOOL cells(HANDLE console, const CHAR_INFO *cell, COORD size, COORD from, PSMALL_RECT region, BOOL wide)
{
	CONSOLE_SCREEN_BUFFER_INFO before;
	if (!cell || !region)
		return msw_result(ERROR_INVALID_PARAMETER);
	GetConsoleScreenBufferInfo(console, &before);
	for (SHORT y = 0; y <= region->Bottom - region->Top && from.Y + y < size.Y; y++)
		for (SHORT x = 0; x <= region->Right - region->Left && from.X + x < size.X; x++) {
			const CHAR_INFO *c = cell + (size_t)(from.Y + y) * (size_t)size.X + (size_t)(from.X + x);
			COORD at = {(SHORT)(region->Left + x), (SHORT)(region->Top + y)};
			WCHAR text[1] = {c->Char.UnicodeChar};
			SetConsoleTextAttribute(console, c->Attributes);
			if (wide)
				WriteConsoleOutputCharacterW(console, text, 1, at, NULL);
			else
				WriteConsoleOutputCharacterA(console, &c->Char.AsciiChar, 1, at, NULL);
		}
	return SetConsoleTextAttribute(console, before.wAttributes);
}
EXPORT BOOL WINAPI WriteConsoleOutputW(HANDLE console, const CHAR_INFO *cell, COORD size, COORD from, PSMALL_RECT region) { return cells(console, cell, size, from, region, TRUE); }
#if __SIZEOF_WCHAR_T__ == 4
EXPORT BOOL WINAPI WriteConsoleOutputA(HANDLE console, const CHAR_INFO *cell, COORD size, COORD from, PSMALL_RECT region) { return cells(console, cell, size, from, region, FALSE); }
#endif
