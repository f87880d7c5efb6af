/* Mailslots, files, objects and processes by wide names. Compiled twice. */
#include "wide.h"
#include <sys/stat.h>

/* --- mailslots, files, objects ------------------------------------------ */

HANDLE msw_create_slot(const u16 *name, size_t units, DWORD size, DWORD timeout, LPSECURITY_ATTRIBUTES security);
HANDLE msw_open(const char *name, const u16 *wide, size_t units, DWORD access, DWORD share, DWORD disposition, DWORD flags, LPSECURITY_ATTRIBUTES security);

EXPORT HANDLE WINAPI CreateMailslotW(LPCWSTR name, DWORD size, DWORD timeout, LPSECURITY_ATTRIBUTES security)
{
	size_t n = 0;
	OWN char *text = narrow(name);
	OWN u16 *units = msw_to16(text, &n);
	return msw_create_slot(units, n, size, timeout, security);
}
EXPORT HANDLE WINAPI CreateFileW(LPCWSTR name, DWORD access, DWORD share, LPSECURITY_ATTRIBUTES security, DWORD disposition, DWORD flags, HANDLE template_file)
{
	size_t n = 0;
	OWN char *text = narrow(name);
	OWN u16 *units = msw_to16(text, &n);
	(void)template_file;
	return msw_open(text, units, n, access, share, disposition, flags, security);
}

#define OBJECT(ret, name, params, call) \
	EXPORT ret WINAPI name##W params { OWN char *text = narrow(n); return name##A call; }
OBJECT(HANDLE, CreateEvent, (LPSECURITY_ATTRIBUTES s, BOOL m, BOOL i, LPCWSTR n), (s, m, i, text))
OBJECT(HANDLE, CreateEventEx, (LPSECURITY_ATTRIBUTES s, LPCWSTR n, DWORD f, DWORD a), (s, text, f, a))
OBJECT(HANDLE, OpenEvent, (DWORD a, BOOL i, LPCWSTR n), (a, i, text))
OBJECT(HANDLE, CreateMutex, (LPSECURITY_ATTRIBUTES s, BOOL o, LPCWSTR n), (s, o, text))
OBJECT(HANDLE, CreateMutexEx, (LPSECURITY_ATTRIBUTES s, LPCWSTR n, DWORD f, DWORD a), (s, text, f, a))
OBJECT(HANDLE, OpenMutex, (DWORD a, BOOL i, LPCWSTR n), (a, i, text))
OBJECT(HANDLE, CreateSemaphore, (LPSECURITY_ATTRIBUTES s, LONG i, LONG m, LPCWSTR n), (s, i, m, text))
OBJECT(HANDLE, OpenSemaphore, (DWORD a, BOOL i, LPCWSTR n), (a, i, text))
OBJECT(HANDLE, CreateWaitableTimer, (LPSECURITY_ATTRIBUTES s, BOOL m, LPCWSTR n), (s, m, text))
OBJECT(HANDLE, OpenWaitableTimer, (DWORD a, BOOL i, LPCWSTR n), (a, i, text))
OBJECT(HANDLE, CreateFileMapping, (HANDLE f, LPSECURITY_ATTRIBUTES s, DWORD p, DWORD h, DWORD l, LPCWSTR n), (f, s, p, h, l, text))
OBJECT(HANDLE, OpenFileMapping, (DWORD a, BOOL i, LPCWSTR n), (a, i, text))
OBJECT(HMODULE, GetModuleHandle, (LPCWSTR n), (text))
OBJECT(BOOL, GetModuleHandleEx, (DWORD f, LPCWSTR n, HMODULE *m), (f, text, m))
OBJECT(HMODULE, LoadLibrary, (LPCWSTR n), (text))
OBJECT(HMODULE, LoadLibraryEx, (LPCWSTR n, HANDLE f, DWORD x), (text, f, x))
OBJECT(DWORD, GetFileAttributes, (LPCWSTR n), (text))
OBJECT(BOOL, GetFileAttributesEx, (LPCWSTR n, GET_FILEEX_INFO_LEVELS l, LPVOID i), (text, l, i))
OBJECT(BOOL, SetFileAttributes, (LPCWSTR n, DWORD a), (text, a))
OBJECT(BOOL, DeleteFile, (LPCWSTR n), (text))
OBJECT(BOOL, CreateDirectory, (LPCWSTR n, LPSECURITY_ATTRIBUTES s), (text, s))
OBJECT(BOOL, RemoveDirectory, (LPCWSTR n), (text))
OBJECT(BOOL, SetCurrentDirectory, (LPCWSTR n), (text))
OBJECT(UINT, GetDriveType, (LPCWSTR n), (text))
OBJECT(BOOL, WaitNamedPipe, (LPCWSTR n, DWORD t), (text, t))
OBJECT(HANDLE, CreateNamedPipe, (LPCWSTR n, DWORD m, DWORD p, DWORD x, DWORD o, DWORD i, DWORD t, LPSECURITY_ATTRIBUTES s), (text, m, p, x, o, i, t, s))
OBJECT(VOID, OutputDebugString, (LPCWSTR n), (text))
OBJECT(BOOL, SetConsoleTitle, (LPCWSTR n), (text))
OBJECT(BOOL, ConvertStringSecurityDescriptorToSecurityDescriptor, (LPCWSTR n, DWORD r, PSECURITY_DESCRIPTOR *d, PULONG s), (text, r, d, s))

EXPORT BOOL WINAPI CopyFileW(LPCWSTR a, LPCWSTR b, BOOL f) { PAIR(); return CopyFileA(a8, b8, f); }
EXPORT BOOL WINAPI MoveFileW(LPCWSTR a, LPCWSTR b) { PAIR(); return MoveFileA(a8, b8); }
EXPORT BOOL WINAPI MoveFileExW(LPCWSTR a, LPCWSTR b, DWORD f) { PAIR(); return MoveFileExA(a8, b8, f); }
EXPORT BOOL WINAPI SetEnvironmentVariableW(LPCWSTR a, LPCWSTR b) { PAIR(); return SetEnvironmentVariableA(a8, b8); }
EXPORT int WINAPI MessageBoxW(HWND w, LPCWSTR a, LPCWSTR b, UINT t) { PAIR(); return MessageBoxA(w, a8, b8, t); }
EXPORT int WINAPI MessageBoxExW(HWND w, LPCWSTR a, LPCWSTR b, UINT t, WORD l) { (void)l; return MessageBoxW(w, a, b, t); }

EXPORT HANDLE WINAPI RegisterEventSourceW(LPCWSTR a, LPCWSTR b) { PAIR(); return RegisterEventSourceA(a8, b8); }
EXPORT BOOL WINAPI ReportEventW(HANDLE log, WORD type, WORD category, DWORD id, PSID user, WORD count, DWORD size, LPCWSTR *strings, LPVOID data)
{
	char **texts = calloc((size_t)count + 1, sizeof *texts);
	for (WORD i = 0; texts && strings && i < count; i++)
		texts[i] = narrow(strings[i]);
	BOOL ok = texts ? ReportEventA(log, type, category, id, user, count, size, strings ? (LPCSTR *)texts : NULL, data) : msw_result(ERROR_NOT_ENOUGH_MEMORY);
	for (WORD i = 0; texts && i < count; i++)
		free(texts[i]);
	free(texts);
	return ok;
}

/* A narrow function that fills a buffer. */
#define FILL(call) \
	ASK(call); \
	DWORD n_ = give(text, buffer, size); \
	if (n_ >= size) \
		SetLastError(ERROR_INSUFFICIENT_BUFFER); \
	return n_
EXPORT DWORD WINAPI GetModuleFileNameW(HMODULE m, LPWSTR buffer, DWORD size)
{
	char text[4096];
	size_t n = 0;
	if (!size)
		return (DWORD)msw_result(ERROR_INSUFFICIENT_BUFFER);
	if (!GetModuleFileNameA(m, text, sizeof text))
		return 0;
	OWN wchar_t *wide = to_wide(text, &n);
	append(buffer, wide, size - 1); /* cut, as Windows does */
	if (n < size)
		return (DWORD)n;
	SetLastError(ERROR_INSUFFICIENT_BUFFER);
	return size;
}
EXPORT DWORD WINAPI GetCurrentDirectoryW(DWORD size, LPWSTR buffer) { FILL(GetCurrentDirectoryA(room, text)); }
EXPORT DWORD WINAPI GetTempPathW(DWORD size, LPWSTR buffer) { FILL(GetTempPathA(room, text)); }
EXPORT UINT WINAPI GetSystemDirectoryW(LPWSTR buffer, UINT size) { FILL(GetSystemDirectoryA(text, room)); }
EXPORT UINT WINAPI GetWindowsDirectoryW(LPWSTR buffer, UINT size) { FILL(GetWindowsDirectoryA(text, room)); }
EXPORT DWORD WINAPI GetConsoleTitleW(LPWSTR buffer, DWORD size) { FILL(GetConsoleTitleA(text, room)); }
EXPORT DWORD WINAPI GetFinalPathNameByHandleW(HANDLE h, LPWSTR buffer, DWORD size, DWORD flags) { FILL(GetFinalPathNameByHandleA(h, text, room, flags)); }
EXPORT DWORD WINAPI GetEnvironmentVariableW(LPCWSTR name, LPWSTR buffer, DWORD size)
{
	OWN char *name8 = narrow(name);
	const char *value = name8 ? getenv(name8) : NULL;
	if (!value)
		return (DWORD)msw_result(ERROR_ENVVAR_NOT_FOUND);
	if (!*value)
		SetLastError(0); /* tells an empty one from a missing one */
	return give(value, buffer, size);
}
EXPORT DWORD WINAPI ExpandEnvironmentStringsW(LPCWSTR from, LPWSTR buffer, DWORD size)
{
	OWN char *from8 = narrow(from);
	ASK(ExpandEnvironmentStringsA(from8, text, room));
	DWORD n = give(text, buffer, size);
	return n < size ? n + 1 : n;
}
EXPORT DWORD WINAPI GetFullPathNameW(LPCWSTR name, DWORD size, LPWSTR buffer, LPWSTR *part)
{
	OWN char *name8 = narrow(name);
	ASK(GetFullPathNameA(name8, room, text, NULL));
	DWORD n = give(text, buffer, size);
	if (part && n < size)
		for (*part = buffer; *buffer; buffer++)
			if (*buffer == '/')
				*part = buffer + 1;
	return n;
}
EXPORT UINT WINAPI GetTempFileNameW(LPCWSTR path, LPCWSTR prefix, UINT unique, LPWSTR name)
{
	char text[MAX_PATH + 1];
	OWN char *path8 = narrow(path);
	OWN char *prefix8 = narrow(prefix);
	UINT n = GetTempFileNameA(path8, prefix8, unique, text);
	if (n)
		give(text, name, MAX_PATH);
	return n;
}

#define NAMED(name, short_code, call) \
	char text[1024]; \
	DWORD room = sizeof text; \
	if (!(call)) \
		return FALSE; \
	DWORD n = give(text, buffer, *size); \
	BOOL fits = n < *size; \
	*size = n + (name && fits); \
	return fits ? TRUE : msw_result(short_code)
EXPORT BOOL WINAPI GetComputerNameW(LPWSTR buffer, LPDWORD size) { NAMED(0, ERROR_BUFFER_OVERFLOW, GetComputerNameA(text, &room)); }
EXPORT BOOL WINAPI GetComputerNameExW(COMPUTER_NAME_FORMAT f, LPWSTR buffer, LPDWORD size) { NAMED(0, ERROR_MORE_DATA, GetComputerNameExA(f, text, &room)); }
EXPORT BOOL WINAPI GetUserNameW(LPWSTR buffer, LPDWORD size) { NAMED(1, ERROR_INSUFFICIENT_BUFFER, GetUserNameA(text, &room)); }

EXPORT BOOL WINAPI GetVersionExW(LPOSVERSIONINFOW info)
{
	OSVERSIONINFOA a = {.dwOSVersionInfoSize = sizeof a};
	if (!GetVersionExA(&a))
		return FALSE;
	info->dwMajorVersion = a.dwMajorVersion;
	info->dwMinorVersion = a.dwMinorVersion;
	info->dwBuildNumber = a.dwBuildNumber;
	info->dwPlatformId = a.dwPlatformId;
	info->szCSDVersion[0] = 0;
	return TRUE;
}
EXPORT DWORD WINAPI GetTimeZoneInformation(LPTIME_ZONE_INFORMATION zone)
{
	time_t now = time(NULL);
	struct tm tm;
	localtime_r(&now, &tm);
	memset(zone, 0, sizeof *zone);
	zone->Bias = -(LONG)(tm.tm_gmtoff / 60) + (tm.tm_isdst > 0 ? 60 : 0);
	zone->DaylightBias = -60;
	give(tm.tm_zone, zone->StandardName, 32);
	return tm.tm_isdst > 0 ? 2 : 1;
}
/* --- processes and commands --------------------------------------------- */

EXPORT BOOL WINAPI CreateProcessW(LPCWSTR application, LPWSTR command, LPSECURITY_ATTRIBUTES process, LPSECURITY_ATTRIBUTES thread, BOOL inherit, DWORD flags,
	LPVOID environment, LPCWSTR directory, LPSTARTUPINFOW startup, LPPROCESS_INFORMATION information)
{
	OWN char *application8 = narrow(application);
	OWN char *command8 = narrow(command);
	OWN char *directory8 = narrow(directory);
	OWN char *block = NULL;
	STARTUPINFOA s = {.cb = sizeof s};
	if (startup) {
		s.dwFlags = startup->dwFlags;
		s.hStdInput = startup->hStdInput;
		s.hStdOutput = startup->hStdOutput;
		s.hStdError = startup->hStdError;
	}
	if (environment && flags & CREATE_UNICODE_ENVIRONMENT) {
		const wchar_t *e = environment;
		while (*e)
			e += length_of(e) + 1;
		block = from_n(environment, (size_t)(e - (const wchar_t *)environment) + 1);
		environment = block;
	}
	return CreateProcessA(application8, command8, process, thread, inherit, flags, environment, directory8, &s, information);
}
EXPORT VOID WINAPI GetStartupInfoW(LPSTARTUPINFOW s)
{
	memset(s, 0, sizeof *s);
	s->cb = sizeof *s;
}
EXPORT LPWSTR WINAPI GetCommandLineW(void)
{
	static wchar_t *line;
	if (!line)
		line = copy(GetCommandLineA());
	return line;
}
EXPORT LPWSTR *WINAPI CommandLineToArgvW(LPCWSTR line, int *count)
{
	OWN char *line8 = narrow(line);
	OWN char **words = msw_split(line8, count);
	size_t room = ((size_t)*count + 1) * sizeof(wchar_t *); /* and no character has more units than bytes */
	wchar_t **argv = malloc(room + (strlen(line8) + 1) * sizeof(wchar_t)), *to = (wchar_t *)((char *)argv + room);
	for (int i = 0; i < *count; i++) {
		OWN wchar_t *word = copy(words[i]);
		argv[i] = append(to, word, ALL);
		to += length_of(word) + 1;
	}
	argv[*count] = NULL;
	return argv;
}
EXPORT void msw_wide_arguments(int argc, char **argv)
{
	for (int i = 0; i < argc; i++)
		argv[i] = (char *)copy(argv[i]);
}
EXPORT wchar_t ***msw_wargv(void)
{
	static wchar_t **wide;
	if (!wide) {
		wide = calloc((size_t)*msw_argc() + 1, sizeof *wide);
		for (int i = 0; i < *msw_argc(); i++)
			wide[i] = copy((*msw_argv())[i]);
	}
	return &wide;
}
int msw_system(const char *command);
EXPORT int _wsystem(const wchar_t *command) { OWN char *c = narrow(command); return msw_system(c); }
EXPORT wchar_t *_wgetenv(const wchar_t *name) { OWN char *n = narrow(name); return copy(getenv(n)); }
