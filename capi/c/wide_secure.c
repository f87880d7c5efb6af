/* Wide forms of the run-time's secure and path functions. Compiled twice, see
   wide.c. */
#include "wide.h"
#include <sys/stat.h>

/* Copies text into a buffer of size characters; without room it is emptied. */
static errno_t fill(const char *text, wchar_t *to, size_t size)
{
	size_t n = 0;
	OWN wchar_t *wide = to_wide(text, &n);
	if (!to || !size)
		return EINVAL;
	if (n + 1 > size) {
		*to = 0;
		return ERANGE;
	}
	memcpy(to, wide, (n + 1) * sizeof *to);
	return 0;
}

static size_t length(const wchar_t *s, size_t most)
{
	size_t n = 0;
	while (n < most && s[n])
		n++;
	return n;
}

EXPORT errno_t _wcsupr_s(wchar_t *s, size_t size) { return s && length(s, size) < size ? (CharUpperW(s), 0) : EINVAL; }
EXPORT errno_t _wcslwr_s(wchar_t *s, size_t size) { return s && length(s, size) < size ? (CharLowerW(s), 0) : EINVAL; }
EXPORT wchar_t *_wcsnset(wchar_t *s, wchar_t c, size_t count)
{
	for (size_t i = 0; i < count && s[i]; i++)
		s[i] = c;
	return s;
}
EXPORT errno_t _ultow_s(unsigned long v, wchar_t *to, size_t size, int radix) { char t[72]; return fill(_ultoa(v, t, radix), to, size); }
EXPORT errno_t _i64tow_s(long long v, wchar_t *to, size_t size, int radix) { char t[72]; return fill(_i64toa(v, t, radix), to, size); }
EXPORT errno_t _ui64tow_s(unsigned long long v, wchar_t *to, size_t size, int radix) { char t[72]; return fill(_ui64toa(v, t, radix), to, size); }
EXPORT errno_t _wstrdate_s(wchar_t *to, size_t size) { char t[16]; return fill(_strdate(t), to, size); }
EXPORT errno_t _wstrtime_s(wchar_t *to, size_t size) { char t[16]; return fill(_strtime(t), to, size); }
EXPORT errno_t _wcserror_s(wchar_t *to, size_t size, int number) { return fill(strerror(number), to, size); }
EXPORT wchar_t *_wcserror(int number)
{
	static __thread wchar_t text[128];
	fill(strerror(number), text, 128);
	return text;
}

/* --- files --------------------------------------------------------------- */

EXPORT FILE *_wfsopen(const wchar_t *name, const wchar_t *mode, int share)
{
	(void)share;
	return _wfopen(name, mode);
}
EXPORT errno_t _wfreopen_s(FILE **file, const wchar_t *name, const wchar_t *mode, FILE *stream)
{
	OWN char *name8 = narrow(name);
	OWN char *mode8 = narrow(mode);
	return freopen_s(file, name8, mode8, stream);
}
EXPORT FILE *_wfreopen(const wchar_t *name, const wchar_t *mode, FILE *stream)
{
	FILE *file = NULL;
	return _wfreopen_s(&file, name, mode, stream) ? NULL : file;
}
EXPORT int _wrename(const wchar_t *from, const wchar_t *to)
{
	OWN char *from8 = narrow(from);
	OWN char *to8 = narrow(to);
	OWN char *old = msw_path(from8);
	OWN char *fresh = msw_path(to8);
	return rename(old, fresh);
}
EXPORT int _wstat(const wchar_t *name, struct stat *info)
{
	OWN char *name8 = narrow(name);
	OWN char *path = msw_path(name8);
	return stat(path, info);
}

/* --- paths and environment ------------------------------------------------ */

EXPORT errno_t _wsplitpath_s(const wchar_t *path, wchar_t *drive, size_t drive_size, wchar_t *dir, size_t dir_size, wchar_t *name, size_t name_size, wchar_t *extension, size_t extension_size)
{
	char d[_MAX_DRIVE], f[_MAX_DIR], n[_MAX_FNAME], e[_MAX_EXT];
	OWN char *path8 = narrow(path);
	errno_t code = path8 ? _splitpath_s(path8, d, sizeof d, f, sizeof f, n, sizeof n, e, sizeof e) : EINVAL;
	if (!code && drive)
		code = fill(d, drive, drive_size);
	if (!code && dir)
		code = fill(f, dir, dir_size);
	if (!code && name)
		code = fill(n, name, name_size);
	if (!code && extension)
		code = fill(e, extension, extension_size);
	return code;
}
EXPORT void _wsplitpath(const wchar_t *path, wchar_t *drive, wchar_t *dir, wchar_t *name, wchar_t *extension)
{
	_wsplitpath_s(path, drive, _MAX_DRIVE, dir, _MAX_DIR, name, _MAX_FNAME, extension, _MAX_EXT);
}
EXPORT errno_t _wmakepath_s(wchar_t *path, size_t size, const wchar_t *drive, const wchar_t *dir, const wchar_t *name, const wchar_t *extension)
{
	char made[4 * _MAX_PATH];
	OWN char *drive8 = narrow(drive);
	OWN char *dir8 = narrow(dir);
	OWN char *name8 = narrow(name);
	OWN char *extension8 = narrow(extension);
	errno_t code = _makepath_s(made, sizeof made, drive8, dir8, name8, extension8);
	return code ? code : fill(made, path, size);
}
EXPORT void _wmakepath(wchar_t *path, const wchar_t *drive, const wchar_t *dir, const wchar_t *name, const wchar_t *extension)
{
	_wmakepath_s(path, _MAX_PATH, drive, dir, name, extension);
}
EXPORT wchar_t *_wfullpath(wchar_t *absolute, const wchar_t *path, size_t size)
{
	OWN char *path8 = narrow(path);
	OWN char *full = _fullpath(NULL, path8, 0);
	if (!full)
		return NULL;
	wchar_t *to = absolute ? absolute : calloc(size = strlen(full) + 1, sizeof *to);
	return fill(full, to, size) ? NULL : to;
}
EXPORT int _wputenv(const wchar_t *assignment)
{
	OWN char *text = narrow(assignment);
	return _putenv(text);
}
EXPORT errno_t _wputenv_s(const wchar_t *name, const wchar_t *value)
{
	OWN char *name8 = narrow(name);
	OWN char *value8 = narrow(value);
	return _putenv_s(name8, value8);
}
EXPORT errno_t _wdupenv_s(wchar_t **value, size_t *size, const wchar_t *name)
{
	OWN char *name8 = narrow(name);
	const char *found = getenv(name8);
	size_t n = 0;
	*value = found ? to_wide(found, &n) : NULL;
	if (size)
		*size = found ? n + 1 : 0;
	return 0;
}
EXPORT errno_t _wgetenv_s(size_t *needed, wchar_t *value, size_t size, const wchar_t *name)
{
	size_t n = 0;
	OWN char *name8 = narrow(name);
	const char *found = getenv(name8);
	OWN wchar_t *wide = found ? to_wide(found, &n) : NULL;
	*needed = found ? n + 1 : 0;
	if (value && size)
		*value = 0;
	return found && value ? fill(found, value, size) : 0;
}
