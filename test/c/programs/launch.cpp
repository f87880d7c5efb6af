// Starts its own client in each of the ways that there are: every one of them
// sees what the parent has set in its environment.
#include "stdafx.h"
#include <windows.h>
#include <shellapi.h>
#include <process.h>
#include <tchar.h>
#include <string>
#include <iostream>

static HANDLE slot;

static int client(const char *how)
{
	HANDLE h = CreateFileA("\\\\.\\mailslot\\launch", GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
	const char *value = getenv("LAUNCH");
	std::string text = std::string(how) + " " + (value ? value : "nothing");
	DWORD n;
	return WriteFile(h, text.c_str(), (DWORD)text.size() + 1, &n, NULL) && CloseHandle(h) ? 7 : 1;
}

static void heard()
{
	char text[64];
	DWORD n;
	std::cout << (ReadFile(slot, text, sizeof text, &n, NULL) ? text : "silence") << std::endl;
}

int main(int argc, char *argv[])
{
	if (argc > 2 && !strcmp(argv[1], "/client"))
		return client(argv[2]);
	slot = CreateMailslotA("\\\\.\\mailslot\\launch", 0, 30000, NULL);
	SetEnvironmentVariableA("LAUNCH", "set");
	char path[MAX_PATH];
	GetModuleFileNameA(NULL, path, MAX_PATH);

	STARTUPINFOA si = {sizeof si};
	PROCESS_INFORMATION pi;
	std::string line = "\"" + std::string(path) + "\" /client \"two words\"";
	CreateProcessA(path, &line[0], NULL, NULL, FALSE, CREATE_NEW_CONSOLE, NULL, NULL, &si, &pi);
	heard();
	WaitForInputIdle(pi.hProcess, 10);
	WaitForSingleObject(pi.hProcess, INFINITE);
	DWORD code = 0;
	FILETIME created, ended, kernel, user;
	BOOL wow = TRUE;
	GetExitCodeProcess(pi.hProcess, &code);
	std::cout << code << IsWow64Process(GetCurrentProcess(), &wow) << wow << GetProcessTimes(GetCurrentProcess(), &created, &ended, &kernel, &user) << std::endl;
	CloseHandle(pi.hProcess), CloseHandle(pi.hThread);

	std::cout << _spawnl(_P_WAIT, path, path, "/client", "spawned", NULL) << std::endl;
	heard();
	SHELLEXECUTEINFO sei = {sizeof sei};
	std::basic_string<TCHAR> file(path, path + strlen(path));
	sei.fMask = SEE_MASK_NOCLOSEPROCESS;
	sei.lpFile = file.c_str();
	sei.lpParameters = _T("/client shell");
	if (ShellExecuteEx(&sei)) {
		heard();
		WaitForSingleObject(sei.hProcess, INFINITE);
		CloseHandle(sei.hProcess);
	}
	std::cout << ((INT_PTR)ShellExecute(NULL, _T("open"), file.c_str(), _T("/client opened"), NULL, SW_SHOW) > 32) << std::endl;
	heard();
	std::cout << ((INT_PTR)ShellExecuteA(NULL, "open", "no such program", NULL, NULL, SW_SHOW) == SE_ERR_FNF) << std::endl;
	CloseHandle(slot);
	return 0;
}
