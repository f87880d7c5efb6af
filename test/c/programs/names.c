/* Errors of every kind, as text. */
#include <windows.h>
#include <tchar.h>
#include <stdio.h>

static void tell(const TCHAR *what)
{
	TCHAR text[256] = TEXT("");
	DWORD code = GetLastError();
	FormatMessage(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, code, MAKELANGID(LANG_NEUTRAL, SUBLANG_DEFAULT), text, 256, NULL);
	_tprintf(TEXT("%s: %lu %s"), what, code, text);
}

int main(void)
{
	HANDLE h, again;
	DWORD n;
	h = CreateFile(TEXT("\\\\.\\mailslot\\nobody"), GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
	tell(TEXT("no server"));
	h = CreateMailslot(TEXT("\\\\.\\mailslot\\names"), 8, 0, NULL);
	again = CreateMailslot(TEXT("\\\\.\\MAILSLOT\\NAMES"), 8, 0, NULL);
	tell(TEXT("twice"));
	CreateMailslot(TEXT("names"), 0, 0, NULL);
	tell(TEXT("no name"));
	ReadFile(h, &n, 4, &n, NULL);
	tell(TEXT("empty"));
	again = CreateFile(TEXT("\\\\.\\mailslot\\names"), GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
	WriteFile(again, "123456789", 9, &n, NULL);
	tell(TEXT("too long"));
	CloseHandle(h);
	WriteFile(again, "1", 1, &n, NULL);
	tell(TEXT("server gone"));
	CloseHandle(h);
	tell(TEXT("closed twice"));
	ReadFile(again, &n, 1, &n, NULL);
	tell(TEXT("wrong way"));
	MessageBox(NULL, TEXT("done"), TEXT("names"), MB_OK | MB_ICONINFORMATION);
	return 0;
}
