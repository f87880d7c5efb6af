/* Narrow input and output. */
#include "internal.h"
#include <unistd.h>
#undef printf
#undef fprintf

/* What "wide" means in a narrow format is the width of the program that calls:
   narrow functions cannot know it, so crt.h tells it when the program starts. */
static enum msw_width guess = MSW_WIDE32;

EXPORT void msw_short_wchar(void) { guess = MSW_WIDE16; }

static int show(FILE *file, const char *format, va_list args)
{
	size_t n;
	char *text = msw_vformat(format, MSW_NARROW, guess, args, &n);
	n = fwrite(text, 1, n, file);
	free(text);
	if (file == stdout && isatty(1))
		fflush(stdout);
	return (int)n;
}

/* into buffer of size; what is returned when it does not fit is small. */
static int into(char *buffer, size_t size, const char *format, va_list args, BOOL *fits)
{
	size_t n;
	char *text = msw_vformat(format, MSW_NARROW, guess, args, &n);
	*fits = n < size;
	if (buffer && size) {
		size_t k = *fits ? n : size - 1;
		memcpy(buffer, text, k);
		buffer[k] = 0;
	}
	free(text);
	return (int)n;
}

#define WITH_ARGS(call) \
	va_list args; \
	va_start(args, format); \
	int n_ = (call); \
	va_end(args); \
	return n_

EXPORT int msw_vfprintf(FILE *file, const char *format, va_list args) __asm__("msw_vfprintf");
int msw_vfprintf(FILE *file, const char *format, va_list args) { return show(file, format, args); }
EXPORT int msw_vprintf(const char *format, va_list args) { return show(stdout, format, args); }
EXPORT int msw_printf(const char *format, ...) { WITH_ARGS(show(stdout, format, args)); }
EXPORT int msw_fprintf(FILE *file, const char *format, ...) { WITH_ARGS(show(file, format, args)); }
EXPORT int printf_s(const char *format, ...) { WITH_ARGS(show(stdout, format, args)); }
EXPORT int fprintf_s(FILE *file, const char *format, ...) { WITH_ARGS(show(file, format, args)); }
EXPORT int _cprintf(const char *format, ...) { WITH_ARGS(show(stdout, format, args)); }
EXPORT int _cprintf_s(const char *format, ...) { WITH_ARGS(show(stdout, format, args)); }
EXPORT int cprintf(const char *format, ...) { WITH_ARGS(show(stdout, format, args)); }

EXPORT int msw_vsnprintf(char *buffer, size_t size, const char *format, va_list args)
{
	BOOL fits;
	return into(buffer, size, format, args, &fits);
}
EXPORT int msw_snprintf(char *buffer, size_t size, const char *format, ...) { WITH_ARGS(msw_vsnprintf(buffer, size, format, args)); }
EXPORT int msw_vsprintf(char *buffer, const char *format, va_list args) { return msw_vsnprintf(buffer, (size_t)-1 / 2, format, args); }
EXPORT int msw_sprintf(char *buffer, const char *format, ...) { WITH_ARGS(msw_vsprintf(buffer, format, args)); }
EXPORT int wvsprintfA(LPSTR buffer, LPCSTR format, va_list args) { return msw_vsnprintf(buffer, 1024, format, args); }
EXPORT int wsprintfA(LPSTR buffer, LPCSTR format, ...) { WITH_ARGS(wvsprintfA(buffer, format, args)); }
EXPORT int vsprintf_s(char *buffer, size_t size, const char *format, va_list args)
{
	BOOL fits;
	int n = into(buffer, size, format, args, &fits);
	if (!fits && size)
		*buffer = 0;
	return fits ? n : -1;
}
EXPORT int sprintf_s(char *buffer, size_t size, const char *format, ...) { WITH_ARGS(vsprintf_s(buffer, size, format, args)); }
EXPORT int _vsnprintf(char *buffer, size_t size, const char *format, va_list args)
{
	BOOL fits;
	int n = into(buffer, size, format, args, &fits);
	return fits ? n : -1;
}
EXPORT int _snprintf(char *buffer, size_t size, const char *format, ...) { WITH_ARGS(_vsnprintf(buffer, size, format, args)); }
EXPORT int _vsnprintf_s(char *buffer, size_t size, size_t count, const char *format, va_list args)
{
	BOOL fits;
	size_t room = count != _TRUNCATE && count + 1 < size ? count + 1 : size;
	int n = into(buffer, room, format, args, &fits);
	if (!fits && count != _TRUNCATE && count >= size && size)
		*buffer = 0;
	return fits ? n : -1;
}
EXPORT int _snprintf_s(char *buffer, size_t size, size_t count, const char *format, ...) { WITH_ARGS(_vsnprintf_s(buffer, size, count, format, args)); }
EXPORT int _vscprintf(const char *format, va_list args) { return msw_vsnprintf(NULL, 0, format, args); }
EXPORT int _scprintf(const char *format, ...) { WITH_ARGS(_vscprintf(format, args)); }

EXPORT int msw_scanf(const char *format, ...) { WITH_ARGS(msw_vscan(NULL, stdin, format, MSW_NARROW, guess, FALSE, args)); }
EXPORT int msw_fscanf(FILE *file, const char *format, ...) { WITH_ARGS(msw_vscan(NULL, file, format, MSW_NARROW, guess, FALSE, args)); }
EXPORT int msw_sscanf(const char *text, const char *format, ...) { WITH_ARGS(msw_vscan(text, NULL, format, MSW_NARROW, guess, FALSE, args)); }
EXPORT int scanf_s(const char *format, ...) { WITH_ARGS(msw_vscan(NULL, stdin, format, MSW_NARROW, guess, TRUE, args)); }
EXPORT int fscanf_s(FILE *file, const char *format, ...) { WITH_ARGS(msw_vscan(NULL, file, format, MSW_NARROW, guess, TRUE, args)); }
EXPORT int sscanf_s(const char *text, const char *format, ...) { WITH_ARGS(msw_vscan(text, NULL, format, MSW_NARROW, guess, TRUE, args)); }
EXPORT int _cscanf(const char *format, ...) { WITH_ARGS(msw_vscan(NULL, stdin, format, MSW_NARROW, guess, FALSE, args)); }
EXPORT int cscanf(const char *format, ...) { WITH_ARGS(msw_vscan(NULL, stdin, format, MSW_NARROW, guess, FALSE, args)); }

EXPORT char *gets_s(char *buffer, size_t size)
{
	if (!buffer || !size || !fgets(buffer, (int)size, stdin))
		return NULL;
	buffer[strcspn(buffer, "\r\n")] = 0;
	return buffer;
}
EXPORT char *msw_gets(char *buffer) { return gets_s(buffer, 4096); }

static HRESULT safe(BOOL fits) { return fits ? S_OK : STRSAFE_E_INSUFFICIENT_BUFFER; }

EXPORT HRESULT StringCchVPrintfA(LPSTR to, size_t size, LPCSTR format, va_list args)
{
	BOOL fits;
	if (!size || size > STRSAFE_MAX_CCH)
		return STRSAFE_E_INVALID_PARAMETER;
	into(to, size, format, args, &fits);
	return safe(fits);
}
EXPORT HRESULT StringCbVPrintfA(LPSTR to, size_t size, LPCSTR format, va_list args) { return StringCchVPrintfA(to, size, format, args); }
#undef WITH_ARGS
#define WITH_ARGS(call) \
	va_list args; \
	va_start(args, format); \
	HRESULT n_ = (call); \
	va_end(args); \
	return n_
EXPORT HRESULT StringCchPrintfA(LPSTR to, size_t size, LPCSTR format, ...) { WITH_ARGS(StringCchVPrintfA(to, size, format, args)); }
EXPORT HRESULT StringCbPrintfA(LPSTR to, size_t size, LPCSTR format, ...) { WITH_ARGS(StringCchVPrintfA(to, size, format, args)); }
static void rest(LPSTR to, size_t size, LPSTR *end, size_t *left)
{
	size_t n = strnlen(to, size);
	if (end)
		*end = to + n;
	if (left)
		*left = size - n;
}
static HRESULT print_ex(LPSTR to, size_t size, LPSTR *end, size_t *left, LPCSTR format, va_list args)
{
	HRESULT r = StringCchVPrintfA(to, size, format, args);
	rest(to, size, end, left);
	return r;
}
EXPORT HRESULT StringCchPrintfExA(LPSTR to, size_t size, LPSTR *end, size_t *left, DWORD flags, LPCSTR format, ...) { (void)flags; WITH_ARGS(print_ex(to, size, end, left, format, args)); }
EXPORT HRESULT StringCbPrintfExA(LPSTR to, size_t size, LPSTR *end, size_t *left, DWORD flags, LPCSTR format, ...) { (void)flags; WITH_ARGS(print_ex(to, size, end, left, format, args)); }

EXPORT HRESULT StringCchCopyNA(LPSTR to, size_t size, LPCSTR from, size_t count)
{
	size_t n = strnlen(from ? from : "", count);
	if (!size || size > STRSAFE_MAX_CCH)
		return STRSAFE_E_INVALID_PARAMETER;
	size_t k = n < size ? n : size - 1;
	memcpy(to, from ? from : "", k);
	to[k] = 0;
	return safe(k == n);
}
EXPORT HRESULT StringCchCopyA(LPSTR to, size_t size, LPCSTR from) { return StringCchCopyNA(to, size, from, STRSAFE_MAX_CCH); }
EXPORT HRESULT StringCbCopyA(LPSTR to, size_t size, LPCSTR from) { return StringCchCopyA(to, size, from); }
EXPORT HRESULT StringCbCopyNA(LPSTR to, size_t size, LPCSTR from, size_t count) { return StringCchCopyNA(to, size, from, count); }
EXPORT HRESULT StringCchCatNA(LPSTR to, size_t size, LPCSTR from, size_t count)
{
	size_t n = strnlen(to, size);
	return n == size ? STRSAFE_E_INVALID_PARAMETER : StringCchCopyNA(to + n, size - n, from, count);
}
EXPORT HRESULT StringCchCatA(LPSTR to, size_t size, LPCSTR from) { return StringCchCatNA(to, size, from, STRSAFE_MAX_CCH); }
EXPORT HRESULT StringCbCatA(LPSTR to, size_t size, LPCSTR from) { return StringCchCatA(to, size, from); }
EXPORT HRESULT StringCbCatNA(LPSTR to, size_t size, LPCSTR from, size_t count) { return StringCchCatNA(to, size, from, count); }
EXPORT HRESULT StringCchCopyExA(LPSTR to, size_t size, LPCSTR from, LPSTR *end, size_t *left, DWORD flags)
{
	HRESULT r = StringCchCopyA(to, size, from);
	(void)flags;
	rest(to, size, end, left);
	return r;
}
EXPORT HRESULT StringCbCopyExA(LPSTR to, size_t size, LPCSTR from, LPSTR *end, size_t *left, DWORD flags) { return StringCchCopyExA(to, size, from, end, left, flags); }
EXPORT HRESULT StringCchCatExA(LPSTR to, size_t size, LPCSTR from, LPSTR *end, size_t *left, DWORD flags)
{
	HRESULT r = StringCchCatA(to, size, from);
	(void)flags;
	rest(to, size, end, left);
	return r;
}
EXPORT HRESULT StringCbCatExA(LPSTR to, size_t size, LPCSTR from, LPSTR *end, size_t *left, DWORD flags) { return StringCchCatExA(to, size, from, end, left, flags); }
EXPORT HRESULT StringCchLengthA(LPCSTR text, size_t max, size_t *length)
{
	size_t n = text ? strnlen(text, max) : max;
	if (length)
		*length = n < max ? n : 0;
	return n < max ? S_OK : STRSAFE_E_INVALID_PARAMETER;
}
EXPORT HRESULT StringCbLengthA(LPCSTR text, size_t max, size_t *length) { return StringCchLengthA(text, max, length); }
EXPORT HRESULT StringCchGetsA(LPSTR to, size_t size) { return gets_s(to, size) ? S_OK : STRSAFE_E_END_OF_FILE; }
EXPORT HRESULT StringCbGetsA(LPSTR to, size_t size) { return StringCchGetsA(to, size); }
