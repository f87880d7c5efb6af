/* Private profiles: .ini files, read line by line and written anew. */
#include "internal.h"
#include <unistd.h>

static char *trim(char *s)
{
	s += strspn(s, " \t");
	size_t n = strlen(s);
	while (n && strchr(" \t\r\n", s[n - 1]))
		s[--n] = 0;
	return s;
}
/* The value of a key, or with key null all keys of the section; each ended by
   a 0. */
static void search(FILE *file, const char *section, const char *key, FILE *out)
{
	char line[4096];
	BOOL inside = FALSE;
	while (fgets(line, sizeof line, file)) {
		char *s = trim(line), *equals;
		if (*s == '[') {
			char *end = strchr(s, ']');
			if (end)
				*end = 0;
			if (inside)
				return;
			inside = !strcasecmp(s + 1, section);
		} else if (inside && *s != ';' && (equals = strchr(s, '='))) {
			*equals = 0;
			char *name = trim(s), *value = trim(equals + 1);
			size_t n = strlen(value);
			if (n > 1 && (*value == '"' || *value == '\'') && value[n - 1] == *value)
				value[n - 1] = 0, value++;
			if (key && strcasecmp(name, key))
				continue;
			fputs(key ? value : name, out);
			fputc(0, out);
			if (key)
				return;
		}
	}
}
EXPORT DWORD WINAPI GetPrivateProfileStringA(LPCSTR section, LPCSTR key, LPCSTR fallback, LPSTR value, DWORD size, LPCSTR name)
{
	char *made = NULL, *path = msw_path(name);
	size_t n;
	FILE *file = path ? fopen(path, "re") : NULL;
	FILE *out = open_memstream(&made, &n);
	if (file && section)
		search(file, section, key, out);
	fflush(out);
	if (!n)
		fprintf(out, "%s%c", fallback ? fallback : "", 0);
	fclose(out);
	if (file)
		fclose(file);
	free(path);
	size_t keep = n - (key != NULL), room = size > (key ? 1u : 2u) ? size - (key ? 1u : 2u) : 0;
	if (keep > room)
		keep = room;
	if (size) {
		memcpy(value, made, keep);
		memset(value + keep, 0, size - keep < 2 ? size - keep : 2);
	}
	free(made);
	return (DWORD)keep;
}
EXPORT UINT WINAPI GetPrivateProfileIntA(LPCSTR section, LPCSTR key, INT fallback, LPCSTR name)
{
	char text[64];
	return GetPrivateProfileStringA(section, key, "", text, sizeof text, name) ? (UINT)strtol(text, NULL, 0) : (UINT)fallback;
}

/* --- writing -------------------------------------------------------------- */

struct change {
	const char *section, *key, *value; /* no value: the key goes; no key: the section */
	BOOL done;
};

/* The key stands at the end of its section, before empty lines. */
static void put(FILE *to, struct change *c)
{
	if (!c->done && c->key && c->value)
		fprintf(to, "%s=%s\n", c->key, c->value);
	c->done = TRUE;
}
/* One line of the old file; inside says whether it belongs to the section. */
static void carry(FILE *to, struct change *c, const char *line, BOOL *inside, int *blank)
{
	char *copy = strdup(line), *s = trim(copy), *equals = strchr(s, '=');
	BOOL head = *s == '[', drop = FALSE;
	if (head) {
		s[strcspn(s, "]")] = 0;
		if (*inside)
			put(to, c);
		*inside = !strcasecmp(s + 1, c->section);
		drop = *inside && !c->key;
	} else if (*inside) {
		if (equals)
			*equals = 0;
		drop = !c->key || (equals && *s != ';' && !strcasecmp(trim(s), c->key));
		if (drop && equals)
			put(to, c);
	}
	BOOL empty = !*s && !head;
	while (!empty && *blank)
		fputc('\n', to), --*blank;
	*blank += empty && !drop;
	if (!drop && !empty)
		fprintf(to, "%.*s\n", (int)strcspn(line, "\r\n"), line);
	free(copy);
}
static void rewrite(FILE *from, FILE *to, struct change *c)
{
	char line[4096];
	BOOL inside = FALSE;
	int blank = 0;
	while (from && fgets(line, sizeof line, from))
		carry(to, c, line, &inside, &blank);
	if (!inside && !c->done && c->key && c->value)
		fprintf(to, "[%s]\n", c->section);
	put(to, c);
}
EXPORT BOOL WINAPI WritePrivateProfileStringA(LPCSTR section, LPCSTR key, LPCSTR value, LPCSTR name)
{
	struct change c = {section, key, value, FALSE};
	char *made = NULL, *path = msw_path(name);
	size_t n;
	if (!path)
		return msw_result(ERROR_FILE_NOT_FOUND);
	FILE *from = fopen(path, "re"), *memory = open_memstream(&made, &n);
	if (section)
		rewrite(from, memory, &c);
	fclose(memory);
	if (from)
		fclose(from);
	FILE *to = section ? fopen(path, "we") : NULL; /* a null section asks to write what is kept back: nothing is */
	BOOL ok = !section || (to && fwrite(made, 1, n, to) == n);
	uint32_t code = ok ? 0 : msw_errno_code(errno);
	if (to && fclose(to) && !code)
		code = msw_errno_code(errno);
	free(made);
	free(path);
	return msw_result(code);
}
