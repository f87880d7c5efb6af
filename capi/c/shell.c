/* ShellExecute: a program and its parameters as one command. */
#include "internal.h"
#include <shellapi.h>

EXPORT BOOL WINAPI ShellExecuteExA(LPSHELLEXECUTEINFOA info)
{
	STARTUPINFOA s = {.cb = sizeof s};
	PROCESS_INFORMATION p;
	char *line = NULL;
	if (!info || info->cbSize != sizeof *info || !info->lpFile)
		return msw_result(ERROR_INVALID_PARAMETER);
	info->hProcess = NULL;
	info->hInstApp = (HINSTANCE)SE_ERR_FNF;
	if (asprintf(&line, "\"%s\" %s", info->lpFile, info->lpParameters ? info->lpParameters : "") < 0)
		return msw_result(ERROR_NOT_ENOUGH_MEMORY);
	BOOL ok = CreateProcessA(NULL, line, NULL, NULL, FALSE, 0, NULL, info->lpDirectory, &s, &p);
	free(line);
	if (!ok) {
		if (GetLastError() == ERROR_ACCESS_DENIED || GetLastError() == ERROR_BAD_EXE_FORMAT) /* a document */
			info->hInstApp = (HINSTANCE)SE_ERR_NOASSOC;
		return FALSE;
	}
	CloseHandle(p.hThread);
	if (info->fMask & SEE_MASK_NOCLOSEPROCESS)
		info->hProcess = p.hProcess;
	else
		CloseHandle(p.hProcess);
	info->hInstApp = (HINSTANCE)33; /* any number above 32 */
	return TRUE;
}
EXPORT HINSTANCE WINAPI ShellExecuteA(HWND window, LPCSTR verb, LPCSTR file, LPCSTR parameters, LPCSTR directory, INT show)
{
	SHELLEXECUTEINFOA info = {.cbSize = sizeof info, .hwnd = window, .lpVerb = verb, .lpFile = file, .lpParameters = parameters, .lpDirectory = directory, .nShow = show};
	ShellExecuteExA(&info);
	return info.hInstApp;
}
