// _tmain, wcout or cout by the build, a wizard's stdafx.h that is missing.
#include "StdAfx.h"
#include <Windows.h>
#include <iostream>
using namespace std;

int _tmain(int argc, _TCHAR *argv[])
{
	DWORD cbRead;
	TCHAR buffer[256];
	TCHAR name[MAX_PATH];
	_stprintf_s(name, MAX_PATH, _T("\\\\.\\mailslot\\%s"), argc > 1 ? argv[1] : _T("tmain"));
	HANDLE slot = CreateMailslot(name, 0, MAILSLOT_WAIT_FOREVER, NULL);
	if (slot == INVALID_HANDLE_VALUE) {
		_tprintf(_T("error %d\n"), GetLastError());
		return 1;
	}
	do {
		memset(buffer, 0, sizeof(buffer));
		if (!ReadFile(slot, buffer, sizeof(buffer) - sizeof(TCHAR), &cbRead, NULL))
			break;
		cout << "read " << cbRead / sizeof(TCHAR) << ": ";
		cout.flush();
		_tprintf(_T("[%s]\n"), buffer);
	} while (_tcscmp(buffer, _T("exit")));
	CloseHandle(slot);
	return 0;
}
