/* Text that is none: half a character of two units. */
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

int main(void)
{
	halves();
	return 0;
}
