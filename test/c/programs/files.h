/* What tests of file functions share. */
#include <windows.h>
#include <stdio.h>
#include <string.h>

static int last(DWORD code) { return GetLastError() == code; }

static void put(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");
	fputs(text, f);
	fclose(f);
}
static int holds(const char *name, const char *text)
{
	char found[32] = "";
	FILE *f = fopen(name, "r");
	size_t n = f ? fread(found, 1, sizeof found - 1, f) : 0;
	if (f)
		fclose(f);
	return n == strlen(text) && !strcmp(found, text);
}
