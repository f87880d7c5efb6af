/*
 * For the files that are compiled twice, as they are, for 4-byte wchar_t, and
 * with -fshort-wchar, where the headers give each function the symbol that ends
 * in 16: text of this width over the narrow functions.
 */
#ifndef MSW_WIDE_H
#define MSW_WIDE_H

#include "internal.h"

#if __SIZEOF_WCHAR_T__ == 2
#define WIDTH MSW_WIDE16
#define from_n(s, n) msw_from16((const u16 *)(s), n)
#define length_of(s) msw_len16((const u16 *)(s))
#define to_wide(s, n) ((wchar_t *)msw_to16(s, n))
#define NAME(x) x##16
#else
#define WIDTH MSW_WIDE32
#define from_n(s, n) msw_from32((const uint32_t *)(s), n)
#define length_of(s) msw_len32((const uint32_t *)(s))
#define to_wide(s, n) ((wchar_t *)msw_to32(s, n))
#define NAME(x) x
#endif

static inline void drop(void *p) { free(*(void **)p); }
#define OWN __attribute__((cleanup(drop)))

/* UTF-8 of a wide string, for free(). */
static inline char *narrow(const wchar_t *s) { return s ? from_n(s, length_of(s)) : NULL; }

/* Copies into a buffer of size characters: the length, or what is needed. */
static inline DWORD give(const char *text, wchar_t *buffer, DWORD size)
{
	size_t n = 0;
	OWN wchar_t *wide = to_wide(text, &n);
	if (n + 1 > size)
		return (DWORD)n + 1;
	memcpy(buffer, wide, (n + 1) * sizeof(wchar_t));
	return (DWORD)n;
}

/* Declares text and fills it by a narrow function, which answers the length or the
   room that it needs; it is asked again then. When it fails the caller returns 0. */
#define ASK(call) \
	DWORD room = 4096, got = 0; \
	OWN char *text = malloc(room); \
	while (text && (got = (call)) >= room) { \
		free(text); \
		text = malloc(room = got + 1); \
	} \
	if (!text) \
		SetLastError(ERROR_NOT_ENOUGH_MEMORY); \
	if (!text || !got) \
		return 0

static inline wchar_t *copy(const char *text) { return text ? to_wide(text, NULL) : NULL; }

/* Copies at most n characters up to the zero, and puts one behind them. */
static inline wchar_t *append(wchar_t *to, const wchar_t *from, size_t n)
{
	size_t i;
	for (i = 0; i < n && from[i]; i++)
		to[i] = from[i];
	to[i] = 0;
	return to;
}
#define ALL ((size_t)-1)

/* UTF-8 of two parameters. */
#define PAIR(name) \
	OWN char *a8 = narrow(a); \
	OWN char *b8 = narrow(b)

/* Formats into a buffer of size characters: the length that was wanted. */
int NAME(msw_into)(wchar_t *buffer, size_t size, const wchar_t *format, va_list args, BOOL *fits);

#endif
