/* Mailslots, files, objects, processes and text by wide names. Compiled twice. */
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

#define PAIR(name) \
	OWN char *a8 = narrow(a); \
	OWN char *b8 = narrow(b)
EXPORT BOOL WINAPI CopyFileW(LPCWSTR a, LPCWSTR b, BOOL f) { PAIR(); return CopyFileA(a8, b8, f); }
EXPORT BOOL WINAPI MoveFileW(LPCWSTR a, LPCWSTR b) { PAIR(); return MoveFileA(a8, b8); }
EXPORT BOOL WINAPI MoveFileExW(LPCWSTR a, LPCWSTR b, DWORD f) { PAIR(); return MoveFileExA(a8, b8, f); }
EXPORT BOOL WINAPI SetEnvironmentVariableW(LPCWSTR a, LPCWSTR b) { PAIR(); return SetEnvironmentVariableA(a8, b8); }
EXPORT int WINAPI MessageBoxW(HWND w, LPCWSTR a, LPCWSTR b, UINT t) { PAIR(); return MessageBoxA(w, a8, b8, t); }
EXPORT int WINAPI MessageBoxExW(HWND w, LPCWSTR a, LPCWSTR b, UINT t, WORD l) { (void)l; return MessageBoxW(w, a, b, t); }

/* A narrow function that fills a buffer, asked with plenty of room. */
#define FILL(call) \
	char text[4096]; \
	DWORD got = (call); \
	if (!got) \
		return 0; \
	DWORD n_ = give(text, buffer, size); \
	if (n_ >= size) \
		SetLastError(ERROR_INSUFFICIENT_BUFFER); \
	return n_
EXPORT DWORD WINAPI GetModuleFileNameW(HMODULE m, LPWSTR buffer, DWORD size) { FILL(GetModuleFileNameA(m, text, sizeof text)); }
EXPORT DWORD WINAPI GetCurrentDirectoryW(DWORD size, LPWSTR buffer) { FILL(GetCurrentDirectoryA(sizeof text, text)); }
EXPORT DWORD WINAPI GetTempPathW(DWORD size, LPWSTR buffer) { FILL(GetTempPathA(sizeof text, text)); }
EXPORT UINT WINAPI GetSystemDirectoryW(LPWSTR buffer, UINT size) { FILL(GetSystemDirectoryA(text, sizeof text)); }
EXPORT UINT WINAPI GetWindowsDirectoryW(LPWSTR buffer, UINT size) { FILL(GetWindowsDirectoryA(text, sizeof text)); }
EXPORT DWORD WINAPI GetConsoleTitleW(LPWSTR buffer, DWORD size) { FILL(GetConsoleTitleA(text, sizeof text)); }
EXPORT DWORD WINAPI GetFinalPathNameByHandleW(HANDLE h, LPWSTR buffer, DWORD size, DWORD flags) { FILL(GetFinalPathNameByHandleA(h, text, sizeof text, flags)); }
EXPORT DWORD WINAPI GetEnvironmentVariableW(LPCWSTR name, LPWSTR buffer, DWORD size)
{
	OWN char *name8 = narrow(name);
	const char *value = getenv(name8);
	if (!value) {
		SetLastError(ERROR_ENVVAR_NOT_FOUND);
		return 0;
	}
	return give(value, buffer, size);
}
EXPORT DWORD WINAPI ExpandEnvironmentStringsW(LPCWSTR from, LPWSTR buffer, DWORD size)
{
	char text[8192];
	OWN char *from8 = narrow(from);
	ExpandEnvironmentStringsA(from8, text, sizeof text);
	DWORD n = give(text, buffer, size);
	return n < size ? n + 1 : n;
}
EXPORT DWORD WINAPI GetFullPathNameW(LPCWSTR name, DWORD size, LPWSTR buffer, LPWSTR *part)
{
	char text[4096];
	OWN char *name8 = narrow(name);
	if (!GetFullPathNameA(name8, sizeof text, text, NULL))
		return 0;
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

#define NAMED(name, call) \
	char text[1024]; \
	DWORD room = sizeof text; \
	if (!(call)) \
		return FALSE; \
	DWORD n = give(text, buffer, *size); \
	BOOL fits = n < *size; \
	*size = n + (name && fits); \
	return fits ? TRUE : msw_result(ERROR_BUFFER_OVERFLOW)
EXPORT BOOL WINAPI GetComputerNameW(LPWSTR buffer, LPDWORD size) { NAMED(0, GetComputerNameA(text, &room)); }
EXPORT BOOL WINAPI GetComputerNameExW(COMPUTER_NAME_FORMAT f, LPWSTR buffer, LPDWORD size) { NAMED(0, GetComputerNameExA(f, text, &room)); }
EXPORT BOOL WINAPI GetUserNameW(LPWSTR buffer, LPDWORD size) { NAMED(1, GetUserNameA(text, &room)); }

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
	size_t n = length_of(line), room = (n / 2 + 2) * sizeof(wchar_t *);
	wchar_t **argv = malloc(room + (n + 1) * sizeof(wchar_t)), *to = (wchar_t *)((char *)argv + room);
	*count = 0;
	while (*line) {
		int quoted = 0;
		while (*line == ' ' || *line == '\t')
			line++;
		if (!*line)
			break;
		argv[(*count)++] = to;
		for (; *line && (quoted || (*line != ' ' && *line != '\t')); line++) {
			if (*line == '"')
				quoted = !quoted;
			else if (*line == '\\' && line[1] == '"')
				*to++ = *++line;
			else
				*to++ = *line;
		}
		*to++ = 0;
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
EXPORT int _wsystem(const wchar_t *command) { OWN char *c = narrow(command); return system(c); }
EXPORT wchar_t *_wgetenv(const wchar_t *name) { OWN char *n = narrow(name); return copy(getenv(n)); }

/* --- text --------------------------------------------------------------- */

char *msw_page_to_utf8(UINT page, const char *from, int from_size, size_t *n);
char *msw_utf8_to_page(UINT page, const char *from, size_t size, size_t *n, BOOL *replaced);

EXPORT int WINAPI MultiByteToWideChar(UINT page, DWORD flags, LPCSTR from, int from_size, LPWSTR to, int to_size)
{
	size_t n, k = 0;
	(void)flags;
	if (!from || !from_size || to_size < 0 || (to_size && !to))
		return msw_result(ERROR_INVALID_PARAMETER);
	OWN char *text = msw_page_to_utf8(page, from, from_size, &n);
	if (!text)
		return msw_result(ERROR_INVALID_PARAMETER);
	const unsigned char *p = (const unsigned char *)text, *end = p + n;
	while (p < end) {
		uint32_t c = msw_decode(&p, end);
		size_t units = sizeof(wchar_t) == 2 && c >= 0x10000 ? 2 : 1;
		if (to_size) {
			if (k + units > (size_t)to_size)
				return msw_result(ERROR_INSUFFICIENT_BUFFER);
			if (units == 2) {
				to[k] = (wchar_t)(0xD800 + ((c - 0x10000) >> 10));
				to[k + 1] = (wchar_t)(0xDC00 + ((c - 0x10000) & 0x3FF));
			} else {
				to[k] = (wchar_t)c;
			}
		}
		k += units;
	}
	return (int)k;
}
EXPORT int WINAPI WideCharToMultiByte(UINT page, DWORD flags, LPCWSTR from, int from_size, LPSTR to, int to_size, LPCSTR default_char, LPBOOL used_default)
{
	size_t n;
	BOOL replaced = FALSE;
	(void)flags;
	(void)default_char;
	if (!from || !from_size || to_size < 0 || (to_size && !to))
		return msw_result(ERROR_INVALID_PARAMETER);
	size_t units = from_size < 0 ? length_of(from) + 1 : (size_t)from_size, size = 0;
	OWN char *text = from_n(from, units);
	for (size_t i = 0, zeros = 0; i < units; i++) /* zeros inside count */
		zeros += !from[i];
	for (size_t i = 0; i < units; i++) {
		char one[8];
		uint32_t c = (uint32_t)from[i];
		if (sizeof(wchar_t) == 2 && c >= 0xD800 && c < 0xDC00 && i + 1 < units)
			i++, size += 4;
		else
			size += msw_encode(one, c);
	}
	OWN char *bytes = msw_utf8_to_page(page, text, size, &n, &replaced);
	if (!bytes)
		return msw_result(ERROR_INVALID_PARAMETER);
	if (used_default)
		*used_default = replaced;
	if (!to_size)
		return (int)n;
	if (n > (size_t)to_size)
		return msw_result(ERROR_INSUFFICIENT_BUFFER);
	memcpy(to, bytes, n);
	return (int)n;
}
static int compare(const wchar_t *a, const wchar_t *b, size_t n, BOOL fold)
{
	for (; n && (*a || *b); a++, b++, n--) {
		wint_t x = fold ? towlower((wint_t)*a) : (wint_t)*a, y = fold ? towlower((wint_t)*b) : (wint_t)*b;
		if (x != y)
			return x < y ? -1 : 1;
	}
	return 0;
}
static wchar_t *append(wchar_t *to, const wchar_t *from, size_t n)
{
	size_t i;
	for (i = 0; i < n && from[i]; i++)
		to[i] = from[i];
	to[i] = 0;
	return to;
}
#define ALL ((size_t)-1)
static const wchar_t empty[1];
EXPORT int WINAPI lstrlenW(LPCWSTR s) { return s ? (int)length_of(s) : 0; }
EXPORT int WINAPI lstrcmpW(LPCWSTR a, LPCWSTR b) { return compare(a ? a : empty, b ? b : empty, ALL, FALSE); }
EXPORT int WINAPI lstrcmpiW(LPCWSTR a, LPCWSTR b) { return compare(a ? a : empty, b ? b : empty, ALL, TRUE); }
EXPORT LPWSTR WINAPI lstrcpyW(LPWSTR to, LPCWSTR from) { return to ? append(to, from ? from : empty, ALL) : NULL; }
EXPORT LPWSTR WINAPI lstrcatW(LPWSTR to, LPCWSTR from) { append(to + length_of(to), from, ALL); return to; }
EXPORT LPWSTR WINAPI lstrcpynW(LPWSTR to, LPCWSTR from, int size) { return size > 0 ? append(to, from, (size_t)size - 1) : to; }
EXPORT int WINAPI CompareStringW(LCID l, DWORD flags, LPCWSTR a, int na, LPCWSTR b, int nb)
{
	OWN char *a8 = from_n(a, na < 0 ? length_of(a) : (size_t)na);
	OWN char *b8 = from_n(b, nb < 0 ? length_of(b) : (size_t)nb);
	return CompareStringA(l, flags, a8, -1, b8, -1);
}
EXPORT DWORD WINAPI CharUpperBuffW(LPWSTR s, DWORD n) { for (DWORD i = 0; i < n; i++) s[i] = (wchar_t)towupper((wint_t)s[i]); return n; }
EXPORT DWORD WINAPI CharLowerBuffW(LPWSTR s, DWORD n) { for (DWORD i = 0; i < n; i++) s[i] = (wchar_t)towlower((wint_t)s[i]); return n; }
EXPORT LPWSTR WINAPI CharUpperW(LPWSTR s) { CharUpperBuffW(s, (DWORD)length_of(s)); return s; }
EXPORT LPWSTR WINAPI CharLowerW(LPWSTR s) { CharLowerBuffW(s, (DWORD)length_of(s)); return s; }
EXPORT LPWSTR WINAPI CharNextW(LPCWSTR s) { return (LPWSTR)(*s ? s + 1 : s); }
EXPORT BOOL WINAPI CharToOemW(LPCWSTR from, LPSTR to) { OWN char *t = narrow(from); strcpy(to, t); return TRUE; }
EXPORT BOOL WINAPI OemToCharW(LPCSTR from, LPWSTR to) { OWN wchar_t *w = copy(from); append(to, w, ALL); return TRUE; }
EXPORT BOOL WINAPI IsCharAlphaW(WCHAR c) { return iswalpha((wint_t)c) != 0; }
EXPORT int _wcsicmp(const wchar_t *a, const wchar_t *b) { return compare(a, b, ALL, TRUE); }
EXPORT int _wcsnicmp(const wchar_t *a, const wchar_t *b, size_t n) { return compare(a, b, n, TRUE); }
EXPORT wchar_t *_wcslwr(wchar_t *s) { return CharLowerW(s); }
EXPORT wchar_t *_wcsupr(wchar_t *s) { return CharUpperW(s); }
EXPORT wchar_t *_wcsdup(const wchar_t *s) { return s ? append(malloc((length_of(s) + 1) * sizeof *s), s, ALL) : NULL; }
EXPORT wchar_t *_wcsset(wchar_t *s, wchar_t c) { for (wchar_t *p = s; *p; p++) *p = c; return s; }
EXPORT wchar_t *_wcsrev(wchar_t *s)
{
	for (size_t i = 0, j = length_of(s); i + 1 < j; i++) {
		wchar_t c = s[i];
		s[i] = s[--j];
		s[j] = c;
	}
	return s;
}
EXPORT errno_t wcsncpy_s(wchar_t *to, rsize_t size, const wchar_t *from, rsize_t count)
{
	if (!to || !size)
		return EINVAL;
	*to = 0;
	if (!from)
		return EINVAL;
	size_t n = 0;
	while (n < count && from[n])
		n++;
	if (n >= size) {
		if (count != _TRUNCATE)
			return ERANGE;
		append(to, from, size - 1);
		return STRUNCATE;
	}
	append(to, from, n);
	return 0;
}
EXPORT errno_t wcscpy_s(wchar_t *to, rsize_t size, const wchar_t *from)
{
	errno_t e = wcsncpy_s(to, size, from, _TRUNCATE);
	if (e == STRUNCATE)
		*to = 0;
	return e == STRUNCATE ? ERANGE : e;
}
EXPORT errno_t wcsncat_s(wchar_t *to, rsize_t size, const wchar_t *from, rsize_t count)
{
	size_t n = length_of(to);
	return n < size ? wcsncpy_s(to + n, size - n, from, count) : EINVAL;
}
EXPORT errno_t wcscat_s(wchar_t *to, rsize_t size, const wchar_t *from)
{
	size_t n = length_of(to);
	return n < size ? wcscpy_s(to + n, size - n, from) : EINVAL;
}
EXPORT errno_t wmemcpy_s(wchar_t *to, rsize_t size, const wchar_t *from, rsize_t n)
{
	if (n > size)
		return ERANGE;
	memcpy(to, from, n * sizeof *to);
	return 0;
}
EXPORT size_t wcsnlen_s(const wchar_t *s, size_t size)
{
	size_t n = 0;
	while (s && n < size && s[n])
		n++;
	return n;
}
static BOOL among(wchar_t c, const wchar_t *set)
{
	while (*set && *set != c)
		set++;
	return *set != 0;
}
EXPORT wchar_t *wcstok_s(wchar_t *text, const wchar_t *set, wchar_t **context)
{
	wchar_t *s = text ? text : *context;
	if (!s)
		return NULL;
	while (*s && among(*s, set))
		s++;
	if (!*s) {
		*context = NULL;
		return NULL;
	}
	wchar_t *word = s;
	while (*s && !among(*s, set))
		s++;
	*context = *s ? s + 1 : NULL;
	*s = 0;
	return word;
}
EXPORT wchar_t *msw_wcstok2(wchar_t *text, const wchar_t *set)
{
	static __thread wchar_t *context;
	return wcstok_s(text, set, &context);
}
EXPORT errno_t mbstowcs_s(size_t *done, wchar_t *to, size_t size, const char *from, size_t count)
{
	size_t n = 0;
	OWN wchar_t *wide = to_wide(from, &n);
	if (count < n)
		n = count;
	if (to && n + 1 > size && count != _TRUNCATE)
		return ERANGE;
	if (to && n + 1 > size)
		n = size - 1;
	if (to)
		append(to, wide, n);
	if (done)
		*done = n + 1;
	return 0;
}
EXPORT errno_t wcstombs_s(size_t *done, char *to, size_t size, const wchar_t *from, size_t count)
{
	OWN char *text = narrow(from);
	size_t n = strlen(text);
	if (count < n)
		n = count;
	if (to && n + 1 > size)
		return ERANGE;
	if (to) {
		memcpy(to, text, n);
		to[n] = 0;
	}
	if (done)
		*done = n + 1;
	return 0;
}

/* --- numbers and times -------------------------------------------------- */

EXPORT wchar_t *_i64tow(long long v, wchar_t *text, int radix)
{
	char t[72];
	_i64toa(v, t, radix);
	give(t, text, 72);
	return text;
}
EXPORT wchar_t *_itow(int v, wchar_t *text, int radix) { char t[40]; _itoa(v, t, radix); give(t, text, 40); return text; }
EXPORT wchar_t *_ltow(long v, wchar_t *text, int radix) { return _itow((int)v, text, radix); }
EXPORT wchar_t *_ultow(unsigned long v, wchar_t *text, int radix) { char t[40]; _ultoa(v, t, radix); give(t, text, 40); return text; }
EXPORT errno_t _itow_s(int v, wchar_t *text, size_t size, int radix) { char t[40]; _itoa(v, t, radix); return give(t, text, (DWORD)size) < size ? 0 : ERANGE; }
EXPORT errno_t _ltow_s(long v, wchar_t *text, size_t size, int radix) { return _itow_s((int)v, text, size, radix); }
EXPORT int _wtoi(const wchar_t *s) { OWN char *t = narrow(s); return atoi(t); }
EXPORT long _wtol(const wchar_t *s) { OWN char *t = narrow(s); return atol(t); }
EXPORT long long _wtoi64(const wchar_t *s) { OWN char *t = narrow(s); return atoll(t); }
EXPORT double _wtof(const wchar_t *s) { OWN char *t = narrow(s); return atof(t); }
EXPORT wchar_t *_wstrdate(wchar_t *to) { char t[16]; _strdate(t); give(t, to, 16); return to; }
EXPORT wchar_t *_wstrtime(wchar_t *to) { char t[16]; _strtime(t); give(t, to, 16); return to; }
EXPORT errno_t _wasctime_s(wchar_t *to, size_t size, const struct tm *tm) { char t[32]; asctime_r(tm, t); return give(t, to, (DWORD)size) < size ? 0 : ERANGE; }
EXPORT errno_t _wctime_s(wchar_t *to, size_t size, const time_t *at) { char t[32]; ctime_r(at, t); return give(t, to, (DWORD)size) < size ? 0 : ERANGE; }
EXPORT wchar_t *_wasctime(const struct tm *tm) { static __thread wchar_t to[32]; _wasctime_s(to, 32, tm); return to; }
EXPORT wchar_t *_wctime(const time_t *at) { static __thread wchar_t to[32]; _wctime_s(to, 32, at); return to; }
char *msw_setlocale(int category, const char *locale);
EXPORT wchar_t *_wsetlocale(int category, const wchar_t *locale) { OWN char *l = narrow(locale); return copy(msw_setlocale(category, l)); }
EXPORT int WINAPI GetDateFormatW(LCID l, DWORD f, const SYSTEMTIME *t, LPCWSTR format, LPWSTR to, int size)
{
	char text[256];
	OWN char *format8 = narrow(format);
	return GetDateFormatA(l, f, t, format8, text, sizeof text) ? (int)give(text, to, (DWORD)size) + 1 : 0;
}
EXPORT int WINAPI GetTimeFormatW(LCID l, DWORD f, const SYSTEMTIME *t, LPCWSTR format, LPWSTR to, int size)
{
	char text[256];
	OWN char *format8 = narrow(format);
	return GetTimeFormatA(l, f, t, format8, text, sizeof text) ? (int)give(text, to, (DWORD)size) + 1 : 0;
}
char *msw_message(DWORD flags, const char *source, DWORD id, va_list *args, enum msw_width width);
EXPORT DWORD WINAPI FormatMessageW(DWORD flags, LPCVOID source, DWORD id, DWORD language, LPWSTR buffer, DWORD size, va_list *args)
{
	(void)language;
	OWN char *source8 = flags & FORMAT_MESSAGE_FROM_STRING ? narrow(source) : NULL;
	OWN char *text = msw_message(flags, source8, id, args, WIDTH);
	if (!text)
		return 0;
	size_t n = 0;
	wchar_t *wide = to_wide(text, &n);
	if (flags & FORMAT_MESSAGE_ALLOCATE_BUFFER) {
		wchar_t *block = LocalAlloc(0, (n + 1) * sizeof *wide);
		memcpy(block, wide, (n + 1) * sizeof *wide);
		free(wide);
		*(wchar_t **)buffer = block;
		return (DWORD)n;
	}
	BOOL fits = n < size;
	if (fits)
		memcpy(buffer, wide, (n + 1) * sizeof *wide);
	free(wide);
	return fits ? (DWORD)n : (DWORD)msw_result(ERROR_INSUFFICIENT_BUFFER);
}

/* --- printing ----------------------------------------------------------- */

static int show(FILE *file, const wchar_t *format, va_list args)
{
	size_t n;
	OWN char *f = narrow(format);
	OWN char *text = msw_vformat(f, WIDTH, WIDTH, args, &n);
	fwrite(text, 1, n, file);
	if (file == stdout && isatty(1))
		fflush(stdout);
	return (int)n;
}
static int into(wchar_t *buffer, size_t size, const wchar_t *format, va_list args, BOOL *fits)
{
	size_t n, units = 0;
	OWN char *f = narrow(format);
	OWN char *text = msw_vformat(f, WIDTH, WIDTH, args, &n);
	OWN wchar_t *wide = to_wide(text, &units);
	*fits = units < size;
	if (buffer && size)
		append(buffer, wide, *fits ? units : size - 1);
	return (int)units;
}
#define WITH_ARGS(call) \
	va_list args; \
	va_start(args, format); \
	int n_ = (call); \
	va_end(args); \
	return n_
EXPORT int NAME(msw_vfwprintf)(FILE *file, const wchar_t *format, va_list args) { return show(file, format, args); }
EXPORT int NAME(msw_vwprintf)(const wchar_t *format, va_list args) { return show(stdout, format, args); }
EXPORT int NAME(msw_wprintf)(const wchar_t *format, ...) { WITH_ARGS(show(stdout, format, args)); }
EXPORT int NAME(msw_fwprintf)(FILE *file, const wchar_t *format, ...) { WITH_ARGS(show(file, format, args)); }
EXPORT int wprintf_s(const wchar_t *format, ...) { WITH_ARGS(show(stdout, format, args)); }
EXPORT int fwprintf_s(FILE *file, const wchar_t *format, ...) { WITH_ARGS(show(file, format, args)); }
EXPORT int _cwprintf(const wchar_t *format, ...) { WITH_ARGS(show(stdout, format, args)); }
EXPORT int _vsnwprintf(wchar_t *buffer, size_t size, const wchar_t *format, va_list args)
{
	BOOL fits;
	int n = into(buffer, size, format, args, &fits);
	return fits ? n : -1;
}
EXPORT int _snwprintf(wchar_t *buffer, size_t size, const wchar_t *format, ...) { WITH_ARGS(_vsnwprintf(buffer, size, format, args)); }
EXPORT int vswprintf_s(wchar_t *buffer, size_t size, const wchar_t *format, va_list args)
{
	int n = _vsnwprintf(buffer, size, format, args);
	if (n < 0 && size)
		*buffer = 0;
	return n;
}
EXPORT int swprintf_s(wchar_t *buffer, size_t size, const wchar_t *format, ...) { WITH_ARGS(vswprintf_s(buffer, size, format, args)); }
EXPORT int NAME(msw_vswprintf)(wchar_t *buffer, size_t size, const wchar_t *format, va_list args) { return _vsnwprintf(buffer, size, format, args); }
EXPORT int NAME(msw_swprintf)(wchar_t *buffer, size_t size, const wchar_t *format, ...) { WITH_ARGS(_vsnwprintf(buffer, size, format, args)); }
EXPORT int _vswprintf(wchar_t *buffer, const wchar_t *format, va_list args) { return _vsnwprintf(buffer, ALL / 8, format, args); }
EXPORT int _swprintf(wchar_t *buffer, const wchar_t *format, ...) { WITH_ARGS(_vswprintf(buffer, format, args)); }
EXPORT int wvsprintfW(LPWSTR buffer, LPCWSTR format, va_list args) { return _vsnwprintf(buffer, 1025, format, args); }
EXPORT int wsprintfW(LPWSTR buffer, LPCWSTR format, ...) { WITH_ARGS(wvsprintfW(buffer, format, args)); }
EXPORT int _vsnwprintf_s(wchar_t *buffer, size_t size, size_t count, const wchar_t *format, va_list args)
{
	return _vsnwprintf(buffer, count != _TRUNCATE && count + 1 < size ? count + 1 : size, format, args);
}
EXPORT int _snwprintf_s(wchar_t *buffer, size_t size, size_t count, const wchar_t *format, ...) { WITH_ARGS(_vsnwprintf_s(buffer, size, count, format, args)); }
EXPORT int _vscwprintf(const wchar_t *format, va_list args) { BOOL fits; return into(NULL, 0, format, args, &fits); }
EXPORT int _scwprintf(const wchar_t *format, ...) { WITH_ARGS(_vscwprintf(format, args)); }

static int scan(const wchar_t *text, FILE *file, const wchar_t *format, BOOL secure, va_list args)
{
	OWN char *t = narrow(text);
	OWN char *f = narrow(format);
	return msw_vscan(t, file, f, WIDTH, WIDTH, secure, args);
}
EXPORT int msw_wscanf(const wchar_t *format, ...) MSW_W(msw_wscanf);
int msw_wscanf(const wchar_t *format, ...) { WITH_ARGS(scan(NULL, stdin, format, FALSE, args)); }
EXPORT int msw_fwscanf(FILE *file, const wchar_t *format, ...) MSW_W(msw_fwscanf);
int msw_fwscanf(FILE *file, const wchar_t *format, ...) { WITH_ARGS(scan(NULL, file, format, FALSE, args)); }
EXPORT int msw_swscanf(const wchar_t *text, const wchar_t *format, ...) MSW_W(msw_swscanf);
int msw_swscanf(const wchar_t *text, const wchar_t *format, ...) { WITH_ARGS(scan(text, NULL, format, FALSE, args)); }
EXPORT int wscanf_s(const wchar_t *format, ...) { WITH_ARGS(scan(NULL, stdin, format, TRUE, args)); }
EXPORT int fwscanf_s(FILE *file, const wchar_t *format, ...) { WITH_ARGS(scan(NULL, file, format, TRUE, args)); }
EXPORT int swscanf_s(const wchar_t *text, const wchar_t *format, ...) { WITH_ARGS(scan(text, NULL, format, TRUE, args)); }

/* --- streams ------------------------------------------------------------ */

EXPORT int NAME(msw_fputws)(const wchar_t *s, FILE *file) { OWN char *t = narrow(s); return fputs(t, file); }
EXPORT int _putws(const wchar_t *s) { OWN char *t = narrow(s); return puts(t); }
EXPORT int _cputws(const wchar_t *s) { return NAME(msw_fputws)(s, stdout); }
EXPORT wint_t NAME(msw_fputwc)(wchar_t c, FILE *file)
{
	char t[8];
	fwrite(t, 1, msw_encode(t, (uint32_t)c), file);
	return (wint_t)c;
}
EXPORT wint_t NAME(msw_putwc)(wchar_t c, FILE *file) { return NAME(msw_fputwc)(c, file); }
EXPORT wint_t NAME(msw_putwchar)(wchar_t c) { return NAME(msw_fputwc)(c, stdout); }
EXPORT wint_t _putwch(wchar_t c) { return NAME(msw_fputwc)(c, stdout); }
EXPORT wint_t NAME(msw_fgetwc)(FILE *file)
{
	unsigned char t[4];
	const unsigned char *p = t;
	int c = getc(file), n = 1;
	if (c == EOF)
		return WEOF;
	for (t[0] = (unsigned char)c; n < (c < 0xC2 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4); n++) {
		int d = getc(file);
		if ((d & 0xC0) != 0x80) {
			ungetc(d, file);
			break;
		}
		t[n] = (unsigned char)d;
	}
	return (wint_t)msw_decode(&p, t + n);
}
EXPORT wint_t NAME(msw_getwc)(FILE *file) { return NAME(msw_fgetwc)(file); }
EXPORT wint_t NAME(msw_getwchar)(void) { return NAME(msw_fgetwc)(stdin); }
EXPORT wint_t NAME(msw_ungetwc)(wint_t c, FILE *file)
{
	char t[8];
	for (size_t n = msw_encode(t, (uint32_t)c); n; )
		ungetc((unsigned char)t[--n], file);
	return c;
}
EXPORT wint_t _getwch(void) { return (wint_t)_getch(); }
EXPORT wint_t _getwche(void) { return (wint_t)_getche(); }
EXPORT wchar_t *NAME(msw_fgetws)(wchar_t *to, int size, FILE *file)
{
	int n = 0;
	while (n + 1 < size) {
		wint_t c = NAME(msw_fgetwc)(file);
		if (c == WEOF)
			break;
		to[n++] = (wchar_t)c;
		if (c == '\n')
			break;
	}
	if (!n)
		return NULL;
	to[n] = 0;
	return to;
}
EXPORT wchar_t *_getws_s(wchar_t *to, size_t size)
{
	if (!NAME(msw_fgetws)(to, (int)(size < INT_MAX ? size : INT_MAX), stdin))
		return NULL;
	size_t n = length_of(to);
	while (n && (to[n - 1] == '\n' || to[n - 1] == '\r'))
		to[--n] = 0;
	return to;
}
EXPORT wchar_t *_getws(wchar_t *to) { return _getws_s(to, 4096); }
FILE *msw_fopen(const char *name, const char *mode);
EXPORT FILE *_wfopen(const wchar_t *a, const wchar_t *b) { PAIR(); return msw_fopen(a8, b8); }
EXPORT errno_t _wfopen_s(FILE **file, const wchar_t *a, const wchar_t *b) { *file = _wfopen(a, b); return *file ? 0 : errno; }
EXPORT FILE *_wpopen(const wchar_t *a, const wchar_t *b) { PAIR(); return _popen(a8, b8); }
EXPORT void _wperror(const wchar_t *s) { OWN char *t = narrow(s); perror(t); }
EXPORT int _wremove(const wchar_t *s) { OWN char *t = narrow(s); return DeleteFileA(t) ? 0 : -1; }
EXPORT int _wunlink(const wchar_t *s) { return _wremove(s); }
EXPORT int _waccess(const wchar_t *s, int mode) { OWN char *t = narrow(s); return _access(t, mode); }
EXPORT int _wmkdir(const wchar_t *s) { OWN char *t = narrow(s); return _mkdir(t); }
EXPORT int _wrmdir(const wchar_t *s) { OWN char *t = narrow(s); return _rmdir(t); }
EXPORT int _wchdir(const wchar_t *s) { OWN char *t = narrow(s); return _chdir(t); }
EXPORT wchar_t *_wgetcwd(wchar_t *buffer, int size)
{
	char t[4096];
	if (!getcwd(t, sizeof t))
		return NULL;
	if (!buffer)
		return copy(t);
	return give(t, buffer, (DWORD)size) < (DWORD)size ? buffer : NULL;
}
EXPORT BOOL WINAPI WriteConsoleW(HANDLE h, const VOID *text, DWORD length, LPDWORD written, LPVOID reserved)
{
	OWN char *t = from_n(text, length);
	DWORD n;
	if (!WriteConsoleA(h, t, (DWORD)strlen(t), &n, reserved))
		return FALSE;
	if (written)
		*written = length;
	return TRUE;
}
EXPORT BOOL WINAPI ReadConsoleW(HANDLE h, LPVOID text, DWORD length, LPDWORD read, LPVOID control)
{
	OWN char *t = malloc((size_t)length + 1);
	DWORD n;
	size_t units = 0;
	if (!ReadConsoleA(h, t, length, &n, control))
		return FALSE;
	t[n] = 0;
	OWN wchar_t *wide = to_wide(t, &units);
	memcpy(text, wide, units * sizeof *wide);
	*read = (DWORD)units;
	return TRUE;
}

/* --- strsafe ------------------------------------------------------------ */

static HRESULT safe(BOOL fits) { return fits ? S_OK : STRSAFE_E_INSUFFICIENT_BUFFER; }
static void rest(LPWSTR to, size_t size, LPWSTR *end, size_t *left)
{
	size_t n = wcsnlen_s(to, size);
	if (end)
		*end = to + n;
	if (left)
		*left = size - n;
}
EXPORT HRESULT StringCchVPrintfW(LPWSTR to, size_t size, LPCWSTR format, va_list args)
{
	BOOL fits;
	if (!size || size > STRSAFE_MAX_CCH)
		return STRSAFE_E_INVALID_PARAMETER;
	into(to, size, format, args, &fits);
	return safe(fits);
}
#define W sizeof(wchar_t)
EXPORT HRESULT StringCbVPrintfW(LPWSTR to, size_t size, LPCWSTR format, va_list args) { return StringCchVPrintfW(to, size / W, format, args); }
#undef WITH_ARGS
#define WITH_ARGS(call) \
	va_list args; \
	va_start(args, format); \
	HRESULT n_ = (call); \
	va_end(args); \
	return n_
EXPORT HRESULT StringCchPrintfW(LPWSTR to, size_t size, LPCWSTR format, ...) { WITH_ARGS(StringCchVPrintfW(to, size, format, args)); }
EXPORT HRESULT StringCbPrintfW(LPWSTR to, size_t size, LPCWSTR format, ...) { WITH_ARGS(StringCchVPrintfW(to, size / W, format, args)); }
static HRESULT print_ex(LPWSTR to, size_t size, LPWSTR *end, size_t *left, LPCWSTR format, va_list args)
{
	HRESULT r = StringCchVPrintfW(to, size, format, args);
	rest(to, size, end, left);
	return r;
}
EXPORT HRESULT StringCchPrintfExW(LPWSTR to, size_t size, LPWSTR *end, size_t *left, DWORD flags, LPCWSTR format, ...) { (void)flags; WITH_ARGS(print_ex(to, size, end, left, format, args)); }
static HRESULT in_bytes(HRESULT r, size_t *left) { if (left) *left *= W; return r; }
EXPORT HRESULT StringCbPrintfExW(LPWSTR to, size_t size, LPWSTR *end, size_t *left, DWORD flags, LPCWSTR format, ...) { (void)flags; WITH_ARGS(in_bytes(print_ex(to, size / W, end, left, format, args), left)); }
EXPORT HRESULT StringCchCopyNW(LPWSTR to, size_t size, LPCWSTR from, size_t count)
{
	size_t n = wcsnlen_s(from, count);
	if (!size || size > STRSAFE_MAX_CCH)
		return STRSAFE_E_INVALID_PARAMETER;
	append(to, from ? from : empty, n < size ? n : size - 1);
	return safe(n < size);
}
EXPORT HRESULT StringCchCopyW(LPWSTR to, size_t size, LPCWSTR from) { return StringCchCopyNW(to, size, from, STRSAFE_MAX_CCH); }
EXPORT HRESULT StringCbCopyW(LPWSTR to, size_t size, LPCWSTR from) { return StringCchCopyW(to, size / W, from); }
EXPORT HRESULT StringCbCopyNW(LPWSTR to, size_t size, LPCWSTR from, size_t count) { return StringCchCopyNW(to, size / W, from, count / W); }
EXPORT HRESULT StringCchCatNW(LPWSTR to, size_t size, LPCWSTR from, size_t count)
{
	size_t n = wcsnlen_s(to, size);
	return n == size ? STRSAFE_E_INVALID_PARAMETER : StringCchCopyNW(to + n, size - n, from, count);
}
EXPORT HRESULT StringCchCatW(LPWSTR to, size_t size, LPCWSTR from) { return StringCchCatNW(to, size, from, STRSAFE_MAX_CCH); }
EXPORT HRESULT StringCbCatW(LPWSTR to, size_t size, LPCWSTR from) { return StringCchCatW(to, size / W, from); }
EXPORT HRESULT StringCbCatNW(LPWSTR to, size_t size, LPCWSTR from, size_t count) { return StringCchCatNW(to, size / W, from, count / W); }
EXPORT HRESULT StringCchCopyExW(LPWSTR to, size_t size, LPCWSTR from, LPWSTR *end, size_t *left, DWORD flags)
{
	HRESULT r = StringCchCopyW(to, size, from);
	(void)flags;
	rest(to, size, end, left);
	return r;
}
EXPORT HRESULT StringCbCopyExW(LPWSTR to, size_t size, LPCWSTR from, LPWSTR *end, size_t *left, DWORD flags) { return in_bytes(StringCchCopyExW(to, size / W, from, end, left, flags), left); }
EXPORT HRESULT StringCchCatExW(LPWSTR to, size_t size, LPCWSTR from, LPWSTR *end, size_t *left, DWORD flags)
{
	HRESULT r = StringCchCatW(to, size, from);
	(void)flags;
	rest(to, size, end, left);
	return r;
}
EXPORT HRESULT StringCbCatExW(LPWSTR to, size_t size, LPCWSTR from, LPWSTR *end, size_t *left, DWORD flags) { return in_bytes(StringCchCatExW(to, size / W, from, end, left, flags), left); }
EXPORT HRESULT StringCchLengthW(LPCWSTR text, size_t max, size_t *length)
{
	size_t n = text ? wcsnlen_s(text, max) : max;
	if (length)
		*length = n < max ? n : 0;
	return n < max ? S_OK : STRSAFE_E_INVALID_PARAMETER;
}
EXPORT HRESULT StringCbLengthW(LPCWSTR text, size_t max, size_t *length) { return in_bytes(StringCchLengthW(text, max / W, length), length); }
EXPORT HRESULT StringCchGetsW(LPWSTR to, size_t size) { return _getws_s(to, size) ? S_OK : STRSAFE_E_END_OF_FILE; }
EXPORT HRESULT StringCbGetsW(LPWSTR to, size_t size) { return StringCchGetsW(to, size / W); }
EXPORT BOOL WINAPI FillConsoleOutputCharacterW(HANDLE h, WCHAR c, DWORD n, COORD at, LPDWORD written)
{
	return FillConsoleOutputCharacterA(h, c < 0x80 ? (CHAR)c : '?', n, at, written);
}
/* Keys come as bytes of UTF-8; those above ASCII one at a time. */
static void widen_key(PINPUT_RECORD record) { record->Event.KeyEvent.uChar.UnicodeChar = (unsigned char)record->Event.KeyEvent.uChar.AsciiChar; }
EXPORT BOOL WINAPI ReadConsoleInputW(HANDLE h, PINPUT_RECORD records, DWORD n, LPDWORD read)
{
	BOOL done = ReadConsoleInputA(h, records, n, read);
	if (done)
		widen_key(records);
	return done;
}
EXPORT BOOL WINAPI PeekConsoleInputW(HANDLE h, PINPUT_RECORD records, DWORD n, LPDWORD read)
{
	BOOL done = PeekConsoleInputA(h, records, n, read);
	if (done && *read)
		widen_key(records);
	return done;
}
