// Access lists made of entries, paths, processes, the console's font.
#include <windows.h>
#include <aclapi.h>
#include <shlwapi.h>
#include <tchar.h>
#include <tlhelp32.h>
#include <stdio.h>

static HANDLE with_entry(EXPLICIT_ACCESS *entry)
{
	PACL acl = NULL;
	SECURITY_DESCRIPTOR sd;
	SECURITY_ATTRIBUTES sa = { sizeof sa, &sd, FALSE };
	if (SetEntriesInAcl(1, entry, NULL, &acl) != ERROR_SUCCESS)
		return NULL;
	InitializeSecurityDescriptor(&sd, SECURITY_DESCRIPTOR_REVISION);
	SetSecurityDescriptorDacl(&sd, TRUE, acl, FALSE);
	HANDLE slot = CreateMailslot(TEXT("\\\\.\\mailslot\\lists"), 0, 0, &sa);
	LocalFree(acl);
	return slot;
}

int _tmain()
{
	EXPLICIT_ACCESS entry;
	TCHAR me[] = TEXT("CURRENT_USER"), nobody[] = TEXT("No Such User"), path[MAX_PATH], upper[8] = TEXT("abc");
	BuildExplicitAccessWithName(&entry, me, GENERIC_ALL, SET_ACCESS, NO_INHERITANCE);
	_tprintf(TEXT("%d\n"), with_entry(&entry) != INVALID_HANDLE_VALUE);
	BuildExplicitAccessWithName(&entry, nobody, GENERIC_ALL, SET_ACCESS, NO_INHERITANCE);
	_tprintf(TEXT("%d\n"), with_entry(&entry) == NULL);

	HANDLE token = NULL;
	BYTE user[256];
	DWORD size = 0;
	OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token);
	GetTokenInformation(token, TokenUser, NULL, 0, &size);
	_tprintf(TEXT("%d "), size <= sizeof user);
	_tprintf(TEXT("%d "), GetTokenInformation(token, TokenUser, user, size, &size));
	_tprintf(TEXT("%d\n"), IsValidSid(((TOKEN_USER *)user)->User.Sid));
	CloseHandle(token);

	PathCombine(path, TEXT("/tmp"), TEXT("one.two.txt"));
	_tprintf(TEXT("%s %s %d "), PathFindFileName(path), PathFindExtension(path), PathFileExists(TEXT("/tmp")));
	PathRemoveFileSpec(path);
	_tprintf(TEXT("%s %d\n"), path, PathIsDirectory(path));

	PROCESSENTRY32 process = { sizeof process };
	HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
	int found = 0;
	for (BOOL more = Process32First(all, &process); more; more = Process32Next(all, &process))
		found += process.th32ProcessID == GetCurrentProcessId() && !_tcsncmp(process.szExeFile, TEXT("lists"), 5);
	_tprintf(TEXT("%d %d\n"), found, GetLastError() == ERROR_NO_MORE_FILES);
	CloseHandle(all);

	CONSOLE_FONT_INFOEX font = { sizeof font };
	GetCurrentConsoleFontEx(GetStdHandle(STD_OUTPUT_HANDLE), FALSE, &font);
	wcscpy_s(font.FaceName, L"Lucida Console");
	_tprintf(TEXT("%d "), SetCurrentConsoleFontEx(GetStdHandle(STD_OUTPUT_HANDLE), FALSE, &font));
	_tcsupr_s(upper, 8);
	_tprintf(TEXT("%s\n"), upper);
	return 0;
}
