/*
 * The standard wide functions for 2-byte wchar_t, where the system's own would
 * read two characters as one. redirect.h sends the names here.
 */
#include "internal.h"
#include <wctype.h>

EXPORT size_t msw_wcslen16(const u16 *s) { return msw_len16(s); }
EXPORT size_t msw_wcsnlen16(const u16 *s, size_t max)
{
	size_t n = 0;
	while (n < max && s[n])
		n++;
	return n;
}

/* --- copies ---------------------------------------------------------------- */

EXPORT u16 *msw_wmemcpy16(u16 *to, const u16 *from, size_t n) { return memcpy(to, from, n * sizeof *to); }
EXPORT u16 *msw_wmemmove16(u16 *to, const u16 *from, size_t n) { return memmove(to, from, n * sizeof *to); }
EXPORT u16 *msw_wmemset16(u16 *to, u16 c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = c;
	return to;
}
EXPORT u16 *msw_wcscpy16(u16 *to, const u16 *from) { return memcpy(to, from, (msw_len16(from) + 1) * sizeof *to); }
EXPORT u16 *msw_wcsncpy16(u16 *to, const u16 *from, size_t n)
{
	size_t have = msw_wcsnlen16(from, n);
	memcpy(to, from, have * sizeof *to);
	memset(to + have, 0, (n - have) * sizeof *to);
	return to;
}
EXPORT u16 *msw_wcscat16(u16 *to, const u16 *from)
{
	msw_wcscpy16(to + msw_len16(to), from);
	return to;
}
EXPORT u16 *msw_wcsncat16(u16 *to, const u16 *from, size_t n)
{
	size_t at = msw_len16(to), have = msw_wcsnlen16(from, n);
	memcpy(to + at, from, have * sizeof *to);
	to[at + have] = 0;
	return to;
}
EXPORT u16 *msw_wcsdup16(const u16 *s)
{
	size_t bytes = (msw_len16(s) + 1) * sizeof *s;
	u16 *copy = malloc(bytes);
	return copy ? memcpy(copy, s, bytes) : NULL;
}

/* --- comparisons --------------------------------------------------------------- */

EXPORT int msw_wmemcmp16(const u16 *a, const u16 *b, size_t n)
{
	for (; n; n--, a++, b++)
		if (*a != *b)
			return *a < *b ? -1 : 1;
	return 0;
}
EXPORT int msw_wcsncmp16(const u16 *a, const u16 *b, size_t n)
{
	for (; n; n--, a++, b++)
		if (*a != *b || !*a)
			return *a < *b ? -1 : *a > *b;
	return 0;
}
EXPORT int msw_wcscmp16(const u16 *a, const u16 *b) { return msw_wcsncmp16(a, b, (size_t)-1); }
EXPORT int msw_wcscoll16(const u16 *a, const u16 *b) { return msw_wcscmp16(a, b); }
EXPORT int msw_wcsncasecmp16(const u16 *a, const u16 *b, size_t n)
{
	for (; n; n--, a++, b++) {
		wint_t x = towlower(*a), y = towlower(*b);
		if (x != y || !x)
			return x < y ? -1 : x > y;
	}
	return 0;
}
EXPORT int msw_wcscasecmp16(const u16 *a, const u16 *b) { return msw_wcsncasecmp16(a, b, (size_t)-1); }
EXPORT size_t msw_wcsxfrm16(u16 *to, const u16 *from, size_t n)
{
	size_t need = msw_len16(from);
	if (n) {
		size_t copied = need < n ? need : n - 1;
		memcpy(to, from, copied * sizeof *to);
		to[copied] = 0;
	}
	return need;
}

/* --- searches --------------------------------------------------------------------- */

EXPORT u16 *msw_wmemchr16(const u16 *s, u16 c, size_t n)
{
	for (; n; n--, s++)
		if (*s == c)
			return (u16 *)s;
	return NULL;
}
EXPORT u16 *msw_wcschr16(const u16 *s, u16 c) { return msw_wmemchr16(s, c, msw_len16(s) + 1); }
EXPORT u16 *msw_wcsrchr16(const u16 *s, u16 c)
{
	for (size_t i = msw_len16(s) + 1; i-- > 0;)
		if (s[i] == c)
			return (u16 *)s + i;
	return NULL;
}
EXPORT u16 *msw_wcsstr16(const u16 *s, const u16 *part)
{
	size_t n = msw_len16(part);
	for (;; s++) {
		if (!msw_wcsncmp16(s, part, n))
			return (u16 *)s;
		if (!*s)
			return NULL;
	}
}
EXPORT size_t msw_wcscspn16(const u16 *s, const u16 *set)
{
	size_t i = 0;
	while (s[i] && !msw_wmemchr16(set, s[i], msw_len16(set)))
		i++;
	return i;
}
EXPORT size_t msw_wcsspn16(const u16 *s, const u16 *set)
{
	size_t i = 0;
	while (s[i] && msw_wmemchr16(set, s[i], msw_len16(set)))
		i++;
	return i;
}
EXPORT u16 *msw_wcspbrk16(const u16 *s, const u16 *set)
{
	s += msw_wcscspn16(s, set);
	return *s ? (u16 *)s : NULL;
}
EXPORT u16 *msw_wcstok16(u16 *text, const u16 *set, u16 **context)
{
	u16 *s = text ? text : *context;
	if (!s)
		return NULL;
	s += msw_wcsspn16(s, set);
	if (!*s) {
		*context = NULL;
		return NULL;
	}
	u16 *end = s + msw_wcscspn16(s, set);
	*context = *end ? end + 1 : NULL;
	*end = 0;
	return s;
}

/* --- numbers: their characters are ASCII ---------------------------------------------- */

/* Copies what a number may be made of; what is no ASCII ends it. */
static void ascii(const u16 *s, char *to, size_t size)
{
	size_t i = 0;
	for (; i + 1 < size && s[i] && s[i] < 0x80; i++)
		to[i] = (char)s[i];
	to[i] = 0;
}
#define NUMBER(type, name, call) \
	EXPORT type name { \
		char text[400], *stop; \
		ascii(s, text, sizeof text); \
		type value = call; \
		if (end) \
			*end = (u16 *)s + (stop - text); \
		return value; \
	}
NUMBER(long, msw_wcstol16(const u16 *s, u16 **end, int base), strtol(text, &stop, base))
NUMBER(unsigned long, msw_wcstoul16(const u16 *s, u16 **end, int base), strtoul(text, &stop, base))
NUMBER(long long, msw_wcstoll16(const u16 *s, u16 **end, int base), strtoll(text, &stop, base))
NUMBER(unsigned long long, msw_wcstoull16(const u16 *s, u16 **end, int base), strtoull(text, &stop, base))
NUMBER(double, msw_wcstod16(const u16 *s, u16 **end), strtod(text, &stop))
NUMBER(float, msw_wcstof16(const u16 *s, u16 **end), strtof(text, &stop))

/* --- narrow text, which is UTF-8 --------------------------------------------------------- */

EXPORT size_t msw_mbstowcs16(u16 *to, const char *from, size_t n)
{
	size_t units;
	u16 *wide = msw_to16(from, &units);
	if (!wide)
		return (size_t)-1;
	if (to)
		memcpy(to, wide, (units < n ? units + 1 : n) * sizeof *to);
	free(wide);
	return to && units > n ? n : units;
}
EXPORT size_t msw_wcstombs16(char *to, const u16 *from, size_t n)
{
	char *narrow = msw_from16(from, msw_len16(from));
	if (!narrow)
		return (size_t)-1;
	size_t bytes = strlen(narrow), whole = bytes < n ? bytes : n;
	while (to && whole < bytes && whole && (narrow[whole] & 0xC0) == 0x80)
		whole--; /* no half of a character */
	if (to)
		memcpy(to, narrow, whole < n ? whole + (whole == bytes) : whole);
	free(narrow);
	return to ? whole : bytes;
}
EXPORT size_t msw_mbsrtowcs16(u16 *to, const char **from, size_t n, mbstate_t *state)
{
	size_t done = msw_mbstowcs16(to, *from, n);
	(void)state;
	if (to && done < n)
		*from = NULL;
	return done;
}
EXPORT size_t msw_wcsrtombs16(char *to, const u16 **from, size_t n, mbstate_t *state)
{
	size_t done = msw_wcstombs16(to, *from, n);
	(void)state;
	if (to && done < n)
		*from = NULL;
	return done;
}
EXPORT size_t msw_mbrtowc16(u16 *to, const char *from, size_t n, mbstate_t *state)
{
	const unsigned char *p = (const unsigned char *)from, *start = p;
	(void)state;
	if (!from || !n)
		return from ? (size_t)-2 : 0;
	uint32_t c = msw_decode(&p, p + n);
	if (to)
		*to = c < 0x10000 ? (u16)c : 0xFFFD;
	return c ? (size_t)(p - start) : 0;
}
EXPORT int msw_mbtowc16(u16 *to, const char *from, size_t n) { return from ? (int)msw_mbrtowc16(to, from, n, NULL) : 0; }
EXPORT size_t msw_wcrtomb16(char *to, u16 c, mbstate_t *state)
{
	(void)state;
	return to ? msw_encode(to, c) : 1;
}
EXPORT int msw_wctomb16(char *to, u16 c) { return to ? (int)msw_encode(to, c) : 0; }

EXPORT size_t msw_wcsftime16(u16 *to, size_t n, const u16 *format, const struct tm *time)
{
	char text[1024], *narrow = msw_from16(format, msw_len16(format));
	size_t bytes = narrow ? strftime(text, sizeof text, narrow, time) : 0, units = 0;
	free(narrow);
	text[bytes] = 0;
	u16 *wide = msw_to16(text, &units);
	if (!wide || units >= n)
		units = 0;
	else
		memcpy(to, wide, (units + 1) * sizeof *to);
	free(wide);
	return units;
}
