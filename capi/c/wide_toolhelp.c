/* The wide forms of tlhelp32.h and psapi.h. Compiled twice. */
#include "wide.h"
#include <psapi.h>
#include <tlhelp32.h>

EXPORT BOOL WINAPI Process32NextW(HANDLE snapshot, LPPROCESSENTRY32W entry)
{
	PROCESSENTRY32A narrow = {.dwSize = sizeof narrow};
	if (!entry || entry->dwSize != sizeof *entry)
		return msw_result(entry ? ERROR_BAD_LENGTH : ERROR_INVALID_PARAMETER);
	narrow.th32ProcessID = entry->th32ProcessID;
	if (!Process32NextA(snapshot, &narrow))
		return FALSE;
	entry->th32ProcessID = narrow.th32ProcessID;
	entry->th32ParentProcessID = narrow.th32ParentProcessID;
	entry->cntThreads = narrow.cntThreads;
	entry->pcPriClassBase = narrow.pcPriClassBase;
	MultiByteToWideChar(CP_UTF8, 0, narrow.szExeFile, -1, entry->szExeFile, MAX_PATH);
	return TRUE;
}
EXPORT BOOL WINAPI Process32FirstW(HANDLE snapshot, LPPROCESSENTRY32W entry)
{
	if (!entry)
		return msw_result(ERROR_INVALID_PARAMETER);
	entry->th32ProcessID = 0;
	return Process32NextW(snapshot, entry);
}

/* Without room there is nothing. */
static DWORD fits(const char *text, LPWSTR name, DWORD size)
{
	DWORD n = give(text, name, size);
	return n < size ? n : (DWORD)msw_result(ERROR_INSUFFICIENT_BUFFER);
}
EXPORT DWORD WINAPI GetProcessImageFileNameW(HANDLE process, LPWSTR name, DWORD size)
{
	char path[4096];
	return GetProcessImageFileNameA(process, path, sizeof path) ? fits(path, name, size) : 0;
}
EXPORT DWORD WINAPI GetModuleFileNameExW(HANDLE process, HMODULE module, LPWSTR name, DWORD size) { (void)module; return GetProcessImageFileNameW(process, name, size); }
EXPORT DWORD WINAPI GetModuleBaseNameW(HANDLE process, HMODULE module, LPWSTR name, DWORD size)
{
	char path[4096];
	return GetModuleBaseNameA(process, module, path, sizeof path) ? fits(path, name, size) : 0;
}
