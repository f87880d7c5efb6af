/* scanf as Windows programs mean it: see format.c. */
#include "conversion.h"
#include <ctype.h>

/* Where input comes from, with one character looked at. */
struct in {
	const char *text;
	FILE *file;
	int count;
	uint32_t longs; /* a bit for each argument that points to a long */
	int taken;      /* arguments so far */
};

/* Told by the caller's headers for the next call: where a long has 64 bits, what
   is written must fill it, and a DWORD must not be overrun. */
static __thread uint32_t longs;
EXPORT void msw_scan_longs(unsigned mask) { longs = mask; }

static BOOL is_long(const struct in *in) { return in->taken < 32 && in->longs >> in->taken & 1; }

static int look(struct in *in)
{
	int c;
	if (in->text)
		return *in->text ? (unsigned char)*in->text : EOF;
	c = getc(in->file);
	if (c != EOF)
		ungetc(c, in->file);
	return c;
}

static int next(struct in *in)
{
	int c = in->text ? (*in->text ? (unsigned char)*in->text++ : EOF) : getc(in->file);
	in->count += c != EOF;
	return c;
}

/* Gives back the last n bytes, which were s. */
static void give_back(struct in *in, const char *s, size_t n)
{
	in->count -= (int)n;
	if (in->text)
		in->text -= n;
	else
		while (n)
			ungetc((unsigned char)s[--n], in->file);
}

static void skip_space(struct in *in)
{
	while (look(in) != EOF && isspace(look(in)))
		next(in);
}

/* Stores UTF-8 text in the width of the argument; FALSE when it is too long. */
static BOOL store(void *to, enum msw_width w, const char *text, size_t n, size_t room, BOOL end)
{
	size_t units = n;
	void *wide = NULL;
	if (w == MSW_WIDE16)
		wide = msw_to16(text, &units);
	else if (w == MSW_WIDE32)
		wide = msw_to32(text, &units);
	if (units + end <= room) {
		size_t size = w == MSW_NARROW ? 1 : (size_t)w == MSW_WIDE16 ? 2 : 4;
		memcpy(to, wide ? wide : text, units * size);
		if (end)
			memset((char *)to + units * size, 0, size);
	} else if (room) {
		memset(to, 0, w == MSW_NARROW ? 1 : w == MSW_WIDE16 ? 2 : 4);
	}
	free(wide);
	return units + end <= room;
}

/* The set of %[...]; returns the end of it in the format. */
static const char *parse_set(const char *f, char set[256])
{
	int invert = *f == '^';
	memset(set, invert, 256);
	f += invert;
	for (int first = 1; *f && (first || *f != ']'); first = 0, f++) {
		if (f[1] == '-' && f[2] && f[2] != ']') {
			for (int c = (unsigned char)*f; c <= (unsigned char)f[2]; c++)
				set[c] = !invert;
			f += 2;
		} else {
			set[(unsigned char)*f] = !invert;
		}
	}
	return *f ? f + 1 : f;
}

/* Takes the text of a number, which has most bytes at most: FALSE when there is
   no digit in it. */
static BOOL take_number(struct in *in, int base, BOOL real, size_t most, char *word)
{
	size_t n = 0, sign = 0;
	BOOL digits = FALSE, dot = FALSE, power = FALSE, hex = base == 16;
	for (int c = look(in); n < most && c != EOF; c = look(in)) {
		if (isdigit(c) || (hex && isxdigit(c)))
			digits = TRUE;
		else if (!n && (c == '-' || c == '+'))
			sign = 1;
		else if ((base == 16 || !base) && (c == 'x' || c == 'X') && n == sign + 1 && word[sign] == '0')
			hex = TRUE;
		else if (real && c == '.' && !dot && !power)
			dot = TRUE;
		else if (real && (c == 'e' || c == 'E') && digits && !power)
			power = TRUE;
		else if (!(power && (c == '-' || c == '+') && strchr("eE", word[n - 1])))
			break;
		word[n++] = (char)next(in);
	}
	word[n] = 0;
	return digits;
}

static BOOL scan_number(struct in *in, const struct spec *s, BOOL stored, va_list *args)
{
	char word[128];
	size_t most = s->width > 0 && s->width < 127 ? (size_t)s->width : 127;
	int real = strchr("fFeEgGaA", s->kind) != NULL;
	int base = real ? 10 : strchr("xXp", s->kind) ? 16 : s->kind == 'o' ? 8 : s->kind == 'i' ? 0 : 10;
	if (!take_number(in, base, real, most, word))
		return FALSE;
	if (!stored)
		return TRUE;
	BOOL whole = is_long(in);
	void *to = va_arg(*args, void *);
	in->taken++;
	if (real) {
		if (s->size[0] == 'L')
			*(long double *)to = strtold(word, NULL);
		else if (s->size[0] == 'l')
			*(double *)to = strtod(word, NULL);
		else
			*(float *)to = strtof(word, NULL);
	} else {
		unsigned long long v = strtoull(word, NULL, base);
		if (!strcmp(s->size, "ll") || (s->size[0] && strchr("jq", s->size[0])))
			*(unsigned long long *)to = v;
		else if ((s->size[0] && strchr("zt", s->size[0])) || s->kind == 'p')
			*(uintptr_t *)to = (uintptr_t)v;
		else if (s->size[0] == 'h' && s->size[1] == 'h')
			*(unsigned char *)to = (unsigned char)v;
		else if (s->size[0] == 'h')
			*(unsigned short *)to = (unsigned short)v;
		else if (whole && s->size[0] == 'l')
			*(long *)to = (long)v;
		else if (whole)
			*(long *)to = s->kind == 'd' || s->kind == 'i' ? (long)(int)v : (long)(unsigned)v;
		else
			*(unsigned *)to = (unsigned)v;
	}
	return TRUE;
}

/* Takes one character, if it has room in so many units of w: how many bytes it
   has. Narrow text is cut between any two bytes, as on Windows. */
static size_t take(struct in *in, enum msw_width w, size_t room, char to[4], size_t *units)
{
	const unsigned char *p = (unsigned char *)to;
	size_t n = 0, all = 1 + msw_following((unsigned char)look(in));
	if (w == MSW_NARROW && all > room)
		all = room;
	do
		to[n++] = (char)next(in);
	while (n < all && (look(in) & 0xC0) == 0x80);
	if (w == MSW_NARROW)
		return *units = n;
	*units = 1 + (msw_decode(&p, p + n) >= 0x10000 && w == MSW_WIDE16);
	size_t taken = *units <= room ? (size_t)(p - (unsigned char *)to) : 0;
	give_back(in, to + taken, n - taken);
	return taken;
}

static BOOL scan_text(struct in *in, const struct spec *s, const char set[256], enum msw_width w, BOOL stored, BOOL secure, va_list *args)
{
	size_t n = 0, taken, units, room = (size_t)-1, cap = 64;
	size_t most = s->width > 0 ? (size_t)s->width : s->kind == 'c' ? 1 : (size_t)-1;
	char *word = malloc(cap);
	void *to = NULL;
	BOOL ok;
	for (int c = look(in); most && c != EOF; c = look(in)) {
		if ((s->kind == 's' && isspace(c)) || (s->kind == '[' && !set[c]))
			break;
		if (n + 8 > cap)
			word = realloc(word, cap *= 2);
		if (!(taken = take(in, w, most, word + n, &units)))
			break;
		n += taken;
		most -= units;
	}
	word[n] = 0;
	ok = n > 0;
	if (stored) {
		to = va_arg(*args, void *);
		in->taken += 1 + secure;
		if (secure)
			room = va_arg(*args, unsigned);
		ok = ok && store(to, w, word, n, room, s->kind != 'c');
	}
	free(word);
	return ok;
}

/* What %n stores: how many bytes have been read. */
static void store_count(struct in *in, const struct spec *s, void *to)
{
	if (is_long(in))
		*(long *)to = in->count;
	else if (!strcmp(s->size, "ll"))
		*(long long *)to = in->count;
	else if (!strcmp(s->size, "hh"))
		*(signed char *)to = (signed char)in->count;
	else if (s->size[0] == 'h')
		*(short *)to = (short)in->count;
	else
		*(int *)to = in->count;
	in->taken++;
}

/* Takes what must come next. The end of the input before anything was stored is
   the answer of the whole. */
static BOOL take_letter(struct in *in, int letter, int *done)
{
	int c = look(in);
	if (c == letter)
		next(in);
	else if (c == EOF && !*done)
		*done = EOF;
	return c == letter;
}

int msw_vscan(const char *text, FILE *file, const char *f, enum msw_width plain, enum msw_width wide, BOOL secure, va_list given)
{
	struct in in = {text, file, 0, longs, 0};
	struct spec s;
	int done = 0;
	va_list args;
	longs = 0;
	va_copy(args, given);
	for (; *f; ) {
		char set[256];
		if (isspace((unsigned char)*f)) {
			skip_space(&in);
			f++;
			continue;
		}
		if (*f != '%') {
			if (!take_letter(&in, (unsigned char)*f, &done))
				break;
			f++;
			continue;
		}
		BOOL stored = f[1] != '*';
		f = msw_parse_conversion(f + 1 + !stored, &s, &args);
		if (s.kind == '%') {
			skip_space(&in);
			if (!take_letter(&in, '%', &done))
				break;
			continue;
		}
		if (s.kind == 'n') {
			if (stored)
				store_count(&in, &s, va_arg(args, void *));
			continue;
		}
		if (s.kind == '[')
			f = parse_set(f, set);
		enum msw_width w = msw_width_of(&s, plain, wide);
		BOOL is_text = strchr("sSc C[", s.kind) != NULL;
		if (s.kind == 'S')
			s.kind = 's';
		if (s.kind == 'C')
			s.kind = 'c';
		if (!strchr("c[", s.kind))
			skip_space(&in);
		int before = in.count;
		if (is_text ? !scan_text(&in, &s, set, w, stored, secure, &args) : !scan_number(&in, &s, stored, &args)) {
			if (!done && in.count == before && look(&in) == EOF)
				done = EOF;
			break;
		}
		done += stored;
	}
	va_end(args);
	return done;
}
