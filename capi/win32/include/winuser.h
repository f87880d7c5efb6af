/* The few user interface calls that console programs make: a message box is
   lines on the terminal. */
#ifndef _WINUSER_
#define _WINUSER_

#include "minwinbase.h"

#define MB_OK 0x0u
#define MB_OKCANCEL 0x1u
#define MB_ABORTRETRYIGNORE 0x2u
#define MB_YESNOCANCEL 0x3u
#define MB_YESNO 0x4u
#define MB_RETRYCANCEL 0x5u
#define MB_ICONHAND 0x10u
#define MB_ICONERROR MB_ICONHAND
#define MB_ICONSTOP MB_ICONHAND
#define MB_ICONQUESTION 0x20u
#define MB_ICONEXCLAMATION 0x30u
#define MB_ICONWARNING MB_ICONEXCLAMATION
#define MB_ICONASTERISK 0x40u
#define MB_ICONINFORMATION MB_ICONASTERISK
#define MB_DEFBUTTON1 0x0u
#define MB_DEFBUTTON2 0x100u
#define MB_SYSTEMMODAL 0x1000u
#define MB_TASKMODAL 0x2000u
#define MB_SETFOREGROUND 0x10000u
#define MB_TOPMOST 0x40000u
#define MB_SERVICE_NOTIFICATION 0x200000u
#define IDOK 1
#define IDCANCEL 2
#define IDABORT 3
#define IDRETRY 4
#define IDIGNORE 5
#define IDYES 6
#define IDNO 7
#define SW_HIDE 0
#define SW_SHOWNORMAL 1
#define SW_NORMAL 1
#define SW_SHOWMINIMIZED 2
#define SW_MAXIMIZE 3
#define SW_SHOW 5
#define SW_MINIMIZE 6
#define SW_SHOWDEFAULT 10
#define QS_ALLINPUT 0x4FFu
#define QS_ALLEVENTS 0x4BFu
#define VK_BACK 0x08
#define VK_TAB 0x09
#define VK_RETURN 0x0D
#define VK_SHIFT 0x10
#define VK_CONTROL 0x11
#define VK_ESCAPE 0x1B
#define VK_SPACE 0x20
#define VK_END 0x23
#define VK_HOME 0x24
#define VK_LEFT 0x25
#define VK_UP 0x26
#define VK_RIGHT 0x27
#define VK_DOWN 0x28
#define VK_DELETE 0x2E
#define VK_F1 0x70

MSW_BEGIN
MSW_PAIR(int, MessageBox, (HWND owner, LPCSTR text, LPCSTR caption, UINT type), (HWND owner, LPCWSTR text, LPCWSTR caption, UINT type));
MSW_PAIR(int, MessageBoxEx, (HWND owner, LPCSTR text, LPCSTR caption, UINT type, WORD language), (HWND owner, LPCWSTR text, LPCWSTR caption, UINT type, WORD language));
BOOL WINAPI MessageBeep(UINT type);
BOOL WINAPI ShowWindow(HWND window, int show);
HWND WINAPI GetForegroundWindow(void);
HWND WINAPI GetDesktopWindow(void);
SHORT WINAPI GetAsyncKeyState(int key);
DWORD WINAPI MsgWaitForMultipleObjects(DWORD count, const HANDLE *objects, BOOL all, DWORD timeout, DWORD mask);
int wsprintfA(LPSTR buffer, LPCSTR format, ...);
int wsprintfW(LPWSTR buffer, LPCWSTR format, ...) MSW_W(wsprintfW);
int wvsprintfA(LPSTR buffer, LPCSTR format, va_list arguments);
int wvsprintfW(LPWSTR buffer, LPCWSTR format, va_list arguments) MSW_W(wvsprintfW);
BOOL WINAPI IsCharAlphaA(CHAR c);
BOOL WINAPI IsCharAlphaW(WCHAR c) MSW_W(IsCharAlphaW);
MSW_END

#define MessageBox MSW_AW(MessageBox)
#define MessageBoxEx MSW_AW(MessageBoxEx)
#define wsprintf MSW_AW(wsprintf)
#define wvsprintf MSW_AW(wvsprintf)
#define IsCharAlpha MSW_AW(IsCharAlpha)

#endif
