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
#define VK_PRIOR 0x21
#define VK_NEXT 0x22
#define VK_INSERT 0x2D
#define VK_MENU 0x12
#define VK_LBUTTON 0x01
#define VK_NUMPAD0 0x60
#define VK_F1 0x70
#define VK_F2 0x71
#define VK_F3 0x72
#define VK_F4 0x73
#define VK_F5 0x74
#define VK_F10 0x79
#define VK_F11 0x7A
#define VK_F12 0x7B
#define SM_CXSCREEN 0
#define SM_CYSCREEN 1
#define SC_CLOSE 0xF060u
#define MF_BYCOMMAND 0u
#define MF_GRAYED 1u
#define SWP_NOSIZE 1u
#define SWP_NOMOVE 2u
#define SWP_NOZORDER 4u
#define GWL_STYLE (-16)
#define WM_NULL 0u
#define WM_CLOSE 0x10u
#define WM_QUIT 0x12u
#define WM_TIMER 0x113u
#define WM_COMMAND 0x111u
#define WM_USER 0x400u
#define WM_APP 0x8000u
#define PM_NOREMOVE 0u
#define PM_REMOVE 1u
#define PM_NOYIELD 2u
#define QS_POSTMESSAGE 0x8u
#define KEYEVENTF_KEYUP 2u

typedef struct tagMSG {
	HWND hwnd;
	UINT message;
	WPARAM wParam;
	LPARAM lParam;
	DWORD time;
	POINT pt;
} MSG, *PMSG, *NPMSG, *LPMSG;
typedef VOID(CALLBACK *TIMERPROC)(HWND window, UINT message, UINT_PTR id, DWORD time);

MSW_BEGIN
MSW_PAIR(int, MessageBox, (HWND owner, LPCSTR text, LPCSTR caption, UINT type), (HWND owner, LPCWSTR text, LPCWSTR caption, UINT type));
MSW_PAIR(int, MessageBoxEx, (HWND owner, LPCSTR text, LPCSTR caption, UINT type, WORD language), (HWND owner, LPCWSTR text, LPCWSTR caption, UINT type, WORD language));
BOOL WINAPI MessageBeep(UINT type);
BOOL WINAPI ShowWindow(HWND window, int show);
HWND WINAPI GetForegroundWindow(void);
HWND WINAPI GetDesktopWindow(void);
SHORT WINAPI GetAsyncKeyState(int key);
/* Messages between the threads of a process. A thread has its queue from the
   first message or question on; a window that is not null does not exist. */
BOOL WINAPI PostThreadMessageA(DWORD thread, UINT message, WPARAM w, LPARAM l);
BOOL WINAPI PostMessageA(HWND window, UINT message, WPARAM w, LPARAM l);
VOID WINAPI PostQuitMessage(int code);
BOOL WINAPI GetMessageA(LPMSG message, HWND window, UINT least, UINT most);
BOOL WINAPI PeekMessageA(LPMSG message, HWND window, UINT least, UINT most, UINT remove);
BOOL WINAPI TranslateMessage(const MSG *message);
LRESULT WINAPI DispatchMessageA(const MSG *message);
UINT_PTR WINAPI SetTimer(HWND window, UINT_PTR id, UINT milliseconds, TIMERPROC routine);
BOOL WINAPI KillTimer(HWND window, UINT_PTR id);
DWORD WINAPI MsgWaitForMultipleObjects(DWORD count, const HANDLE *objects, BOOL all, DWORD timeout, DWORD mask);
static inline DWORD WaitForInputIdle(HANDLE process, DWORD timeout) { return (void)process, (void)timeout, 0; }
int wsprintfA(LPSTR buffer, LPCSTR format, ...);
int wsprintfW(LPWSTR buffer, LPCWSTR format, ...) MSW_W(wsprintfW);
int wvsprintfA(LPSTR buffer, LPCSTR format, va_list arguments);
int wvsprintfW(LPWSTR buffer, LPCWSTR format, va_list arguments) MSW_W(wvsprintfW);
/* There are no windows: what would move or find one does nothing and finds none. */
static inline int GetSystemMetrics(int what) { return (void)what, 0; }
static inline HWND FindWindowA(LPCSTR name, LPCSTR title) { return (void)name, (void)title, (HWND)NULL; }
static inline HWND FindWindowW(LPCWSTR name, LPCWSTR title) { return (void)name, (void)title, (HWND)NULL; }
static inline BOOL MoveWindow(HWND window, int x, int y, int width, int height, BOOL repaint) { return (void)window, (void)x, (void)y, (void)width, (void)height, (void)repaint, FALSE; }
static inline BOOL SetWindowPos(HWND window, HWND after, int x, int y, int width, int height, UINT flags) { return (void)after, (void)flags, MoveWindow(window, x, y, width, height, FALSE); }
static inline BOOL GetWindowRect(HWND window, LPRECT rect) { return (void)window, rect->left = rect->top = rect->right = rect->bottom = 0, FALSE; }
static inline BOOL SetForegroundWindow(HWND window) { return (void)window, FALSE; }
static inline BOOL IsWindow(HWND window) { return (void)window, FALSE; }
static inline BOOL IsWindowVisible(HWND window) { return (void)window, FALSE; }
static inline HMENU GetSystemMenu(HWND window, BOOL revert) { return (void)window, (void)revert, (HMENU)NULL; }
static inline BOOL DeleteMenu(HMENU menu, UINT position, UINT flags) { return (void)menu, (void)position, (void)flags, FALSE; }
static inline BOOL EnableMenuItem(HMENU menu, UINT position, UINT flags) { return (void)menu, (void)position, (void)flags, FALSE; }
static inline LONG GetWindowLongA(HWND window, int index) { return (void)window, (void)index, 0; }
static inline LONG SetWindowLongA(HWND window, int index, LONG value) { return (void)window, (void)index, (void)value, 0; }
static inline LRESULT SendMessageA(HWND window, UINT message, WPARAM w, LPARAM l) { return (void)window, (void)message, (void)w, (void)l, 0; }
static inline void keybd_event(BYTE key, BYTE scan, DWORD flags, ULONG_PTR extra) { (void)key, (void)scan, (void)flags, (void)extra; }
static inline SHORT GetKeyState(int key) { return (void)key, (SHORT)0; }
static inline BOOL GetCursorPos(LPPOINT point) { return point->x = point->y = 0, FALSE; }
static inline BOOL SetCursorPos(int x, int y) { return (void)x, (void)y, FALSE; }
BOOL WINAPI IsCharAlphaA(CHAR c);
BOOL WINAPI IsCharAlphaW(WCHAR c) MSW_W(IsCharAlphaW);
MSW_END

#define MessageBox MSW_AW(MessageBox)
#define MessageBoxEx MSW_AW(MessageBoxEx)
#define FindWindow MSW_AW(FindWindow)
#define GetWindowLong GetWindowLongA
#define SetWindowLong SetWindowLongA
#define SendMessage SendMessageA
#define PostMessage PostMessageA
#define PostMessageW PostMessageA
#define PostThreadMessage PostThreadMessageA
#define PostThreadMessageW PostThreadMessageA
#define GetMessage GetMessageA
#define GetMessageW GetMessageA
#define PeekMessage PeekMessageA
#define PeekMessageW PeekMessageA
#define DispatchMessage DispatchMessageA
#define DispatchMessageW DispatchMessageA
#define RemoveMenu DeleteMenu
#define wsprintf MSW_AW(wsprintf)
#define wvsprintf MSW_AW(wvsprintf)
#define IsCharAlpha MSW_AW(IsCharAlpha)

#endif
