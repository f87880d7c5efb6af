/* scanf on text from strangers: no conversion writes past its width or its
   buffer, whatever the bytes are, and a DWORD is not taken for a long. */
#include <windows.h>
#include <tchar.h>
#include <conio.h>
#include <stdio.h>
#include <string.h>

/* A first byte of UTF-8 with far too many behind it. */
static void endless(void)
{
	char text[3000], into[16] = "x", whole[sizeof text];
	memset(text, 0x80, sizeof text);
	text[0] = (char)0xC3;
	text[sizeof text - 1] = 0;
	printf("%d", sscanf_s(text, "%s", into, (unsigned)sizeof into) < 1 && !into[0]);
	printf("%d", sscanf_s(text, "%s", whole, (unsigned)sizeof whole) == 1 && !strcmp(text, whole));
	printf("%d\n", sscanf_s(text, "%7s", into, (unsigned)sizeof into) == 1 && !strncmp(text, into, 7) && !into[7]);
}

/* Standard input is 123456789 and a character of four bytes, twice. */
static void narrow(void)
{
	struct { char into[11], behind[8]; } s = {"", "intact"};
	char rest[4], c[2] = {0, 'x'};
	printf("%d", _cscanf("%10s", s.into) == 1 && !strcmp(s.into, "123456789\xF0") && !strcmp(s.behind, "intact"));
	printf("%d", _cscanf("%3s", rest) == 1 && !strcmp(rest, "\x9F\x98\x80"));
	printf("%d", _cscanf("%9s", s.into) == 1 && _cscanf("%c", c) == 1 && c[0] == '\xF0' && c[1] == 'x');
	printf("%d\n", _cscanf("%3s", rest) == 1 && !strcmp(rest, "\x9F\x98\x80"));
}

/* The width counts what the buffer holds. */
static void wide(void)
{
	int two = sizeof(wchar_t) == 2;
	struct { wchar_t into[4], behind; } s = {L"", L'x'};
	wchar_t letters[7], rest[4];
	printf("%d", swscanf(L"\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9", L"%6s", letters) == 1 && wcslen(letters) == 6);
	printf("%d", swscanf(L"ab\U0001F600c", L"%3s%3s", s.into, rest) == 2 && s.behind == L'x' &&
		!wcscmp(s.into, two ? L"ab" : L"ab\U0001F600") && !wcscmp(rest, two ? L"\U0001F600c" : L"c"));
	printf("%d", swscanf(L"\u00e9x", L"%c", letters) == 1 && letters[0] == 0xE9 && letters[1] == 0xE9);
	/* What is no UTF-8 is one character a byte: here are three, and then two. */
	printf("%d", sscanf_s("\xE0\x80\x80z", "%2ls%4ls", s.into, 4u, rest, 4u) == 2 && !wcscmp(s.into, L"\u00e0\x80") && !wcscmp(rest, L"\x80z"));
	printf("%d\n", s.behind == L'x');
}

/* From a file, what has no room stays there. */
static void file(void)
{
	wchar_t into[3], rest[4];
	FILE *f = tmpfile();
	fputs("a\xF0\x9F\x98\x80z", f);
	rewind(f);
	printf("%d\n", fscanf_s(f, "%2ls%3ls", into, 3u, rest, 4u) == 2 &&
		!wcscmp(into, sizeof(wchar_t) == 2 ? L"a" : L"a\U0001F600") && rest[wcslen(rest) - 1] == L'z');
	fclose(f);
}

/* %lu is for a DWORD, and for an unsigned long of any size. */
static void numbers(void)
{
	struct { DWORD into, behind; } s = {0, 0x55555555};
	unsigned long u;
	long l;
	__int64 q = 0;
	int n = 0;
	char word[4];
	memset(&u, 0x55, sizeof u), memset(&l, 0x55, sizeof l);
	printf("%d", sscanf("4000000000 -5", "%lu %ld", &s.into, &l) == 2 && s.into == 4000000000u && s.behind == 0x55555555 && l == -5);
	printf("%d", sscanf("4000000000 12345678901", "%lu %I64d", &u, &q) == 2 && u == 4000000000u && q == 12345678901);
	printf("%d", sscanf_s("ab 1 -6 7", "%s %d %ld %lX", word, (unsigned)sizeof word, &n, &l, &s.into) == 4 && l == -6 && s.into == 7 && s.behind == 0x55555555);
	printf("%d", swscanf(L"1 2", L"%lu %lu", &s.into, &u) == 2 && s.into == 1 && u == 2 && s.behind == 0x55555555);
	printf("%d", _stscanf(TEXT("-8 x"), TEXT("%ld%*c%ln"), &l, &u) == 1 && l == -8 && u == 3);
	printf("%d\n", sscanf("x", "y") == 0);
}

/* What belongs to a number, and what the end of the input answers. */
static void grammar(void)
{
	char rest[8] = "";
	double d = 7;
	float f = 0;
	long double whole = 0;
	long long count = -1;
	short letters = -1;
	int n = 0, m = 0, x[20];
	unsigned long u = 0;
	volatile long l = -1;
	printf("%d", sscanf("0x1F -0xa 010 10x5", "%i %i %i %x", &n, &m, &x[0], &x[1]) == 4 && n == 31 && m == -10 && x[0] == 8 && x[1] == 16);
	printf("%d", sscanf("east", "%lf", &d) == 0 && sscanf("...", "%lf", &d) == 0 && sscanf("-", "%d", &n) == 0 && d == 7);
	printf("%d", sscanf("1.2.3", "%f%7s", &f, rest) == 2 && f > 1.19f && f < 1.21f && !strcmp(rest, ".3"));
	printf("%d", sscanf("-1.5e+2 2.5", "%lf %Lf", &d, &whole) == 2 && d == -150 && whole == 2.5L);
	printf("%d", sscanf("12345678901", "%lu", &u) == 1 && u == 12345678901 && sscanf("-2", "%ld", &l) == 1 && l == -2);
	printf("%d", sscanf("abc", "%*3s%hn%lln", &letters, &count) == 0 && letters == 3 && count == 3);
	printf("%d", sscanf("", "x%d", &n) == EOF && sscanf("", "%%") == EOF && sscanf("x", "%%") == 0);
	FILE *lines = tmpfile();
	fputs("name=a\nname=b\n", lines), rewind(lines);
	for (n = 0; n < 5 && fscanf(lines, "name=%7s\n", rest) != EOF;)
		n++;
	printf("%d", n == 2 && !strcmp(rest, "b") && !fclose(lines));
	n = sscanf("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21", "%d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %ld",
		x, x + 1, x + 2, x + 3, x + 4, x + 5, x + 6, x + 7, x + 8, x + 9, x + 10, x + 11, x + 12, x + 13, x + 14, x + 15, x + 16, x + 17, x + 18, x + 19, &l);
	printf("%d\n", n == 21 && x[19] == 20 && l == 21);
}

int main(void)
{
	endless(), narrow(), wide(), file(), numbers(), grammar();
	return 0;
}
