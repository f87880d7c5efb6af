/* The console: what a terminal can do of it. */
#ifndef _WINCON_
#define _WINCON_

#include "minwinbase.h"

#define FOREGROUND_BLUE 0x1
#define FOREGROUND_GREEN 0x2
#define FOREGROUND_RED 0x4
#define FOREGROUND_INTENSITY 0x8
#define BACKGROUND_BLUE 0x10
#define BACKGROUND_GREEN 0x20
#define BACKGROUND_RED 0x40
#define BACKGROUND_INTENSITY 0x80
#define CTRL_C_EVENT 0
#define CTRL_BREAK_EVENT 1
#define CTRL_CLOSE_EVENT 2
#define CTRL_LOGOFF_EVENT 5
#define CTRL_SHUTDOWN_EVENT 6
#define ENABLE_PROCESSED_INPUT 0x1
#define ENABLE_LINE_INPUT 0x2
#define ENABLE_ECHO_INPUT 0x4
#define ENABLE_WINDOW_INPUT 0x8
#define ENABLE_MOUSE_INPUT 0x10
#define ENABLE_QUICK_EDIT_MODE 0x40
#define ENABLE_EXTENDED_FLAGS 0x80
#define ENABLE_PROCESSED_OUTPUT 0x1
#define ENABLE_WRAP_AT_EOL_OUTPUT 0x2
#define ENABLE_VIRTUAL_TERMINAL_PROCESSING 0x4
#define ENABLE_VIRTUAL_TERMINAL_INPUT 0x200
#define KEY_EVENT 0x1
#define MOUSE_EVENT 0x2
#define WINDOW_BUFFER_SIZE_EVENT 0x4
#define MENU_EVENT 0x8
#define FOCUS_EVENT 0x10
#define ENABLE_INSERT_MODE 0x20
#define DISABLE_NEWLINE_AUTO_RETURN 0x8
#define COMMON_LVB_REVERSE_VIDEO 0x4000
#define COMMON_LVB_UNDERSCORE 0x8000
#define RIGHT_ALT_PRESSED 0x1
#define LEFT_ALT_PRESSED 0x2
#define RIGHT_CTRL_PRESSED 0x4
#define LEFT_CTRL_PRESSED 0x8
#define SHIFT_PRESSED 0x10
#define CONSOLE_FULLSCREEN_MODE 1
#define CONSOLE_WINDOWED_MODE 2
#define CONSOLE_TEXTMODE_BUFFER 1
#define TMPF_TRUETYPE 4
#define LF_FACESIZE 32
#define ATTACH_PARENT_PROCESS ((DWORD)-1)

typedef struct _COORD {
	SHORT X, Y;
} COORD, *PCOORD;
typedef struct _SMALL_RECT {
	SHORT Left, Top, Right, Bottom;
} SMALL_RECT, *PSMALL_RECT;
typedef struct _CONSOLE_SCREEN_BUFFER_INFO {
	COORD dwSize, dwCursorPosition;
	WORD wAttributes;
	SMALL_RECT srWindow;
	COORD dwMaximumWindowSize;
} CONSOLE_SCREEN_BUFFER_INFO, *PCONSOLE_SCREEN_BUFFER_INFO;
typedef struct _CHAR_INFO {
	union {
		WCHAR UnicodeChar;
		CHAR AsciiChar;
	} Char;
	WORD Attributes;
} CHAR_INFO, *PCHAR_INFO;
typedef struct _CONSOLE_FONT_INFO {
	DWORD nFont;
	COORD dwFontSize;
} CONSOLE_FONT_INFO, *PCONSOLE_FONT_INFO;
typedef struct _CONSOLE_FONT_INFOEX {
	ULONG cbSize;
	DWORD nFont;
	COORD dwFontSize;
	UINT FontFamily, FontWeight;
	WCHAR FaceName[32];
} CONSOLE_FONT_INFOEX, *PCONSOLE_FONT_INFOEX;
typedef struct _CONSOLE_CURSOR_INFO {
	DWORD dwSize;
	BOOL bVisible;
} CONSOLE_CURSOR_INFO, *PCONSOLE_CURSOR_INFO;
typedef struct _KEY_EVENT_RECORD {
	BOOL bKeyDown;
	WORD wRepeatCount, wVirtualKeyCode, wVirtualScanCode;
	union {
		WCHAR UnicodeChar;
		CHAR AsciiChar;
	} uChar;
	DWORD dwControlKeyState;
} KEY_EVENT_RECORD;
typedef struct _INPUT_RECORD {
	WORD EventType;
	union {
		KEY_EVENT_RECORD KeyEvent;
	} Event;
} INPUT_RECORD, *PINPUT_RECORD;
typedef BOOL(WINAPI *PHANDLER_ROUTINE)(DWORD event);

MSW_BEGIN
BOOL WINAPI AllocConsole(void);
BOOL WINAPI FreeConsole(void);
BOOL WINAPI AttachConsole(DWORD process);
UINT WINAPI GetConsoleCP(void);
UINT WINAPI GetConsoleOutputCP(void);
BOOL WINAPI SetConsoleCP(UINT page);
BOOL WINAPI SetConsoleOutputCP(UINT page);
BOOL WINAPI GetConsoleMode(HANDLE console, LPDWORD mode);
BOOL WINAPI SetConsoleMode(HANDLE console, DWORD mode);
BOOL WINAPI SetConsoleTextAttribute(HANDLE console, WORD attributes);
BOOL WINAPI SetConsoleCursorPosition(HANDLE console, COORD position);
BOOL WINAPI GetConsoleScreenBufferInfo(HANDLE console, PCONSOLE_SCREEN_BUFFER_INFO info);
BOOL WINAPI SetConsoleScreenBufferSize(HANDLE console, COORD size);
BOOL WINAPI SetConsoleWindowInfo(HANDLE console, BOOL absolute, const SMALL_RECT *window);
BOOL WINAPI GetConsoleCursorInfo(HANDLE console, PCONSOLE_CURSOR_INFO info);
BOOL WINAPI SetConsoleCursorInfo(HANDLE console, const CONSOLE_CURSOR_INFO *info);
BOOL WINAPI SetConsoleCtrlHandler(PHANDLER_ROUTINE handler, BOOL add);
BOOL WINAPI GenerateConsoleCtrlEvent(DWORD event, DWORD group);
BOOL WINAPI FlushConsoleInputBuffer(HANDLE console);
BOOL WINAPI GetNumberOfConsoleInputEvents(HANDLE console, LPDWORD count);
HWND WINAPI GetConsoleWindow(void);
BOOL WINAPI FillConsoleOutputAttribute(HANDLE console, WORD attribute, DWORD length, COORD position, LPDWORD written);
MSW_PAIR(BOOL, FillConsoleOutputCharacter, (HANDLE console, CHAR c, DWORD length, COORD position, LPDWORD written), (HANDLE console, WCHAR c, DWORD length, COORD position, LPDWORD written));
MSW_PAIR(BOOL, SetConsoleTitle, (LPCSTR title), (LPCWSTR title));
MSW_PAIR(DWORD, GetConsoleTitle, (LPSTR title, DWORD size), (LPWSTR title, DWORD size));
MSW_PAIR(BOOL, WriteConsole, (HANDLE console, const VOID *text, DWORD length, LPDWORD written, LPVOID reserved), (HANDLE console, const VOID *text, DWORD length, LPDWORD written, LPVOID reserved));
MSW_PAIR(BOOL, ReadConsole, (HANDLE console, LPVOID text, DWORD length, LPDWORD read, LPVOID control), (HANDLE console, LPVOID text, DWORD length, LPDWORD read, LPVOID control));
MSW_PAIR(BOOL, ReadConsoleInput, (HANDLE console, PINPUT_RECORD records, DWORD length, LPDWORD read), (HANDLE console, PINPUT_RECORD records, DWORD length, LPDWORD read));
MSW_PAIR(BOOL, PeekConsoleInput, (HANDLE console, PINPUT_RECORD records, DWORD length, LPDWORD read), (HANDLE console, PINPUT_RECORD records, DWORD length, LPDWORD read));
MSW_PAIR(BOOL, WriteConsoleOutputCharacter, (HANDLE console, LPCSTR text, DWORD length, COORD position, LPDWORD written), (HANDLE console, LPCWSTR text, DWORD length, COORD position, LPDWORD written));
MSW_PAIR(BOOL, WriteConsoleOutput, (HANDLE console, const CHAR_INFO *cells, COORD size, COORD from, PSMALL_RECT region), (HANDLE console, const CHAR_INFO *cells, COORD size, COORD from, PSMALL_RECT region));
COORD WINAPI GetLargestConsoleWindowSize(HANDLE console);
BOOL WINAPI GetCurrentConsoleFontEx(HANDLE console, BOOL maximum, PCONSOLE_FONT_INFOEX info) MSW_W(GetCurrentConsoleFontEx);
BOOL WINAPI SetCurrentConsoleFontEx(HANDLE console, BOOL maximum, PCONSOLE_FONT_INFOEX info) MSW_W(SetCurrentConsoleFontEx);
/* There is one screen, and its owner chooses how it looks. */
static inline BOOL SetConsoleDisplayMode(HANDLE console, DWORD flags, COORD *size) { return (void)console, (void)flags, (void)size, TRUE; }
static inline BOOL SetConsoleActiveScreenBuffer(HANDLE console) { return (void)console, TRUE; }
static inline HANDLE CreateConsoleScreenBuffer(DWORD access, DWORD share, const void *security, DWORD flags, LPVOID data) { return (void)access, (void)share, (void)security, (void)flags, (void)data, (HANDLE)(LONG_PTR)-1; }
static inline BOOL WriteConsoleOutputAttribute(HANDLE console, const WORD *values, DWORD length, COORD position, LPDWORD written)
{
	(void)console, (void)values, (void)position;
	return written ? (*written = length, TRUE) : TRUE;
}
MSW_END

#define WriteConsoleOutput MSW_AW(WriteConsoleOutput)
#define WriteConsoleOutputCharacter MSW_AW(WriteConsoleOutputCharacter)
#define FillConsoleOutputCharacter MSW_AW(FillConsoleOutputCharacter)
#define SetConsoleTitle MSW_AW(SetConsoleTitle)
#define GetConsoleTitle MSW_AW(GetConsoleTitle)
#define WriteConsole MSW_AW(WriteConsole)
#define ReadConsole MSW_AW(ReadConsole)
#define ReadConsoleInput MSW_AW(ReadConsoleInput)
#define PeekConsoleInput MSW_AW(PeekConsoleInput)

#include "msw/longs.h"

#endif
