/* More wide functions: what hands text back in forms of its own, and
   GetProcAddress, which must know the caller's width. Compiled twice. */
#include "wide.h"
#include <shellapi.h>

FARPROC msw_find(HMODULE m, const char *name, BOOL short_wide);

EXPORT FARPROC WINAPI GetProcAddress(HMODULE m, LPCSTR name) { return msw_find(m, name, (WIDTH == MSW_WIDE16)); }

EXPORT LPWSTR WINAPI GetEnvironmentStringsW(void)
{
	char *block = GetEnvironmentStringsA();
	size_t used = 0;
	wchar_t *all = NULL;
	for (char *e = block; e; e += strlen(e) + 1) { /* the empty one at the end as well */
		size_t n = 0;
		OWN wchar_t *w = to_wide(e, &n);
		wchar_t *more = realloc(all, (used + n + 1) * sizeof *more);
		if (!more)
			break;
		all = more;
		memcpy(all + used, w, (n + 1) * sizeof *w);
		used += n + 1;
		if (!*e)
			break;
	}
	FreeEnvironmentStringsA(block);
	return all;
}
EXPORT BOOL WINAPI FreeEnvironmentStringsW(LPWSTR block)
{
	free(block);
	return TRUE;
}

/* The wide form of a, which is freed; size counts the final zero. */
static BOOL widen(char *a, LPWSTR *text, PULONG size)
{
	size_t n = 0;
	OWN wchar_t *w = to_wide(a, &n);
	LocalFree(a);
	*text = w ? LocalAlloc(0, (n + 1) * sizeof *w) : NULL;
	if (!*text)
		return msw_result(ERROR_NOT_ENOUGH_MEMORY);
	memcpy(*text, w, (n + 1) * sizeof *w);
	if (size)
		*size = (ULONG)n + 1;
	return TRUE;
}
EXPORT BOOL WINAPI ConvertSidToStringSidW(PSID sid, LPWSTR *text)
{
	char *a = NULL;
	return ConvertSidToStringSidA(sid, &a) && widen(a, text, NULL);
}
EXPORT BOOL WINAPI ConvertSecurityDescriptorToStringSecurityDescriptorW(PSECURITY_DESCRIPTOR descriptor, DWORD revision, SECURITY_INFORMATION parts, LPWSTR *text, PULONG size)
{
	char *a = NULL;
	return ConvertSecurityDescriptorToStringSecurityDescriptorA(descriptor, revision, parts, text ? &a : NULL, NULL) && widen(a, text, size);
}
EXPORT BOOL WINAPI GetNamedPipeHandleStateW(HANDLE h, LPDWORD state, LPDWORD instances, LPDWORD collect, LPDWORD timeout, LPWSTR user, DWORD size)
{
	(void)user, (void)size;
	return GetNamedPipeHandleStateA(h, state, instances, collect, timeout, NULL, 0);
}

EXPORT UINT WINAPI GetPrivateProfileIntW(LPCWSTR section, LPCWSTR key, INT fallback, LPCWSTR file)
{
	OWN char *section8 = narrow(section);
	OWN char *key8 = narrow(key);
	OWN char *file8 = narrow(file);
	return GetPrivateProfileIntA(section8, key8, fallback, file8);
}
EXPORT DWORD WINAPI GetPrivateProfileStringW(LPCWSTR section, LPCWSTR key, LPCWSTR fallback, LPWSTR value, DWORD size, LPCWSTR file)
{
	char text[4096];
	size_t n = 0;
	OWN char *section8 = narrow(section);
	OWN char *key8 = narrow(key);
	OWN char *fallback8 = narrow(fallback);
	OWN char *file8 = narrow(file);
	GetPrivateProfileStringA(section8, key8, fallback8, text, sizeof text, file8);
	OWN wchar_t *w = to_wide(text, &n);
	if (!size)
		return 0;
	if (n >= size)
		n = size - 1;
	memcpy(value, w, n * sizeof *w);
	value[n] = 0;
	return (DWORD)n;
}
EXPORT BOOL WINAPI WritePrivateProfileStringW(LPCWSTR section, LPCWSTR key, LPCWSTR value, LPCWSTR file)
{
	OWN char *section8 = narrow(section);
	OWN char *key8 = narrow(key);
	OWN char *value8 = narrow(value);
	OWN char *file8 = narrow(file);
	return WritePrivateProfileStringA(section8, key8, value8, file8);
}
EXPORT BOOL WINAPI LookupPrivilegeValueW(LPCWSTR computer, LPCWSTR name, PLUID id)
{
	OWN char *computer8 = narrow(computer);
	OWN char *name8 = narrow(name);
	return LookupPrivilegeValueA(computer8, name8, id);
}
EXPORT BOOL WINAPI GetDiskFreeSpaceExW(LPCWSTR path, PULARGE_INTEGER mine, PULARGE_INTEGER total, PULARGE_INTEGER left)
{
	OWN char *path8 = narrow(path);
	return GetDiskFreeSpaceExA(path8, mine, total, left);
}
EXPORT BOOL WINAPI GetDiskFreeSpaceW(LPCWSTR path, LPDWORD cluster, LPDWORD sector, LPDWORD left, LPDWORD total)
{
	OWN char *path8 = narrow(path);
	return GetDiskFreeSpaceA(path8, cluster, sector, left, total);
}
EXPORT DWORD WINAPI GetLogicalDriveStringsW(DWORD size, LPWSTR to)
{
	static const wchar_t drives[] = L"C:\\\0";
	if (size < ARRAYSIZE(drives))
		return ARRAYSIZE(drives);
	memcpy(to, drives, sizeof drives);
	return ARRAYSIZE(drives) - 1;
}
EXPORT BOOL WINAPI GetVolumeInformationW(LPCWSTR root, LPWSTR label, DWORD label_size, LPDWORD serial, LPDWORD longest, LPDWORD flags, LPWSTR system, DWORD system_size)
{
	char kind[MAX_PATH];
	OWN char *root8 = narrow(root);
	if (!GetVolumeInformationA(root8, NULL, 0, serial, longest, flags, kind, sizeof kind))
		return FALSE;
	if (label && label_size)
		*label = 0;
	return !system || give(kind, system, system_size) < system_size ? TRUE : msw_result(ERROR_MORE_DATA);
}
EXPORT BOOL WINAPI QueryFullProcessImageNameW(HANDLE process, DWORD flags, LPWSTR name, PDWORD size)
{
	char path[4096];
	DWORD room = sizeof path;
	if (!QueryFullProcessImageNameA(process, flags, path, &room))
		return FALSE;
	DWORD n = give(path, name, *size);
	if (n >= *size)
		return msw_result(ERROR_INSUFFICIENT_BUFFER);
	*size = n;
	return TRUE;
}
EXPORT DWORD WINAPI GetLongPathNameW(LPCWSTR path, LPWSTR to, DWORD size)
{
	OWN char *path8 = narrow(path);
	ASK(GetLongPathNameA(path8, text, room));
	return give(text, to, size);
}
EXPORT DWORD WINAPI GetShortPathNameW(LPCWSTR path, LPWSTR to, DWORD size) { return GetLongPathNameW(path, to, size); }

EXPORT DWORD WINAPI SearchPathW(LPCWSTR path, LPCWSTR name, LPCWSTR extension, DWORD size, LPWSTR found, LPWSTR *part)
{
	size_t n = 0;
	OWN char *path8 = narrow(path);
	OWN char *name8 = narrow(name);
	OWN char *extension8 = narrow(extension);
	ASK(SearchPathA(path8, name8, extension8, room, text, NULL));
	OWN wchar_t *w = to_wide(text, &n);
	if (n >= size)
		return (DWORD)n + 1;
	memcpy(found, w, (n + 1) * sizeof *w);
	for (wchar_t *p = found; part && *p; p++)
		if (*p == '/')
			*part = p + 1;
	return (DWORD)n;
}

EXPORT BOOL WINAPI LookupAccountSidW(LPCWSTR computer, PSID sid, LPWSTR name, LPDWORD size, LPWSTR domain, LPDWORD domain_size, PSID_NAME_USE use)
{
	char name8[MAX_PATH], domain8[MAX_PATH];
	DWORD n = sizeof name8, d = sizeof domain8;
	(void)computer;
	if (!size || !domain_size)
		return msw_result(ERROR_INVALID_PARAMETER);
	if (!LookupAccountSidA(NULL, sid, name8, &n, domain8, &d, use))
		return FALSE;
	DWORD room = name ? *size : 0, domain_room = domain ? *domain_size : 0;
	*size = give(name8, name, room);
	*domain_size = give(domain8, domain, domain_room);
	return *size < room && *domain_size < domain_room ? TRUE : msw_result(ERROR_INSUFFICIENT_BUFFER);
}
EXPORT BOOL WINAPI ShellExecuteExW(LPSHELLEXECUTEINFOW info)
{
	if (!info || info->cbSize != sizeof *info)
		return msw_result(ERROR_INVALID_PARAMETER);
	OWN char *file = narrow(info->lpFile);
	OWN char *parameters = narrow(info->lpParameters);
	OWN char *directory = narrow(info->lpDirectory);
	SHELLEXECUTEINFOA a = {.cbSize = sizeof a, .fMask = info->fMask, .lpFile = file, .lpParameters = parameters, .lpDirectory = directory};
	BOOL ok = ShellExecuteExA(&a);
	info->hInstApp = a.hInstApp;
	info->hProcess = a.hProcess;
	return ok;
}
EXPORT HINSTANCE WINAPI ShellExecuteW(HWND window, LPCWSTR verb, LPCWSTR file, LPCWSTR parameters, LPCWSTR directory, INT show)
{
	SHELLEXECUTEINFOW info = {.cbSize = sizeof info, .hwnd = window, .lpVerb = verb, .lpFile = file, .lpParameters = parameters, .lpDirectory = directory, .nShow = show};
	ShellExecuteExW(&info);
	return info.hInstApp;
}

#define MOST_LISTED 256
EXPORT intptr_t _wspawnl(int mode, const wchar_t *path, const wchar_t *arg0, ...)
{
	char *argv[MOST_LISTED + 1] = {narrow(arg0)};
	OWN char *path8 = narrow(path);
	va_list args;
	va_start(args, arg0);
	for (int i = 1; arg0 && i < MOST_LISTED && (argv[i] = narrow(va_arg(args, const wchar_t *))); i++)
		;
	va_end(args);
	intptr_t result = _spawnv(mode, path8, (const char *const *)argv);
	for (int i = 0; argv[i]; i++)
		free(argv[i]);
	return result;
}
