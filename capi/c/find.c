/* Files that match a pattern, and the mailslots of this computer by
   \\.\mailslot\*. Compiled for both widths of WCHAR; the narrow functions and
   the search itself are in the first. */
#include "internal.h"
#include <dirent.h>
#include <fnmatch.h>
#include <sys/stat.h>

FILETIME msw_filetime(struct timespec t);
DWORD msw_attributes(const struct stat *st);

/* What a search found, in order. */
struct find {
	char **names;
	size_t count, next;
	char *directory; /* null: mailslots */
};
struct find *msw_find_first(const char *pattern);
uint32_t msw_find_next(struct find *f, WIN32_FIND_DATAA *data);

#if __SIZEOF_WCHAR_T__ == 4
static void drop(void *p) { free(*(void **)p); }
#define OWN __attribute__((cleanup(drop)))

static BOOL add(struct find *f, const char *name)
{
	char **more = realloc(f->names, (f->count + 1) * sizeof *more);
	if (!more)
		return FALSE;
	f->names = more;
	f->names[f->count] = strdup(name);
	return f->names[f->count++] != NULL;
}
/* A pattern for fnmatch, for free(): only * and ? are wild, and *.* means
   everything, as it always has. */
static char *wild(const char *pattern)
{
	char *made = malloc(2 * strlen(pattern) + 1), *to = made;
	if (!strcmp(pattern, "*.*"))
		pattern = "*";
	for (; made && *pattern; *to++ = *pattern++)
		if (*pattern == '[' || *pattern == '\\')
			*to++ = '\\';
	if (made)
		*to = 0;
	return made;
}
static BOOL matches(const char *wanted, const char *name) { return wanted && !fnmatch(wanted, name, FNM_CASEFOLD); }
static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static uint32_t list_files(struct find *f, const char *pattern)
{
	OWN char *path = msw_path(pattern);
	char *slash = strrchr(path, '/');
	f->directory = slash ? strndup(path, slash > path ? (size_t)(slash - path) : 1) : strdup(".");
	OWN char *wanted = wild(slash ? slash + 1 : path);
	DIR *dir = opendir(f->directory);
	if (!dir)
		return ERROR_PATH_NOT_FOUND;
	for (struct dirent *e; (e = readdir(dir));)
		if (matches(wanted, e->d_name))
			add(f, e->d_name);
	closedir(dir);
	if (!f->count)
		return ERROR_FILE_NOT_FOUND;
	qsort(f->names, f->count, sizeof *f->names, by_name);
	return 0;
}

/* The part of a pattern behind \\.\mailslot\, or null. */
static const char *slot_pattern(const char *p)
{
	const char *rest = p + 4;
	if (strncmp(p, "\\??\\", 4) && (strlen(p) < 4 || !strchr(".?", p[2]) || !strchr("\\/", p[3])))
		return NULL;
	return !strncasecmp(rest, "mailslot", 8) && (rest[8] == '\\' || rest[8] == '/') ? rest + 9 : NULL;
}
static uint32_t list_slots(struct find *f, const char *pattern)
{
	uint32_t units = 4096, room, code;
	u16 *names = NULL;
	if (!pattern)
		return ERROR_BAD_DEV_TYPE;
	OWN char *wanted = wild(pattern);
	do { /* slots come and go meanwhile */
		room = units;
		free(names);
		if (!(names = malloc(room * sizeof *names)))
			return ERROR_NOT_ENOUGH_MEMORY;
	} while ((code = GO(msgo_slot_list(names, room, &units))) == ERROR_MORE_DATA && units > room);
	for (uint32_t i = 0; !code && i < units; i += (uint32_t)msw_len16(names + i) + 1) {
		OWN char *name = msw_from16(names + i, msw_len16(names + i));
		if (matches(wanted, name))
			add(f, name);
	}
	free(names);
	return code ? code : f->count ? 0 : ERROR_FILE_NOT_FOUND;
}

static void discard(struct find *f)
{
	for (size_t i = 0; i < f->count; i++)
		free(f->names[i]);
	free(f->names);
	free(f->directory);
	free(f);
}
struct find *msw_find_first(const char *pattern)
{
	struct find *f = calloc(1, sizeof *f);
	uint32_t code = !f ? ERROR_NOT_ENOUGH_MEMORY : !pattern || !*pattern ? ERROR_PATH_NOT_FOUND
		: msw_is_device_name(pattern) ? list_slots(f, slot_pattern(pattern)) : list_files(f, pattern);
	if (!code)
		return f;
	if (f)
		discard(f);
	SetLastError(code);
	return NULL;
}
uint32_t msw_find_next(struct find *f, WIN32_FIND_DATAA *data)
{
	struct stat st = {0};
	OWN char *path = NULL;
	if (f->next == f->count)
		return ERROR_NO_MORE_FILES;
	const char *name = f->names[f->next++];
	memset(data, 0, sizeof *data);
	snprintf(data->cFileName, sizeof data->cFileName, "%s", name);
	data->dwFileAttributes = FILE_ATTRIBUTE_NORMAL;
	if (f->directory && asprintf(&path, "%s/%s", f->directory, name) > 0 && !stat(path, &st)) {
		data->dwFileAttributes = msw_attributes(&st);
		data->ftCreationTime = msw_filetime(st.st_ctim);
		data->ftLastAccessTime = msw_filetime(st.st_atim);
		data->ftLastWriteTime = msw_filetime(st.st_mtim);
		data->nFileSizeHigh = (DWORD)((uint64_t)st.st_size >> 32);
		data->nFileSizeLow = (DWORD)st.st_size;
	}
	return 0;
}

EXPORT HANDLE WINAPI FindFirstFileA(LPCSTR pattern, LPWIN32_FIND_DATAA data)
{
	struct find *f = msw_find_first(pattern);
	return f && msw_result(msw_find_next(f, data)) ? f : INVALID_HANDLE_VALUE;
}
EXPORT BOOL WINAPI FindNextFileA(HANDLE f, LPWIN32_FIND_DATAA data) { return msw_result(msw_find_next(f, data)); }
EXPORT BOOL WINAPI FindClose(HANDLE f)
{
	if (!f || f == INVALID_HANDLE_VALUE)
		return msw_result(ERROR_INVALID_HANDLE);
	discard(f);
	return TRUE;
}

/* --- the run-time's way ------------------------------------------------- */

static time_t seconds(FILETIME t) { return (time_t)(((uint64_t)t.dwHighDateTime << 32 | t.dwLowDateTime) / 10000000 - 11644473600u); }
static int fill(struct find *f, struct _finddata_t *to)
{
	WIN32_FIND_DATAA data;
	if (msw_find_next(f, &data)) {
		errno = ENOENT;
		return -1;
	}
	*to = (struct _finddata_t){
		.attrib = data.dwFileAttributes & ~FILE_ATTRIBUTE_NORMAL, .size = data.nFileSizeLow,
		.time_create = seconds(data.ftCreationTime), .time_access = seconds(data.ftLastAccessTime), .time_write = seconds(data.ftLastWriteTime),
	};
	snprintf(to->name, sizeof to->name, "%s", data.cFileName);
	return 0;
}
EXPORT intptr_t _findfirst(const char *pattern, struct _finddata_t *data)
{
	struct find *f = msw_find_first(pattern);
	if (f && !fill(f, data))
		return (intptr_t)f;
	errno = ENOENT;
	return -1;
}
EXPORT int _findnext(intptr_t find, struct _finddata_t *data) { return fill((struct find *)find, data); }
EXPORT int _findclose(intptr_t find) { return FindClose((HANDLE)find) ? 0 : -1; }
#endif

/* --- wide --------------------------------------------------------------- */

static char *narrow(LPCWSTR s)
{
	if (!s)
		return NULL;
	return sizeof(WCHAR) == 2 ? msw_from16((const u16 *)s, msw_len16((const u16 *)s)) : msw_from32((const uint32_t *)s, msw_len32((const uint32_t *)s));
}
static BOOL widen(struct find *f, LPWIN32_FIND_DATAW to)
{
	WIN32_FIND_DATAA data;
	size_t n = 0;
	if (!msw_result(msw_find_next(f, &data)))
		return FALSE;
	memset(to, 0, sizeof *to);
	memcpy(to, &data, offsetof(WIN32_FIND_DATAA, cFileName)); /* the same up to the name */
	WCHAR *w = sizeof(WCHAR) == 2 ? (WCHAR *)msw_to16(data.cFileName, &n) : (WCHAR *)msw_to32(data.cFileName, &n);
	memcpy(to->cFileName, w, (n < MAX_PATH - 1 ? n : MAX_PATH - 1) * sizeof(WCHAR));
	free(w);
	return TRUE;
}
EXPORT HANDLE WINAPI FindFirstFileW(LPCWSTR pattern, LPWIN32_FIND_DATAW data)
{
	char *p = narrow(pattern);
	struct find *f = msw_find_first(p);
	free(p);
	return f && widen(f, data) ? f : INVALID_HANDLE_VALUE;
}
EXPORT BOOL WINAPI FindNextFileW(HANDLE f, LPWIN32_FIND_DATAW data) { return widen(f, data); }
