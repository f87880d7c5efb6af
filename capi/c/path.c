/* Files and directories by name. */
#include "internal.h"
#include <fcntl.h>
#include <limits.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

FILETIME msw_filetime(struct timespec t);
DWORD msw_attributes(const struct stat *st);

static void drop(void *p) { free(*(void **)p); }
#define OWN __attribute__((cleanup(drop)))

/* A mailslot's name is no path: 66, as the redirector says, or 3 on calls that
   need a directory. */
static uint32_t path_of(LPCSTR name, char **path)
{
	*path = NULL;
	if (!name || !*name)
		return ERROR_PATH_NOT_FOUND;
	if (msw_is_device_name(name))
		return ERROR_BAD_DEV_TYPE;
	*path = msw_path(name);
	return *path ? 0 : ERROR_NOT_ENOUGH_MEMORY;
}

uint32_t msw_path_code(const char *path)
{
	int number = errno;
	char *slash = strrchr(path, '/');
	if (number != ENOENT || !slash || slash == path)
		return msw_errno_code(number);
	OWN char *dir = strndup(path, (size_t)(slash - path));
	return access(dir, F_OK) ? ERROR_PATH_NOT_FOUND : ERROR_FILE_NOT_FOUND;
}
#define TRY(path, call) ((call) < 0 ? msw_path_code(path) : 0)

/* --- attributes --------------------------------------------------------- */

EXPORT BOOL WINAPI GetFileAttributesExA(LPCSTR name, GET_FILEEX_INFO_LEVELS level, LPVOID out)
{
	struct stat st;
	OWN char *path = NULL;
	uint32_t code = level == GetFileExInfoStandard ? path_of(name, &path) : ERROR_INVALID_PARAMETER;
	if (!code)
		code = TRY(path, stat(path, &st));
	if (code)
		return msw_result(code);
	*(WIN32_FILE_ATTRIBUTE_DATA *)out = (WIN32_FILE_ATTRIBUTE_DATA){
		.dwFileAttributes = msw_attributes(&st), .ftCreationTime = msw_filetime(st.st_ctim),
		.ftLastAccessTime = msw_filetime(st.st_atim), .ftLastWriteTime = msw_filetime(st.st_mtim),
		.nFileSizeHigh = (DWORD)((uint64_t)st.st_size >> 32), .nFileSizeLow = (DWORD)st.st_size,
	};
	return TRUE;
}
EXPORT DWORD WINAPI GetFileAttributesA(LPCSTR name)
{
	WIN32_FILE_ATTRIBUTE_DATA data;
	return GetFileAttributesExA(name, GetFileExInfoStandard, &data) ? data.dwFileAttributes : INVALID_FILE_ATTRIBUTES;
}
EXPORT BOOL WINAPI SetFileAttributesA(LPCSTR name, DWORD attributes)
{
	struct stat st;
	OWN char *path = NULL;
	uint32_t code = path_of(name, &path);
	if (!code)
		code = TRY(path, stat(path, &st));
	if (!code)
		code = TRY(path, chmod(path, attributes & FILE_ATTRIBUTE_READONLY ? st.st_mode & ~0222u : st.st_mode | 0200));
	return msw_result(code);
}

/* --- making, moving, removing ------------------------------------------- */

EXPORT BOOL WINAPI DeleteFileA(LPCSTR name)
{
	OWN char *path = NULL;
	uint32_t code = path_of(name, &path);
	return msw_result(code ? code : TRY(path, unlink(path)));
}
EXPORT BOOL WINAPI CreateDirectoryA(LPCSTR name, LPSECURITY_ATTRIBUTES security)
{
	OWN char *path = NULL;
	(void)security;
	uint32_t code = path_of(name, &path);
	if (!code && mkdir(path, 0777))
		code = errno == EEXIST ? ERROR_ALREADY_EXISTS : errno == ENOENT ? ERROR_PATH_NOT_FOUND : msw_errno_code(errno);
	return msw_result(code);
}
EXPORT BOOL WINAPI RemoveDirectoryA(LPCSTR name)
{
	OWN char *path = NULL;
	uint32_t code = path_of(name, &path);
	if (!code && rmdir(path))
		code = errno == ENOTDIR ? ERROR_DIRECTORY : msw_path_code(path);
	return msw_result(code);
}
static uint32_t paths_of(LPCSTR from, char **a, LPCSTR to, char **b)
{
	uint32_t code = path_of(from, a);
	return code ? code : path_of(to, b);
}

/* Opens what a copy goes to, and empties it only when it is known to be another
   file than the source, which is st: a link may lead back to that. */
static uint32_t open_target(const char *b, int how, const struct stat *st, int *to)
{
	struct stat found;
	*to = open(b, O_WRONLY | O_CREAT | O_CLOEXEC | how, st->st_mode & 0777);
	if (*to < 0)
		return msw_path_code(b);
	if (fstat(*to, &found))
		return msw_errno_code(errno);
	if (found.st_dev == st->st_dev && found.st_ino == st->st_ino)
		return ERROR_SHARING_VIOLATION;
	return S_ISREG(found.st_mode) && ftruncate(*to, 0) ? msw_errno_code(errno) : 0;
}
static uint32_t copy(const char *a, const char *b, int how)
{
	struct stat st;
	int from = open(a, O_RDONLY | O_CLOEXEC), to = -1;
	if (from < 0)
		return msw_path_code(a);
	uint32_t code = fstat(from, &st) ? msw_errno_code(errno) : S_ISDIR(st.st_mode) ? ERROR_ACCESS_DENIED : open_target(b, how, &st, &to);
	ssize_t n = 1;
	while (!code && n > 0)
		if ((n = sendfile(to, from, NULL, 1 << 20)) < 0)
			code = msw_errno_code(errno);
	if (!code)
		futimens(to, (struct timespec[]){st.st_atim, st.st_mtim});
	close(from);
	if (to >= 0 && close(to) < 0 && !code)
		code = msw_errno_code(errno);
	if (to >= 0 && code && how & O_EXCL)
		unlink(b); /* half of it, and our own */
	return code;
}
EXPORT BOOL WINAPI CopyFileA(LPCSTR from, LPCSTR to, BOOL fail_if_exists)
{
	OWN char *a = NULL;
	OWN char *b = NULL;
	uint32_t code = paths_of(from, &a, to, &b);
	return msw_result(code ? code : copy(a, b, fail_if_exists ? O_EXCL : 0));
}

/* By a copy, between two file systems: of files alone. A source that cannot be
   removed then stays, as on Windows. */
static uint32_t move_by_copy(const char *a, const char *b, DWORD flags)
{
	struct stat st;
	uint32_t code = TRY(a, stat(a, &st));
	if (code)
		return code;
	if (!(flags & MOVEFILE_COPY_ALLOWED))
		return ERROR_NOT_SAME_DEVICE;
	if (!S_ISREG(st.st_mode))
		return ERROR_ACCESS_DENIED;
	code = copy(a, b, flags & MOVEFILE_REPLACE_EXISTING ? 0 : O_EXCL);
	if (!code)
		unlink(a);
	return code;
}
EXPORT BOOL WINAPI MoveFileExA(LPCSTR from, LPCSTR to, DWORD flags)
{
	OWN char *a = NULL;
	OWN char *b = NULL;
	uint32_t code = paths_of(from, &a, to, &b);
	if (!code && renameat2(AT_FDCWD, a, AT_FDCWD, b, flags & MOVEFILE_REPLACE_EXISTING ? 0 : RENAME_NOREPLACE))
		code = errno == EXDEV ? move_by_copy(a, b, flags) : msw_path_code(a);
	return msw_result(code == ERROR_FILE_EXISTS ? ERROR_ALREADY_EXISTS : code);
}
EXPORT BOOL WINAPI MoveFileA(LPCSTR from, LPCSTR to) { return MoveFileExA(from, to, MOVEFILE_COPY_ALLOWED); }

/* --- names -------------------------------------------------------------- */

/* An absolute path without . and .., which need not exist. */
static char *full(const char *name)
{
	char *path = msw_path(name), *all = NULL, cwd[PATH_MAX] = "";
	if (!path || (*path != '/' && !getcwd(cwd, sizeof cwd)) || asprintf(&all, "%s%s%s", cwd, *path == '/' ? "" : "/", path) < 0) {
		free(path);
		return NULL;
	}
	free(path);
	char *to = all, *from = all;
	while (*from) {
		size_t n = strcspn(from + 1, "/");
		if (n == 2 && !memcmp(from + 1, "..", 2)) {
			while (to > all && *--to != '/')
				;
		} else if (n && !(n == 1 && from[1] == '.')) {
			memmove(to, from, n + 1);
			to += n + 1;
		}
		from += n + 1;
	}
	if (to == all)
		*to++ = '/';
	*to = 0;
	return all;
}
static void point_at_part(LPSTR path, LPSTR *part)
{
	char *slash = strrchr(path, '/');
	if (part)
		*part = !slash ? path : slash[1] ? slash + 1 : NULL;
}
EXPORT DWORD WINAPI GetFullPathNameA(LPCSTR name, DWORD size, LPSTR path, LPSTR *part)
{
	OWN char *all = NULL;
	if (!name || !*name) {
		SetLastError(ERROR_INVALID_NAME);
		return 0;
	}
	all = msw_is_device_name(name) ? strdup(name) : full(name);
	DWORD n = msw_give(all, path, size);
	if (n < size)
		point_at_part(path, part);
	return n;
}

/* A directory of the program's search, of the list in path or the usual one. */
EXPORT DWORD WINAPI SearchPathA(LPCSTR path, LPCSTR name, LPCSTR extension, DWORD size, LPSTR found, LPSTR *part)
{
	OWN char *file = msw_path(name);
	const char *list = path ? path : getenv("PATH");
	const char *dot = file ? strrchr(file, '.') : NULL;
	BOOL first = !path; /* the current directory goes before PATH */
	while (file && (first || (list && *list))) {
		size_t n = first ? 1 : strcspn(list, ":;");
		OWN char *all = NULL;
		if (asprintf(&all, "%.*s/%s%s", (int)n, first ? "." : list, file, dot || !extension ? "" : extension) < 0)
			break;
		if (!access(all, F_OK)) {
			DWORD k = GetFullPathNameA(all, size, found, part);
			return k;
		}
		if (!first)
			list += n + (list[n] != 0);
		first = FALSE;
	}
	SetLastError(ERROR_FILE_NOT_FOUND);
	return 0;
}

/* The directory for temporary files, with a separator behind it. */
EXPORT DWORD WINAPI GetTempPathA(DWORD size, LPSTR path)
{
	const char *dir = getenv("TMPDIR");
	char text[PATH_MAX];
	if (!dir || !*dir)
		dir = "/tmp";
	snprintf(text, sizeof text, "%s%s", dir, dir[strlen(dir) - 1] == '/' ? "" : "/");
	return msw_give(text, path, size);
}
EXPORT UINT WINAPI GetTempFileNameA(LPCSTR dir, LPCSTR prefix, UINT unique, LPSTR name)
{
	OWN char *path = msw_path(dir);
	static unsigned next;
	for (int tries = 0; path && tries < 0x10000; tries++) {
		UINT number = unique ? unique & 0xFFFF : (__atomic_add_fetch(&next, 1, __ATOMIC_RELAXED) + (UINT)getpid()) & 0xFFFF;
		if (!number)
			continue;
		snprintf(name, MAX_PATH, "%s/%.3s%x.tmp", path, prefix ? prefix : "", number);
		if (unique)
			return number;
		int fd = open(name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
		if (fd >= 0) {
			close(fd);
			return number;
		}
		if (errno != EEXIST)
			return (UINT)msw_result(errno == ENOENT ? ERROR_DIRECTORY : msw_errno_code(errno));
	}
	return (UINT)msw_result(ERROR_FILE_EXISTS);
}

EXPORT DWORD WINAPI GetCurrentDirectoryA(DWORD size, LPSTR path)
{
	char text[PATH_MAX];
	if (!getcwd(text, sizeof text)) {
		SetLastError(msw_errno_code(errno));
		return 0;
	}
	return msw_give(text, path, size);
}
EXPORT BOOL WINAPI SetCurrentDirectoryA(LPCSTR name)
{
	OWN char *path = NULL;
	uint32_t code = path_of(name, &path);
	return msw_result(code ? code : chdir(path) ? errno == ENOTDIR ? ERROR_DIRECTORY : msw_path_code(path) : 0);
}
/* Names have one form only. */
EXPORT DWORD WINAPI GetLongPathNameA(LPCSTR name, LPSTR to, DWORD size)
{
	OWN char *path = NULL;
	uint32_t code = path_of(name, &path);
	if (!code && access(path, F_OK))
		code = msw_path_code(path);
	return msw_result(code) ? msw_give(name, to, size) : 0;
}
EXPORT DWORD WINAPI GetShortPathNameA(LPCSTR name, LPSTR to, DWORD size) { return GetLongPathNameA(name, to, size); }
