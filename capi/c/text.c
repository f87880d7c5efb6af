/* Character conversion. Inside, text is UTF-8; outside it may be wide, in two
   or four bytes. */
#include "internal.h"
#include <iconv.h>

int msw_following(unsigned char lead)
{
	return lead < 0xC2 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : lead < 0xF5 ? 3 : 0;
}

uint32_t msw_decode(const unsigned char **p, const unsigned char *end)
{
	const unsigned char *s = *p;
	uint32_t c = s[0];
	int more = msw_following(s[0]);
	if (more && end - s > more) {
		uint32_t v = c & (0x3F >> more);
		int i;
		for (i = 1; i <= more && (s[i] & 0xC0) == 0x80; i++)
			v = v << 6 | (s[i] & 0x3F);
		if (i > more && v >= (more == 1 ? 0x80u : more == 2 ? 0x800u : 0x10000u) && v < 0x110000) {
			*p = s + 1 + more;
			return v;
		}
	}
	*p = s + 1;
	return c;
}

/* Whether text is UTF-8 throughout, without halves of characters. */
BOOL msw_is_utf8(const char *text, size_t n)
{
	const unsigned char *p = (const unsigned char *)text, *end = p + n;
	while (p < end) {
		const unsigned char *at = p;
		uint32_t c = msw_decode(&p, end);
		if ((*at >= 0x80 && p == at + 1) || (c >= 0xD800 && c < 0xE000))
			return FALSE;
	}
	return TRUE;
}

size_t msw_encode(char *to, uint32_t c)
{
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		to[0] = (char)(0xC0 | c >> 6);
		to[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		to[0] = (char)(0xE0 | c >> 12);
		to[1] = (char)(0x80 | (c >> 6 & 0x3F));
		to[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	to[0] = (char)(0xF0 | (c >> 18 & 7));
	to[1] = (char)(0x80 | (c >> 12 & 0x3F));
	to[2] = (char)(0x80 | (c >> 6 & 0x3F));
	to[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

size_t msw_len16(const u16 *s)
{
	size_t n = 0;
	while (s[n])
		n++;
	return n;
}

size_t msw_len32(const uint32_t *s)
{
	size_t n = 0;
	while (s[n])
		n++;
	return n;
}

char *msw_from16(const u16 *s, size_t units)
{
	char *text, *to;
	if (!s || !(to = text = malloc(units * 3 + 1)))
		return NULL;
	for (size_t i = 0; i < units; i++) {
		uint32_t c = s[i];
		if (c >= 0xD800 && c < 0xDC00 && i + 1 < units && s[i + 1] >= 0xDC00 && s[i + 1] < 0xE000)
			c = 0x10000 + ((c - 0xD800) << 10) + (s[++i] - 0xDC00u);
		to += msw_encode(to, c);
	}
	*to = 0;
	return text;
}

char *msw_from32(const uint32_t *s, size_t units)
{
	char *text, *to;
	if (!s || !(to = text = malloc(units * 4 + 1)))
		return NULL;
	for (size_t i = 0; i < units; i++)
		to += msw_encode(to, s[i]);
	*to = 0;
	return text;
}

u16 *msw_to16(const char *s, size_t *units)
{
	size_t n = s ? strlen(s) : 0, k = 0;
	const unsigned char *p = (const unsigned char *)s, *end = p + n;
	u16 *to = s ? malloc((n + 1) * sizeof *to) : NULL;
	if (!to)
		return NULL;
	while (p < end) {
		uint32_t c = msw_decode(&p, end);
		if (c >= 0x10000) {
			to[k++] = (u16)(0xD800 + ((c - 0x10000) >> 10));
			c = 0xDC00 + ((c - 0x10000) & 0x3FF);
		}
		to[k++] = (u16)c;
	}
	to[k] = 0;
	if (units)
		*units = k;
	return to;
}

uint32_t *msw_to32(const char *s, size_t *units)
{
	size_t n = s ? strlen(s) : 0, k = 0;
	const unsigned char *p = (const unsigned char *)s, *end = p + n;
	uint32_t *to = s ? malloc((n + 1) * sizeof *to) : NULL;
	if (!to)
		return NULL;
	while (p < end)
		to[k++] = msw_decode(&p, end);
	to[k] = 0;
	if (units)
		*units = k;
	return to;
}

DWORD msw_give(const char *s, char *buf, DWORD size)
{
	size_t n = strlen(s);
	if (n + 1 > size)
		return (DWORD)n + 1;
	memcpy(buf, s, n + 1);
	return (DWORD)n;
}

/* --- code pages --------------------------------------------------------- */

EXPORT UINT WINAPI GetACP(void) { return CP_UTF8; }
EXPORT UINT WINAPI GetOEMCP(void) { return CP_UTF8; }

/* The iconv name of a page, or null for UTF-8. False for no page at all. */
static BOOL page_name(UINT page, char *name, size_t size)
{
	*name = 0;
	switch (page) {
	case CP_ACP: case CP_OEMCP: case 2: case 3: case CP_UTF8: case 65000: return TRUE;
	case 20866: strcpy(name, "KOI8-R"); return TRUE;
	case 28591: strcpy(name, "ISO-8859-1"); return TRUE;
	case 20127: strcpy(name, "US-ASCII"); return TRUE;
	case 936: strcpy(name, "GBK"); return TRUE;
	case 950: strcpy(name, "BIG5"); return TRUE;
	}
	snprintf(name, size, "CP%u", page);
	iconv_t cd = iconv_open("UTF-8", name);
	if (cd == (iconv_t)-1)
		return FALSE;
	iconv_close(cd);
	return TRUE;
}

EXPORT BOOL WINAPI IsValidCodePage(UINT page)
{
	char name[16];
	return page_name(page, name, sizeof name);
}

EXPORT BOOL WINAPI GetCPInfo(UINT page, LPCPINFO info)
{
	if (!info || !IsValidCodePage(page))
		return msw_result(ERROR_INVALID_PARAMETER);
	memset(info, 0, sizeof *info);
	info->MaxCharSize = page >= 1250 && page <= 1258 ? 1 : page == 936 || page == 950 || page == 932 ? 2 : 4;
	info->DefaultChar[0] = '?';
	return TRUE;
}

/* Converts n bytes from one iconv page to another into fresh memory. */
static char *convert(const char *from_page, const char *to_page, const char *text, size_t n, size_t *out, BOOL *replaced)
{
	iconv_t cd = iconv_open(to_page, from_page);
	size_t room = n * 4 + 16, left = room;
	char *result = malloc(room), *to = result, *from = (char *)text;
	if (cd == (iconv_t)-1 || !result) {
		free(result);
		return NULL;
	}
	while (n && iconv(cd, &from, &n, &to, &left) == (size_t)-1 && left) {
		*to++ = '?';
		left--;
		*replaced = TRUE;
		do
			from++, n--;
		while (n && !strcmp(from_page, "UTF-8") && (*from & 0xC0) == 0x80);
	}
	iconv_close(cd);
	*out = (size_t)(to - result);
	return result;
}

/* What both widths of MultiByteToWideChar ask for: UTF-8 of the text, whose
   length includes the zero when from_size is -1. *replaced is set when the text
   is none of that page; what is no UTF-8 stays as it is. */
char *msw_page_to_utf8(UINT page, const char *from, int from_size, size_t *n, BOOL *replaced)
{
	char name[16], *text;
	if (!page_name(page, name, sizeof name))
		return NULL;
	*n = from_size < 0 ? strlen(from) + 1 : (size_t)from_size;
	if (*name)
		return convert(name, "UTF-8", from, *n, n, replaced);
	if ((text = malloc(*n + 1)))
		memcpy(text, from, *n);
	return text;
}

char *msw_utf8_to_page(UINT page, const char *from, size_t size, size_t *n, BOOL *replaced)
{
	char name[16], *text;
	if (!page_name(page, name, sizeof name))
		return NULL;
	*n = size;
	if (*name)
		return convert("UTF-8", name, from, size, n, replaced);
	if ((text = malloc(size + 1)))
		memcpy(text, from, size);
	return text;
}

EXPORT BOOL WINAPI CharToOemA(LPCSTR from, LPSTR to) { memmove(to, from, strlen(from) + 1); return TRUE; }
EXPORT BOOL WINAPI OemToCharA(LPCSTR from, LPSTR to) { memmove(to, from, strlen(from) + 1); return TRUE; }
EXPORT int WINAPI lstrlenA(LPCSTR s) { return s ? (int)strlen(s) : 0; }
EXPORT int WINAPI lstrcmpA(LPCSTR a, LPCSTR b) { return strcmp(a ? a : "", b ? b : ""); }
EXPORT int WINAPI lstrcmpiA(LPCSTR a, LPCSTR b) { return strcasecmp(a ? a : "", b ? b : ""); }
EXPORT LPSTR WINAPI lstrcpyA(LPSTR to, LPCSTR from) { return to ? strcpy(to, from ? from : "") : NULL; }
EXPORT LPSTR WINAPI lstrcatA(LPSTR to, LPCSTR from) { return to ? strcat(to, from ? from : "") : NULL; }
EXPORT LPSTR WINAPI lstrcpynA(LPSTR to, LPCSTR from, int size)
{
	if (to && size > 0) {
		size_t n = from ? strnlen(from, (size_t)size - 1) : 0;
		memcpy(to, from ? from : "", n);
		to[n] = 0;
	}
	return to;
}
EXPORT int WINAPI CompareStringA(LCID locale, DWORD flags, LPCSTR a, int na, LPCSTR b, int nb)
{
	size_t x = na < 0 ? strlen(a) : (size_t)na, y = nb < 0 ? strlen(b) : (size_t)nb, n = x < y ? x : y;
	int d = flags & 1 ? strncasecmp(a, b, n) : strncmp(a, b, n);
	(void)locale;
	return d < 0 || (!d && x < y) ? 1 : d || x > y ? 3 : 2;
}
EXPORT DWORD WINAPI CharUpperBuffA(LPSTR s, DWORD n) { for (DWORD i = 0; i < n; i++) s[i] = (char)toupper((unsigned char)s[i]); return n; }
EXPORT DWORD WINAPI CharLowerBuffA(LPSTR s, DWORD n) { for (DWORD i = 0; i < n; i++) s[i] = (char)tolower((unsigned char)s[i]); return n; }
EXPORT LPSTR WINAPI CharUpperA(LPSTR s)
{
	if (!((uintptr_t)s >> 16))
		return (LPSTR)(uintptr_t)toupper((int)(uintptr_t)s);
	CharUpperBuffA(s, (DWORD)strlen(s));
	return s;
}
EXPORT LPSTR WINAPI CharLowerA(LPSTR s)
{
	if (!((uintptr_t)s >> 16))
		return (LPSTR)(uintptr_t)tolower((int)(uintptr_t)s);
	CharLowerBuffA(s, (DWORD)strlen(s));
	return s;
}
EXPORT LPSTR WINAPI CharNextA(LPCSTR s) { return (LPSTR)(*s ? s + 1 : s); }
EXPORT BOOL WINAPI IsCharAlphaA(CHAR c) { return isalpha((unsigned char)c) != 0; }
