/* Wide printf, scanf and streams, over UTF-8. Compiled twice. */
#include "wide.h"
#include <unistd.h>

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
int NAME(msw_into)(wchar_t *buffer, size_t size, const wchar_t *format, va_list args, BOOL *fits)
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
	int n = NAME(msw_into)(buffer, size, format, args, &fits);
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
EXPORT int _vscwprintf(const wchar_t *format, va_list args) { BOOL fits; return NAME(msw_into)(NULL, 0, format, args, &fits); }
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
