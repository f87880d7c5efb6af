/* What printf and scanf share: one conversion of a format. */
#ifndef MSW_CONVERSION_H
#define MSW_CONVERSION_H

#include "internal.h"

struct spec {
	char flags[8];
	int width, precision; /* -1: none */
	char size[4];         /* h, hh, l, ll, w, L, I64, z ... */
	char kind;
};

/* Reads a conversion behind its per cent sign; a star takes an argument. The
   rest of the format. */
const char *msw_parse_conversion(const char *f, struct spec *s, va_list *args);
/* The width that %s, %c and their like mean with their size. */
enum msw_width msw_width_of(const struct spec *s, enum msw_width plain, enum msw_width wide);

#endif
