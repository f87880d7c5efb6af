/* The C run-time's files, descriptors, environment and paths. */
#include "internal.h"
#include <ctype.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdio_ext.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- streams --------------------------------------------------------------- */

/* "rt", "w+b", "r, ccs=UTF-8": letters that fopen here does not know go. */
static void plain_mode(const char *mode, char out[8])
{
	size_t n = 0;
	for (; *mode && *mode != ',' && n < 7; mode++)
		if (strchr("rwa+bx", *mode))
			out[n++] = *mode;
		else if (*mode == 'N')
			out[n++] = 'e';
	out[n] = 0;
}

EXPORT FILE *msw_fopen(const char *name, const char *mode)
{
	char plain[8];
	if (!name || !mode) {
		errno = EINVAL;
		return NULL;
	}
	plain_mode(mode, plain);
	char *path = msw_path(name);
	FILE *file = path ? fopen(path, plain) : NULL;
	free(path);
	return file;
}

static errno_t opened(FILE **file, FILE *result)
{
	if (!file)
		return errno = EINVAL;
	*file = result;
	return result ? 0 : errno;
}

EXPORT errno_t fopen_s(FILE **file, const char *name, const char *mode) { return opened(file, file ? msw_fopen(name, mode) : NULL); }
EXPORT FILE *_fsopen(const char *name, const char *mode, int share) { (void)share; return msw_fopen(name, mode); }
EXPORT errno_t tmpfile_s(FILE **file) { return opened(file, file ? tmpfile() : NULL); }
EXPORT errno_t freopen_s(FILE **file, const char *name, const char *mode, FILE *stream)
{
	char plain[8];
	if (!file || !name || !mode)
		return errno = EINVAL;
	plain_mode(mode, plain);
	char *path = msw_path(name);
	*file = freopen(path, plain, stream);
	free(path);
	return *file ? 0 : errno;
}
EXPORT FILE *_fdopen(int fd, const char *mode)
{
	char plain[8];
	plain_mode(mode, plain);
	return fdopen(fd, plain);
}

/* A name that nothing had when it was made. */
EXPORT errno_t tmpnam_s(char *name, size_t size)
{
	char made[] = "/tmp/mswXXXXXX";
	int fd = mkstemp(made);
	if (fd < 0)
		return errno;
	close(fd);
	unlink(made);
	return strcpy_s(name, size, made);
}

EXPORT FILE *_popen(const char *command, const char *mode) { return popen(command, *mode == 'w' ? "w" : "r"); }
EXPORT int _pclose(FILE *file)
{
	int status = pclose(file);
	return WIFEXITED(status) ? WEXITSTATUS(status) : status;
}
EXPORT int _fileno(FILE *file) { return fileno(file); }
EXPORT int _flushall(void) { return fflush(NULL); }
#undef fcloseall
EXPORT int _fcloseall(void) { return fcloseall(); }
EXPORT int _fputchar(int c) { return putchar(c); }
EXPORT int _fgetchar(void) { return getchar(); }
EXPORT int _fseeki64(FILE *file, long long offset, int whence) { return fseeko(file, (off_t)offset, whence); }
EXPORT long long _ftelli64(FILE *file) { return ftello(file); }

/* --- descriptors ------------------------------------------------------------ */

#define TEXT_FLAGS (_O_BINARY | _O_TEXT | _O_WTEXT | _O_U16TEXT | _O_U8TEXT)

EXPORT int _open(const char *name, int flags, ...)
{
	va_list args;
	va_start(args, flags);
	int mode = flags & O_CREAT ? va_arg(args, int) : 0;
	va_end(args);
	char *path = msw_path(name);
	int fd = open(path, (flags & ~TEXT_FLAGS) | O_CLOEXEC, mode & 0200 ? 0666 : 0444);
	free(path);
	return fd;
}
EXPORT int _creat(const char *name, int mode) { return _open(name, O_CREAT | O_TRUNC | O_WRONLY, mode); }
EXPORT errno_t _sopen_s(int *fd, const char *name, int flags, int share, int mode)
{
	(void)share;
	if (!fd)
		return errno = EINVAL;
	*fd = _open(name, flags, mode);
	return *fd < 0 ? errno : 0;
}
EXPORT int _close(int fd) { return close(fd); }
EXPORT int _read(int fd, void *buffer, unsigned size) { return (int)read(fd, buffer, size); }
EXPORT int _write(int fd, const void *buffer, unsigned size) { return (int)msw_write(fd, buffer, size); }
EXPORT long _lseek(int fd, long offset, int whence) { return lseek(fd, offset, whence); }
EXPORT long long _lseeki64(int fd, long long offset, int whence) { return lseek(fd, (off_t)offset, whence); }
EXPORT long _tell(int fd) { return lseek(fd, 0, SEEK_CUR); }
EXPORT long _filelength(int fd)
{
	struct stat about;
	return fstat(fd, &about) ? -1 : about.st_size;
}
EXPORT long long _filelengthi64(int fd) { return _filelength(fd); }
EXPORT long long _telli64(int fd) { return _tell(fd); }
EXPORT int _chsize(int fd, long size) { return ftruncate(fd, size); }
EXPORT errno_t _chsize_s(int fd, long long size) { return ftruncate(fd, (off_t)size) ? errno : 0; }
EXPORT int _eof(int fd)
{
	long here = _tell(fd);
	return here < 0 ? -1 : here >= _filelength(fd);
}
EXPORT int _commit(int fd) { return fsync(fd); }
EXPORT int _isatty(int fd) { return isatty(fd); }
EXPORT int _dup(int fd) { return dup(fd); }
EXPORT int _dup2(int from, int to) { return dup2(from, to) < 0 ? -1 : 0; }
EXPORT int _pipe(int *fds, unsigned size, int mode) { (void)size; (void)mode; return pipe2(fds, O_CLOEXEC); }
/* Text is UTF-8 with plain line ends in every mode. */
EXPORT int _setmode(int fd, int mode)
{
	(void)mode;
	return fcntl(fd, F_GETFD) < 0 ? -1 : _O_TEXT;
}

EXPORT intptr_t _get_osfhandle(int fd)
{
	static const DWORD standard[] = {STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, STD_ERROR_HANDLE};
	if (fd >= 0 && fd <= 2)
		return (intptr_t)GetStdHandle(standard[fd]);
	uintptr_t handle = 0;
	int flags = fcntl(fd, F_GETFL);
	DWORD access = (flags & O_ACCMODE) == O_RDONLY ? GENERIC_READ : (flags & O_ACCMODE) == O_WRONLY ? GENERIC_WRITE : GENERIC_READ | GENERIC_WRITE;
	if (flags < 0 || !msw_result(GO(msgo_fd_register(fd, 1, access, 0, 0, &handle))))
		return -1;
	return (intptr_t)handle;
}
EXPORT int _open_osfhandle(intptr_t handle, int flags)
{
	int32_t fd;
	uint32_t access;
	(void)flags;
	if (!msw_result(GO(msgo_fd_of((uintptr_t)handle, &fd, &access)))) {
		errno = EBADF;
		return -1;
	}
	return fcntl(fd, F_DUPFD_CLOEXEC, 3);
}

/* --- names ------------------------------------------------------------------- */

#define WITH_PATH(name, call) \
	char *path = msw_path(name); \
	int result = path ? (call) : -1; \
	free(path); \
	return result

EXPORT int _access(const char *name, int mode) { WITH_PATH(name, access(path, mode & 6)); }
EXPORT errno_t _access_s(const char *name, int mode) { return _access(name, mode) ? errno : 0; }
EXPORT int _chmod(const char *name, int mode) { WITH_PATH(name, chmod(path, mode & 0200 ? 0644 : 0444)); }
EXPORT int _unlink(const char *name) { WITH_PATH(name, unlink(path)); }
EXPORT int _mkdir(const char *name) { WITH_PATH(name, mkdir(path, 0777)); }
EXPORT int _rmdir(const char *name) { WITH_PATH(name, rmdir(path)); }
EXPORT int _chdir(const char *name) { WITH_PATH(name, chdir(path)); }
EXPORT char *_getcwd(char *buffer, int size) { return getcwd(buffer, buffer ? (size_t)size : 0); }
EXPORT int _getdrive(void) { return 3; }
EXPORT int _chdrive(int drive) { return drive == 3 ? 0 : -1; }

/* A part of a path into a buffer that may be null. */
static errno_t part(char *to, size_t size, const char *from, size_t n)
{
	return to ? strncpy_s(to, size, from, n) : 0;
}

EXPORT errno_t _splitpath_s(const char *path, char *drive, size_t drive_size, char *dir, size_t dir_size, char *name, size_t name_size, char *extension, size_t extension_size)
{
	if (!path)
		return errno = EINVAL;
	size_t d = isalpha((unsigned char)path[0]) && path[1] == ':' ? 2 : 0;
	const char *rest = path + d, *base = rest, *dot = NULL;
	for (const char *p = rest; *p; p++)
		if (*p == '/' || *p == '\\')
			base = p + 1, dot = NULL;
		else if (*p == '.')
			dot = p;
	const char *end = path + strlen(path);
	if (!dot)
		dot = end;
	errno_t code = part(drive, drive_size, path, d);
	code = code ? code : part(dir, dir_size, rest, (size_t)(base - rest));
	code = code ? code : part(name, name_size, base, (size_t)(dot - base));
	return code ? code : part(extension, extension_size, dot, (size_t)(end - dot));
}
EXPORT void _splitpath(const char *path, char *drive, char *dir, char *name, char *extension)
{
	_splitpath_s(path, drive, _MAX_DRIVE, dir, _MAX_DIR, name, _MAX_FNAME, extension, _MAX_EXT);
}
EXPORT errno_t _makepath_s(char *path, size_t size, const char *drive, const char *dir, const char *name, const char *extension)
{
	if (!path || !size)
		return errno = EINVAL;
	size_t n = dir ? strlen(dir) : 0;
	const char *slash = n && dir[n - 1] != '\\' && dir[n - 1] != '/' ? "/" : "";
	const char *dot = extension && *extension && *extension != '.' ? "." : "";
	int made = snprintf(path, size, "%.1s%s%s%s%s%s%s", drive ? drive : "", drive && *drive ? ":" : "",
		dir ? dir : "", slash, name ? name : "", dot, extension ? extension : "");
	if (made >= 0 && (size_t)made < size)
		return 0;
	*path = 0;
	return errno = ERANGE;
}
EXPORT void _makepath(char *path, const char *drive, const char *dir, const char *name, const char *extension)
{
	_makepath_s(path, _MAX_PATH, drive, dir, name, extension);
}
EXPORT char *_fullpath(char *absolute, const char *path, size_t size)
{
	char here[PATH_MAX] = "", *turned = msw_path(path && *path ? path : ".");
	if (*turned != '/' && !getcwd(here, sizeof here))
		*here = 0;
	size_t need = strlen(here) + strlen(turned) + 2;
	char *to = absolute ? absolute : malloc(need);
	if (to && absolute && need > size)
		to = NULL;
	if (to)
		sprintf(to, "%s%s%s", here, *here ? "/" : "", turned);
	free(turned);
	return to;
}

/* --- environment and the rest -------------------------------------------------- */

EXPORT errno_t getenv_s(size_t *needed, char *value, size_t size, const char *name)
{
	const char *found = name ? getenv(name) : NULL;
	if (!needed || !name)
		return errno = EINVAL;
	*needed = found ? strlen(found) + 1 : 0;
	if (value && size)
		*value = 0;
	return !found || !size ? 0 : *needed > size ? ERANGE : strcpy_s(value, size, found);
}
EXPORT errno_t _dupenv_s(char **value, size_t *size, const char *name)
{
	const char *found = name ? getenv(name) : NULL;
	if (!value)
		return errno = EINVAL;
	*value = found ? strdup(found) : NULL;
	if (size)
		*size = found ? strlen(found) + 1 : 0;
	return 0;
}
EXPORT errno_t _putenv_s(const char *name, const char *value)
{
	if (!name || !value)
		return errno = EINVAL;
	return (*value ? setenv(name, value, 1) : unsetenv(name)) ? errno : 0;
}
/* Unlike putenv, it copies. */
EXPORT int _putenv(const char *assignment)
{
	const char *equals = strchr(assignment, '=');
	char *name = equals ? strndup(assignment, (size_t)(equals - assignment)) : NULL;
	int failed = name ? _putenv_s(name, equals + 1) : EINVAL;
	free(name);
	return failed ? -1 : 0;
}
EXPORT errno_t rand_s(unsigned *value)
{
	return value && getrandom(value, sizeof *value, 0) == sizeof *value ? 0 : (errno = EINVAL);
}
EXPORT void _sleep(unsigned long milliseconds) { Sleep((DWORD)milliseconds); }
EXPORT errno_t _get_errno(int *value) { return value ? (*value = errno, 0) : EINVAL; }
EXPORT errno_t _set_errno(int value) { errno = value; return 0; }
EXPORT unsigned long *__doserrno(void)
{
	static __thread unsigned long copy;
	copy = GetLastError();
	return &copy;
}
EXPORT errno_t _get_doserrno(unsigned long *value) { return value ? (*value = GetLastError(), 0) : EINVAL; }
EXPORT void *_aligned_malloc(size_t size, size_t alignment)
{
	void *block;
	return posix_memalign(&block, alignment < sizeof(void *) ? sizeof(void *) : alignment, size) ? NULL : block;
}
EXPORT void _aligned_free(void *block) { free(block); }
EXPORT size_t _msize(void *block) { return malloc_usable_size(block); }
EXPORT int _set_error_mode(int mode) { (void)mode; return 0; }
EXPORT unsigned _set_abort_behavior(unsigned flags, unsigned mask) { (void)flags; (void)mask; return 0; }
