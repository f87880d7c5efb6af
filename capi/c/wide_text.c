/* Wide text: code pages, the string functions, numbers and times. Compiled twice. */
#include "wide.h"

/* --- text --------------------------------------------------------------- */

BOOL msw_is_utf8(const char *text, size_t n);
char *msw_page_to_utf8(UINT page, const char *from, int from_size, size_t *n, BOOL *replaced);
char *msw_utf8_to_page(UINT page, const char *from, size_t size, size_t *n, BOOL *replaced);

EXPORT int WINAPI MultiByteToWideChar(UINT page, DWORD flags, LPCSTR from, int from_size, LPWSTR to, int to_size)
{
	size_t n, k = 0;
	BOOL replaced = FALSE;
	if (!from || !from_size || to_size < 0 || (to_size && !to))
		return msw_result(ERROR_INVALID_PARAMETER);
	OWN char *text = msw_page_to_utf8(page, from, from_size, &n, &replaced);
	if (!text)
		return msw_result(ERROR_INVALID_PARAMETER);
	if (flags & MB_ERR_INVALID_CHARS && (replaced || !msw_is_utf8(text, n)))
		return msw_result(ERROR_NO_UNICODE_TRANSLATION);
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
/* The character at s, of left units, and how many it takes: two are a first half
   with a second one behind it, and nothing else. */
static size_t take(const wchar_t *s, size_t left, uint32_t *c)
{
	*c = (uint32_t)s[0];
	if (sizeof(wchar_t) == 4 || left < 2 || (*c & 0xFC00) != 0xD800 || (s[1] & 0xFC00) != 0xDC00)
		return 1;
	*c = 0x10000 + ((*c & 0x3FF) << 10 | (s[1] & 0x3FF));
	return 2;
}
EXPORT int WINAPI WideCharToMultiByte(UINT page, DWORD flags, LPCWSTR from, int from_size, LPSTR to, int to_size, LPCSTR default_char, LPBOOL used_default)
{
	size_t n;
	BOOL replaced = FALSE;
	(void)default_char;
	if (!from || !from_size || to_size < 0 || (to_size && !to))
		return msw_result(ERROR_INVALID_PARAMETER);
	size_t units = from_size < 0 ? length_of(from) + 1 : (size_t)from_size, size = 0;
	OWN char *text = from_n(from, units);
	for (size_t i = 0; i < units;) { /* zeros inside count */
		char one[8];
		uint32_t c;
		i += take(from + i, units - i, &c);
		size += msw_encode(one, c);
	}
	if (flags & WC_ERR_INVALID_CHARS && !msw_is_utf8(text, size))
		return msw_result(ERROR_NO_UNICODE_TRANSLATION);
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
EXPORT int WINAPI lstrlenW(LPCWSTR s) { return s ? (int)length_of(s) : 0; }
EXPORT int WINAPI lstrcmpW(LPCWSTR a, LPCWSTR b) { return compare(a ? a : L"", b ? b : L"", ALL, FALSE); }
EXPORT int WINAPI lstrcmpiW(LPCWSTR a, LPCWSTR b) { return compare(a ? a : L"", b ? b : L"", ALL, TRUE); }
EXPORT LPWSTR WINAPI lstrcpyW(LPWSTR to, LPCWSTR from) { return to ? append(to, from ? from : L"", ALL) : NULL; }
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
/* A pointer below 64 KiB is a character itself. */
EXPORT LPWSTR WINAPI CharUpperW(LPWSTR s)
{
	if (!((uintptr_t)s >> 16))
		return (LPWSTR)(uintptr_t)towupper((wint_t)(uintptr_t)s);
	CharUpperBuffW(s, (DWORD)length_of(s));
	return s;
}
EXPORT LPWSTR WINAPI CharLowerW(LPWSTR s)
{
	if (!((uintptr_t)s >> 16))
		return (LPWSTR)(uintptr_t)towlower((wint_t)(uintptr_t)s);
	CharLowerBuffW(s, (DWORD)length_of(s));
	return s;
}
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
/* Whether a buffer takes n units of text and the end: what fits, with _TRUNCATE;
   else it is emptied. */
static errno_t fit(void *to, size_t unit, size_t size, size_t count, size_t *n)
{
	if (*n < size)
		return 0;
	if (size && count == _TRUNCATE) {
		*n = size - 1;
		return STRUNCATE;
	}
	memset(to, 0, size ? unit : 0);
	return size ? ERANGE : EINVAL;
}
EXPORT errno_t mbstowcs_s(size_t *done, wchar_t *to, size_t size, const char *from, size_t count)
{
	size_t n = 0;
	OWN wchar_t *wide = to_wide(from, &n);
	if (count < n)
		n = count;
	errno_t code = to ? fit(to, sizeof *to, size, count, &n) : 0;
	if (code && code != STRUNCATE)
		return code;
	if (to)
		append(to, wide, n);
	if (done)
		*done = n + 1;
	return code;
}
EXPORT errno_t wcstombs_s(size_t *done, char *to, size_t size, const wchar_t *from, size_t count)
{
	OWN char *text = narrow(from);
	size_t n = strlen(text);
	if (count < n)
		n = count;
	errno_t code = to ? fit(to, sizeof *to, size, count, &n) : 0;
	if (code && code != STRUNCATE)
		return code;
	while (code && n && (text[n] & 0xC0) == 0x80) /* no part of a character */
		n--;
	if (to) {
		memcpy(to, text, n);
		to[n] = 0;
	}
	if (done)
		*done = n + 1;
	return code;
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
	if (flags & FORMAT_MESSAGE_ALLOCATE_BUFFER && buffer)
		*(wchar_t **)buffer = NULL; /* many print and free it unseen */
	OWN char *source8 = flags & FORMAT_MESSAGE_FROM_STRING ? narrow(source) : NULL;
	OWN char *text = msw_message(flags, source8, id, args, WIDTH);
	if (!text)
		return 0;
	size_t n = 0;
	wchar_t *wide = to_wide(text, &n);
	if (flags & FORMAT_MESSAGE_ALLOCATE_BUFFER) {
		wchar_t *block = LocalAlloc(0, (n + 1 > size ? n + 1 : size) * sizeof *wide);
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
