/* Text that is none: half a character of two units, bytes that are no UTF-8. */
#include <windows.h>
#include <stdio.h>
#include <string.h>

/* Whether n units (-1: up to the zero) become these bytes. */
static int becomes(const wchar_t *from, int n, const char *bytes, int size)
{
	char to[32];
	memset(to, 'x', sizeof to);
	return WideCharToMultiByte(CP_UTF8, 0, from, n, NULL, 0, NULL, NULL) == size &&
		WideCharToMultiByte(CP_UTF8, 0, from, n, to, sizeof to, NULL, NULL) == size && !memcmp(to, bytes, (size_t)size) && to[size] == 'x';
}

/* A lone half is kept, and so is what follows it. */
static void halves(void)
{
	const wchar_t letter[] = {0xD800, 0xE9, 0}, sign[] = {0xD800, 0x4E2D, 0}, half[] = {0xD800, 0xD801, 'z', 0}, last[] = {'a', 0xD800, 0}, second[] = {0xDC00, 'z', 0};
	printf("%d", becomes(letter, -1, "\xED\xA0\x80\xC3\xA9", 6));
	printf("%d", becomes(sign, -1, "\xED\xA0\x80\xE4\xB8\xAD", 7));
	printf("%d", becomes(half, -1, "\xED\xA0\x80\xED\xA0\x81z", 8));
	printf("%d", becomes(last, -1, "a\xED\xA0\x80", 5) && becomes(last, 2, "a\xED\xA0\x80", 4));
	printf("%d", becomes(second, -1, "\xED\xB0\x80z", 5));
	printf("%d\n", becomes(L"\U0001F600z", -1, "\xF0\x9F\x98\x80z", 6) && becomes(L"a\0b", 3, "a\0b", 3));
}

static int units(UINT page, DWORD flags, const char *from, int n)
{
	SetLastError(0);
	return MultiByteToWideChar(page, flags, from, n, NULL, 0);
}
static int bytes(UINT page, DWORD flags, const wchar_t *from, int n)
{
	SetLastError(0);
	return WideCharToMultiByte(page, flags, from, n, NULL, 0, NULL, NULL);
}
static int refused(int n) { return !n && GetLastError() == ERROR_NO_UNICODE_TRANSLATION; }

/* Bytes that are no text are an error only when that is asked for. */
static void strict_bytes(void)
{
	static const char *bad[] = {"a\xFF", "\xC3", "\xC3(", "\xC0\x80", "\xE4\xBD", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80"};
	int wrong = 0, right = 0;
	wchar_t to[8];
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		wrong += refused(units(CP_UTF8, MB_ERR_INVALID_CHARS, bad[i], -1)) && refused(units(CP_ACP, MB_ERR_INVALID_CHARS, bad[i], (int)strlen(bad[i])));
		right += units(CP_UTF8, 0, bad[i], -1) > 1;
	}
	printf("%d %d ", wrong, right);
	printf("%d", units(CP_UTF8, MB_ERR_INVALID_CHARS, "\xC3\xA9\xE4\xB8\xAD\xF0\x9F\x98\x80", -1) == (sizeof(wchar_t) == 2 ? 5 : 4));
	printf("%d", units(CP_UTF8, MB_ERR_INVALID_CHARS, "a\0b", 3) == 3);
	printf("%d", refused(units(20127, MB_ERR_INVALID_CHARS, "a\xE9", -1)) && units(20127, 0, "a\xE9", -1) == 3 && units(1252, MB_ERR_INVALID_CHARS, "a\xE9", -1) == 3);
	SetLastError(0);
	printf("%d\n", refused(MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, "a\xFF", -1, to, 8)));
}
/* And so are halves of characters. */
static void strict_units(void)
{
	const wchar_t first[] = {0xD800, 'z', 0}, second[] = {'z', 0xDC00, 0}, two[] = {0xD800, 0xD800, 0};
	char to[8];
	printf("%d", refused(bytes(CP_UTF8, WC_ERR_INVALID_CHARS, first, -1)) && bytes(CP_UTF8, 0, first, -1) == 5);
	printf("%d", refused(bytes(CP_UTF8, WC_ERR_INVALID_CHARS, second, 2)) && bytes(CP_UTF8, 0, second, 2) == 4);
	printf("%d", refused(bytes(CP_UTF8, WC_ERR_INVALID_CHARS, two, -1)));
	printf("%d", bytes(CP_UTF8, WC_ERR_INVALID_CHARS, L"\u00e9\U0001F600", -1) == 7 && bytes(CP_UTF8, WC_ERR_INVALID_CHARS, L"a\0b", 3) == 3);
	SetLastError(0);
	printf("%d\n", refused(WideCharToMultiByte(CP_UTF8, WC_ERR_INVALID_CHARS, first, -1, to, 8, NULL, NULL)));
}

int main(void)
{
	halves(), strict_bytes(), strict_units();
	return 0;
}
