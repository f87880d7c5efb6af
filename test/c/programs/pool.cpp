// Work items and a structure as the message.
#include <windows.h>
#include <stdio.h>

#pragma pack(push, 1)
struct Message { BYTE kind; DWORD number; SYSTEMTIME when; WCHAR text[16]; };
#pragma pack(pop)

static HANDLE out;
static DWORD WINAPI send_one(LPVOID n)
{
	Message m = {1, (DWORD)(DWORD_PTR)n, {}, L"work"};
	GetSystemTime(&m.when);
	DWORD written;
	return WriteFile(out, &m, sizeof(m), &written, NULL);
}

int main()
{
	HANDLE slot = CreateMailslotA("\\\\.\\mailslot\\pool", sizeof(Message), 5000, NULL);
	out = CreateFileA("\\\\.\\mailslot\\pool", GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
	for (DWORD_PTR i = 1; i <= 5; i++)
		QueueUserWorkItem(send_one, (PVOID)i, WT_EXECUTEDEFAULT);
	DWORD sum = 0, n;
	Message m;
	for (int i = 0; i < 5 && ReadFile(slot, &m, sizeof(m), &n, NULL) && n == sizeof(m); i++)
		sum += m.number;
	wprintf(L"%lu %s %d\n", sum, m.text, (int)sizeof(WCHAR));
	return 0;
}
