/*
 * printf and scanf as Windows programs mean them: I64, I32, h, w and l before
 * s and c, S and C for the other width, 32-bit %ld. Numbers are left to the
 * system's printf, one conversion at a time.
 */
#include "internal.h"

struct out {
	char *text;
	size_t used, room;
};

static void put(struct out *o, const char *s, size_t n)
{
	if (o->used + n + 1 > o->room) {
		o->room = (o->used + n + 64) * 2;
		o->text = realloc(o->text, o->room);
		if (!o->text)
			abort();
	}
	memcpy(o->text + o->used, s, n);
	o->used += n;
	o->text[o->used] = 0;
}

/* One conversion of a format. */
struct spec {
	char flags[8];
	int width, precision; /* -1: none */
	char size[4];         /* h, hh, l, ll, w, L, I64, z ... */
	char kind;
};

static const char *parse(const char *f, struct spec *s, va_list *args)
{
	size_t n = 0;
	memset(s, 0, sizeof *s);
	s->width = s->precision = -1;
	while (*f && strchr("-+ #0", *f)) {
		if (n < sizeof s->flags - 2)
			s->flags[n++] = *f;
		f++;
	}
	if (*f == '*') {
		s->width = va_arg(*args, int);
		if (s->width < 0) {
			s->flags[n] = '-';
			s->width = -s->width;
		}
		f++;
	} else if (*f >= '0' && *f <= '9') {
		s->width = (int)strtol(f, (char **)&f, 10);
	}
	if (*f == '.') {
		f++;
		if (*f == '*') {
			s->precision = va_arg(*args, int);
			f++;
		} else {
			s->precision = (int)strtol(f, (char **)&f, 10);
		}
	}
	if (!strncmp(f, "I64", 3)) {
		strcpy(s->size, "ll");
		f += 3;
	} else if (!strncmp(f, "I32", 3)) {
		f += 3;
	} else if (*f == 'I') {
		strcpy(s->size, sizeof(void *) == 8 ? "ll" : "");
		f++;
	} else {
		for (n = 0; n < 2 && *f && strchr("hlwLzjtq", *f); n++)
			s->size[n] = *f++;
	}
	s->kind = *f;
	return *f ? f + 1 : f;
}

/* Width of the text that s or c means. */
static enum msw_width width_of(const struct spec *s, enum msw_width plain, enum msw_width wide)
{
	enum msw_width other = plain == MSW_NARROW ? wide : MSW_NARROW;
	if (s->size[0] == 'h')
		return MSW_NARROW;
	if (s->size[0] == 'l' || s->size[0] == 'w')
		return wide;
	return s->kind == 'S' || s->kind == 'C' ? other : plain;
}

/* Text of n characters at most (all if negative) as UTF-8. */
static char *text_of(const void *p, enum msw_width w, int n)
{
	if (!p)
		return strdup("(null)");
	if (w == MSW_NARROW)
		return n < 0 ? strdup(p) : strndup(p, (size_t)n);
	size_t units = 0;
	if (w == MSW_WIDE16) {
		while ((n < 0 || units < (size_t)n) && ((const u16 *)p)[units])
			units++;
		return msw_from16(p, units);
	}
	while ((n < 0 || units < (size_t)n) && ((const uint32_t *)p)[units])
		units++;
	return msw_from32(p, units);
}

static void pad(struct out *o, int n)
{
	while (n-- > 0)
		put(o, " ", 1);
}

static void put_text(struct out *o, const struct spec *s, const char *text, size_t n)
{
	int shown = 0, left = strchr(s->flags, '-') != NULL;
	for (size_t i = 0; i < n; i++)
		shown += (text[i] & 0xC0) != 0x80;
	if (!left)
		pad(o, s->width - shown);
	put(o, text, n);
	if (left)
		pad(o, s->width - shown);
}

static void put_char(struct out *o, const struct spec *s, uint32_t c, enum msw_width w)
{
	char text[8];
	size_t n = 1;
	if (w == MSW_NARROW)
		text[0] = (char)c;
	else
		n = msw_encode(text, c);
	put_text(o, s, text, n);
}

/* A number, by the system's own printf. */
static void put_number(struct out *o, const struct spec *s, va_list *args)
{
	char format[64], fixed[512], *text = fixed;
	const char *size = s->size;
	int real = strchr("fFeEgGaA", s->kind) != NULL, n;
	if (s->kind == 'p')
		snprintf(format, sizeof format, "%%%s*.*llX", s->flags);
	else
		snprintf(format, sizeof format, "%%%s*.*%s%c", s->flags, real ? (size[0] == 'L' ? "L" : "") : "ll", s->kind);
	int width = s->width < 0 ? 0 : s->width, precision = s->precision;
#define SHOW(value) \
	do { \
		n = snprintf(fixed, sizeof fixed, format, width, precision, value); \
		if (n >= (int)sizeof fixed && (text = malloc((size_t)n + 1))) \
			snprintf(text, (size_t)n + 1, format, width, precision, value); \
	} while (0)
	if (s->kind == 'p') {
		if (precision < 0)
			precision = 2 * (int)sizeof(void *);
		unsigned long long v = (uintptr_t)va_arg(*args, void *);
		SHOW(v);
	} else if (real && size[0] == 'L') {
		long double v = va_arg(*args, long double);
		SHOW(v);
	} else if (real) {
		double v = va_arg(*args, double);
		SHOW(v);
	} else if (!strcmp(size, "ll") || strchr("zjtq", size[0] ? size[0] : ' ')) {
		long long v = va_arg(*args, long long);
		SHOW(v);
	} else if (s->kind == 'd' || s->kind == 'i') {
		/* long is 32 bits in the source's mind, and a LONG here is an int. A
		   real long is passed in the same register. */
		int v = va_arg(*args, int);
		long long l = size[0] == 'h' ? (size[1] == 'h' ? (signed char)v : (short)v) : v;
		SHOW(l);
	} else {
		unsigned v = va_arg(*args, unsigned);
		unsigned long long l = size[0] == 'h' ? (size[1] == 'h' ? (unsigned char)v : (unsigned short)v) : v;
		SHOW(l);
	}
#undef SHOW
	put(o, text, (size_t)n);
	if (text != fixed)
		free(text);
}

char *msw_vformat(const char *f, enum msw_width plain, enum msw_width wide, va_list given, size_t *length)
{
	struct out o = {0};
	struct spec s;
	va_list args;
	va_copy(args, given);
	put(&o, "", 0);
	while (*f) {
		const char *percent = strchrnul(f, '%');
		put(&o, f, (size_t)(percent - f));
		if (!*percent)
			break;
		f = parse(percent + 1, &s, &args);
		if (s.kind == '%') {
			put(&o, "%", 1);
		} else if (s.kind == 's' || s.kind == 'S') {
			char *text = text_of(va_arg(args, void *), width_of(&s, plain, wide), s.precision);
			put_text(&o, &s, text, strlen(text));
			free(text);
		} else if (s.kind == 'c' || s.kind == 'C') {
			put_char(&o, &s, (uint32_t)va_arg(args, int), width_of(&s, plain, wide));
		} else if (s.kind == 'n') {
			(void)va_arg(args, void *); /* as there: not honoured */
		} else if (s.kind && strchr("diouxXpfFeEgGaA", s.kind)) {
			put_number(&o, &s, &args);
		} else {
			put(&o, &s.kind, s.kind != 0);
		}
	}
	va_end(args);
	if (length)
		*length = o.used;
	return o.text;
}

/* --- scanf -------------------------------------------------------------- */

/* Where input comes from, with one character looked at. */
struct in {
	const char *text;
	FILE *file;
	int count;
};

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

static BOOL scan_number(struct in *in, const struct spec *s, BOOL stored, va_list *args)
{
	char word[128];
	size_t n = 0, most = s->width > 0 && s->width < 127 ? (size_t)s->width : 127;
	int real = strchr("fFeEgGaA", s->kind) != NULL;
	int base = strchr("xXp", s->kind) ? 16 : s->kind == 'o' ? 8 : s->kind == 'i' ? 0 : 10;
	skip_space(in);
	for (int c = look(in); n < most && c != EOF; c = look(in)) {
		int ok = isdigit(c) || (!n && (c == '-' || c == '+')) || (base == 16 && isxdigit(c)) ||
			((base == 16 || !base) && (c == 'x' || c == 'X') && n && word[n - 1] == '0') ||
			(real && (strchr(".eE", c) || ((c == '-' || c == '+') && strchr("eE", word[n - 1]))));
		if (!ok)
			break;
		word[n++] = (char)next(in);
	}
	word[n] = 0;
	if (!n || (n == 1 && !isxdigit((unsigned char)word[0])))
		return FALSE;
	if (!stored)
		return TRUE;
	void *to = va_arg(*args, void *);
	if (real) {
		if (s->size[0] == 'l')
			*(double *)to = strtod(word, NULL);
		else
			*(float *)to = strtof(word, NULL);
	} else {
		unsigned long long v = strtoull(word, NULL, base);
		if (!strcmp(s->size, "ll") || strchr("zjtq", s->size[0] ? s->size[0] : ' ') || s->kind == 'p')
			*(unsigned long long *)to = v;
		else if (s->size[0] == 'h' && s->size[1] == 'h')
			*(unsigned char *)to = (unsigned char)v;
		else if (s->size[0] == 'h')
			*(unsigned short *)to = (unsigned short)v;
		else
			*(unsigned *)to = (unsigned)v;
	}
	return TRUE;
}

static BOOL scan_text(struct in *in, const struct spec *s, const char set[256], enum msw_width w, BOOL stored, BOOL secure, va_list *args)
{
	size_t n = 0, room = (size_t)-1, cap = 64;
	size_t most = s->width > 0 ? (size_t)s->width : s->kind == 'c' ? 1 : (size_t)-1;
	char *word = malloc(cap);
	void *to = NULL;
	BOOL ok;
	if (s->kind == 's')
		skip_space(in);
	for (int c = look(in); n < most && c != EOF; c = look(in)) {
		if ((s->kind == 's' && isspace(c)) || (s->kind == '[' && !set[c]))
			break;
		if (n + 8 > cap)
			word = realloc(word, cap *= 2);
		word[n++] = (char)next(in);
		while ((look(in) & 0xC0) == 0x80 && c >= 0xC0) /* the rest of a character */
			word[n++] = (char)next(in);
	}
	word[n] = 0;
	ok = n > 0;
	if (stored) {
		to = va_arg(*args, void *);
		if (secure)
			room = va_arg(*args, unsigned);
		ok = ok && store(to, w, word, n, room, s->kind != 'c');
	}
	free(word);
	return ok;
}

int msw_vscan(const char *text, FILE *file, const char *f, enum msw_width plain, enum msw_width wide, BOOL secure, va_list given)
{
	struct in in = {text, file, 0};
	struct spec s;
	int done = 0;
	va_list args;
	va_copy(args, given);
	for (; *f; ) {
		char set[256];
		if (isspace((unsigned char)*f)) {
			skip_space(&in);
			f++;
			continue;
		}
		if (*f != '%') {
			if (look(&in) != (unsigned char)*f)
				break;
			next(&in);
			f++;
			continue;
		}
		BOOL stored = f[1] != '*';
		f = parse(f + 1 + !stored, &s, &args);
		if (s.kind == '%') {
			skip_space(&in);
			if (next(&in) != '%')
				break;
			continue;
		}
		if (s.kind == 'n') {
			if (stored)
				*va_arg(args, int *) = in.count;
			continue;
		}
		if (s.kind == '[')
			f = parse_set(f, set);
		enum msw_width w = width_of(&s, plain, wide);
		BOOL is_text = strchr("sSc C[", s.kind) != NULL;
		if (s.kind == 'S')
			s.kind = 's';
		if (s.kind == 'C')
			s.kind = 'c';
		if (is_text ? !scan_text(&in, &s, set, w, stored, secure, &args) : !scan_number(&in, &s, stored, &args)) {
			if (!done && look(&in) == EOF)
				done = EOF;
			break;
		}
		done += stored;
	}
	va_end(args);
	return done;
}
