/*
 * printf as Windows programs mean it: I64, I32, h, w and l before
 * s and c, S and C for the other width, 32-bit %ld. Numbers are left to the
 * system's printf, one conversion at a time.
 */
#include "conversion.h"

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

const char *msw_parse_conversion(const char *f, struct spec *s, va_list *args)
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
enum msw_width msw_width_of(const struct spec *s, enum msw_width plain, enum msw_width wide)
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
	} else if (!strcmp(size, "ll") || strchr(sizeof(size_t) == 8 ? "zjtq" : "jq", size[0] ? size[0] : ' ')) {
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
		f = msw_parse_conversion(percent + 1, &s, &args);
		if (s.kind == '%') {
			put(&o, "%", 1);
		} else if (s.kind == 's' || s.kind == 'S') {
			char *text = text_of(va_arg(args, void *), msw_width_of(&s, plain, wide), s.precision);
			put_text(&o, &s, text, strlen(text));
			free(text);
		} else if (s.kind == 'c' || s.kind == 'C') {
			put_char(&o, &s, (uint32_t)va_arg(args, int), msw_width_of(&s, plain, wide));
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
