/* The secure string functions and their companions. Where the other side would
   stop the program for a bad argument, these answer EINVAL. */
#include "internal.h"
#include <ctype.h>

static errno_t refuse(char *to, rsize_t size, errno_t why)
{
	if (to && size)
		*to = 0;
	errno = why;
	return why;
}

EXPORT errno_t strncpy_s(char *to, rsize_t size, const char *from, rsize_t count)
{
	if (!to || !size || (!from && count))
		return refuse(to, size, EINVAL);
	size_t n = from ? strnlen(from, count) : 0;
	if (n < size) {
		memcpy(to, from ? from : "", n);
		to[n] = 0;
		return 0;
	}
	if (count != _TRUNCATE)
		return refuse(to, size, ERANGE);
	memcpy(to, from, size - 1);
	to[size - 1] = 0;
	return STRUNCATE;
}

EXPORT errno_t strcpy_s(char *to, rsize_t size, const char *from)
{
	return from ? strncpy_s(to, size, from, (size_t)-2) : refuse(to, size, EINVAL);
}

EXPORT errno_t strncat_s(char *to, rsize_t size, const char *from, rsize_t count)
{
	size_t n = to ? strnlen(to, size) : size;
	if (n == size)
		return refuse(to, size, EINVAL);
	errno_t code = strncpy_s(to + n, size - n, from, count);
	return code && code != STRUNCATE ? refuse(to, size, code) : code;
}

EXPORT errno_t strcat_s(char *to, rsize_t size, const char *from)
{
	return from ? strncat_s(to, size, from, (size_t)-2) : refuse(to, size, EINVAL);
}

EXPORT char *strtok_s(char *text, const char *delimiters, char **context) { return strtok_r(text, delimiters, context); }

EXPORT errno_t strerror_s(char *buffer, size_t size, int number)
{
	return strncpy_s(buffer, size, strerror(number), _TRUNCATE) == EINVAL ? EINVAL : 0;
}

EXPORT errno_t memcpy_s(void *to, rsize_t size, const void *from, rsize_t count)
{
	if (!count)
		return 0;
	if (!to)
		return errno = EINVAL;
	if (!from || size < count) {
		memset(to, 0, size);
		return errno = from ? ERANGE : EINVAL;
	}
	memcpy(to, from, count);
	return 0;
}

EXPORT errno_t memmove_s(void *to, rsize_t size, const void *from, rsize_t count)
{
	if (!count)
		return 0;
	if (!to || !from)
		return errno = EINVAL;
	if (size < count)
		return errno = ERANGE;
	memmove(to, from, count);
	return 0;
}

EXPORT size_t strnlen_s(const char *text, size_t size) { return text ? strnlen(text, size) : 0; }
EXPORT char *_strdup(const char *text) { return text ? strdup(text) : NULL; }
EXPORT int _stricmp(const char *a, const char *b) { return strcasecmp(a, b); }
EXPORT int _strcmpi(const char *a, const char *b) { return strcasecmp(a, b); }
EXPORT int _strnicmp(const char *a, const char *b, size_t count) { return strncasecmp(a, b, count); }

EXPORT int _memicmp(const void *a, const void *b, size_t count)
{
	const unsigned char *x = a, *y = b;
	for (; count; count--, x++, y++)
		if (tolower(*x) != tolower(*y))
			return tolower(*x) - tolower(*y);
	return 0;
}

/* Only ASCII letters: the bytes of UTF-8 letters must stay together. */
static char *each(char *text, int from, int to)
{
	for (char *p = text; *p; p++)
		if (*p >= from && *p <= from + 25)
			*p = (char)(*p - from + to);
	return text;
}

EXPORT char *_strlwr(char *text) { return each(text, 'A', 'a'); }
EXPORT char *_strupr(char *text) { return each(text, 'a', 'A'); }
EXPORT errno_t _strlwr_s(char *text, size_t size)
{
	if (!text || strnlen(text, size) == size)
		return refuse(text, size, EINVAL);
	_strlwr(text);
	return 0;
}
EXPORT errno_t _strupr_s(char *text, size_t size)
{
	if (!text || strnlen(text, size) == size)
		return refuse(text, size, EINVAL);
	_strupr(text);
	return 0;
}

EXPORT char *_strrev(char *text)
{
	for (size_t i = 0, k = strlen(text); i + 1 < k; i++) {
		char c = text[i];
		text[i] = text[--k];
		text[k] = c;
	}
	return text;
}

EXPORT char *_strnset(char *text, int c, size_t count)
{
	memset(text, c, strnlen(text, count));
	return text;
}
EXPORT char *_strset(char *text, int c) { return _strnset(text, c, (size_t)-1); }
EXPORT char *_strninc(const char *text, size_t count) { return (char *)text + strnlen(text, count); }

/* --- numbers ------------------------------------------------------------- */

static errno_t digits(unsigned long long value, BOOL minus, char *text, size_t size, int radix)
{
	char reversed[66];
	size_t n = 0;
	if (!text || !size || radix < 2 || radix > 36)
		return refuse(text, size, EINVAL);
	do
		reversed[n++] = "0123456789abcdefghijklmnopqrstuvwxyz"[value % (unsigned)radix];
	while (value /= (unsigned)radix);
	if (minus)
		reversed[n++] = '-';
	if (n >= size)
		return refuse(text, size, ERANGE);
	for (size_t i = 0; i < n; i++)
		text[i] = reversed[n - 1 - i];
	text[n] = 0;
	return 0;
}

/* Only decimal numbers have a sign; others show their bits. */
static errno_t signed_digits(long long value, unsigned long long bits, char *text, size_t size, int radix)
{
	BOOL minus = radix == 10 && value < 0;
	return digits(minus ? 0ULL - (unsigned long long)value : bits, minus, text, size, radix);
}

EXPORT errno_t _itoa_s(int value, char *text, size_t size, int radix) { return signed_digits(value, (unsigned)value, text, size, radix); }
EXPORT errno_t _ltoa_s(long value, char *text, size_t size, int radix) { return signed_digits(value, (unsigned long)value, text, size, radix); }
EXPORT errno_t _i64toa_s(long long value, char *text, size_t size, int radix) { return signed_digits(value, (unsigned long long)value, text, size, radix); }
EXPORT errno_t _ultoa_s(unsigned long value, char *text, size_t size, int radix) { return digits(value, FALSE, text, size, radix); }
#define UNBOUNDED 67
EXPORT char *_itoa(int value, char *text, int radix) { _itoa_s(value, text, UNBOUNDED, radix); return text; }
EXPORT char *_ltoa(long value, char *text, int radix) { _ltoa_s(value, text, UNBOUNDED, radix); return text; }
EXPORT char *_ultoa(unsigned long value, char *text, int radix) { _ultoa_s(value, text, UNBOUNDED, radix); return text; }
EXPORT char *_i64toa(long long value, char *text, int radix) { _i64toa_s(value, text, UNBOUNDED, radix); return text; }
EXPORT char *_ui64toa(unsigned long long value, char *text, int radix) { digits(value, FALSE, text, UNBOUNDED, radix); return text; }
EXPORT long long _atoi64(const char *text) { return strtoll(text, NULL, 10); }
EXPORT long long _strtoi64(const char *text, char **end, int base) { return strtoll(text, end, base); }
EXPORT unsigned long long _strtoui64(const char *text, char **end, int base) { return strtoull(text, end, base); }
EXPORT unsigned _rotl(unsigned value, int shift) { return value << (shift & 31) | value >> (-shift & 31); }
EXPORT unsigned _rotr(unsigned value, int shift) { return value >> (shift & 31) | value << (-shift & 31); }
