// Messages from a thread that reads the slot to one that waits for messages, a
// timer, and objects together with the queue.
#include <windows.h>
#include <tchar.h>
#include <stdio.h>
#include <limits.h>

#define SLOT _T("\\\\.\\mailslot\\queue")
#define WM_MAIL (WM_USER + 1)

static DWORD owner;
static int ticks;

static DWORD WINAPI Forward(LPVOID slot)
{
	DWORD n;
	char text[16];
	while (ReadFile(slot, text, sizeof text, &n, NULL) && n)
		PostThreadMessage(owner, WM_MAIL, n, text[0]);
	PostThreadMessage(owner, WM_QUIT, 5, 0);
	return 0;
}
static VOID CALLBACK Tick(HWND, UINT, UINT_PTR id, DWORD)
{
	if (++ticks >= 2)
		KillTimer(NULL, id);
}

int _tmain()
{
	MSG msg;
	DWORD n;
	owner = GetCurrentThreadId();
	HANDLE slot = CreateMailslot(SLOT, 0, MAILSLOT_WAIT_FOREVER, NULL);
	HANDLE out = CreateFile(SLOT, GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
	HANDLE many = ::CreateSemaphore(NULL, 1, LONG_MAX, NULL); // the greatest LONG, not this system's long
	_tprintf(_T("nothing %d"), PeekMessage(&msg, NULL, 0, 0, PM_NOREMOVE));
	_tprintf(_T(", semaphore %d"), (int)MsgWaitForMultipleObjects(1, &many, FALSE, 5000, QS_ALLINPUT));
	PostMessage(NULL, WM_APP, 1, 2);
	_tprintf(_T(", message %d"), (int)MsgWaitForMultipleObjects(1, &many, FALSE, 5000, QS_ALLINPUT));
	_tprintf(_T(", other %d"), PeekMessage(&msg, NULL, WM_USER, WM_USER, PM_REMOVE));
	_tprintf(_T(", kept %d"), PeekMessage(&msg, NULL, 0, 0, PM_NOREMOVE));
	_tprintf(_T(", taken %d %d\n"), PeekMessage(&msg, NULL, WM_APP, WM_APP, PM_REMOVE), (int)msg.lParam);
	HANDLE thread = CreateThread(NULL, 0, Forward, slot, 0, NULL);
	WriteFile(out, "one", 3, &n, NULL);
	WriteFile(out, "three", 5, &n, NULL);
	SetTimer(NULL, 0, 10, Tick);
	int mails = 0, asked = 0;
	while (GetMessage(&msg, NULL, 0, 0)) {
		if (msg.message == WM_MAIL)
			_tprintf(_T("%d%c "), (int)msg.wParam, (int)msg.lParam), mails++;
		TranslateMessage(&msg);
		DispatchMessage(&msg);
		if (ticks >= 2 && mails == 2 && !asked++)
			WriteFile(out, "", 0, &n, NULL);
	}
	WaitForSingleObject(thread, INFINITE);
	_tprintf(_T("quit %d, nobody %d\n"), (int)msg.wParam, PostThreadMessage(0x7FFFFFFF, WM_APP, 0, 0) || GetLastError() != ERROR_INVALID_THREAD_ID);
	CloseHandle(thread), CloseHandle(out), CloseHandle(slot), CloseHandle(many);
	return 0;
}
