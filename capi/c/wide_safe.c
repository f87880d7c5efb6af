/* Wide strsafe.h, and the console's wide input. Compiled twice. */
#include "wide.h"

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
	NAME(msw_into)(to, size, format, args, &fits);
	return safe(fits);
}
#define W sizeof(wchar_t)
EXPORT HRESULT StringCbVPrintfW(LPWSTR to, size_t size, LPCWSTR format, va_list args) { return StringCchVPrintfW(to, size / W, format, args); }
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
	append(to, from ? from : L"", n < size ? n : size - 1);
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
