/* What is done with an open file; mailslots answer by section 7 of the rules. */
#include "internal.h"
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* A handle's descriptor and kind. A mailslot handle is no file: it answers
   with slot_code, any other object with 6. */
static uint32_t file_of(HANDLE h, int *fd, uint32_t slot_code)
{
	struct msgo_handle_info info;
	uint32_t code = GO(msgo_handle_info(H(h), &info));
	if (code)
		return code;
	*fd = info.fd;
	switch (info.kind) {
	case MSGO_KIND_FD: return 0;
	case MSGO_KIND_SERVER: case MSGO_KIND_CLIENT: case MSGO_KIND_ROOT: return slot_code;
	}
	return ERROR_INVALID_HANDLE;
}

static uint32_t outcome(int r) { return r < 0 ? msw_errno_code(errno) : 0; }

/* --- standard handles --------------------------------------------------- */

static HANDLE standard[3];

/* A handle of a standard descriptor is made when somebody asks for it. */
EXPORT HANDLE WINAPI GetStdHandle(DWORD which)
{
	uint32_t i = STD_INPUT_HANDLE - which;
	uintptr_t h = 0;
	if (i > 2) {
		SetLastError(ERROR_INVALID_HANDLE);
		return INVALID_HANDLE_VALUE;
	}
	HANDLE old = __atomic_load_n(&standard[i], __ATOMIC_SEQ_CST);
	if (old || fcntl((int)i, F_GETFD) < 0)
		return old;
	DWORD access = i ? FILE_GENERIC_WRITE | (isatty((int)i) ? FILE_GENERIC_READ : 0) : FILE_GENERIC_READ | (isatty(0) ? FILE_GENERIC_WRITE : 0);
	if (GO(msgo_fd_register((int32_t)i, 1, access, 0, 0, &h)))
		return NULL;
	HANDLE none = NULL;
	if (__atomic_compare_exchange_n(&standard[i], &none, (HANDLE)h, FALSE, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
		return (HANDLE)h;
	GO(msgo_close(h)); /* another thread was first */
	return none;
}
EXPORT BOOL WINAPI SetStdHandle(DWORD which, HANDLE h)
{
	uint32_t i = STD_INPUT_HANDLE - which;
	if (i > 2)
		return msw_result(ERROR_INVALID_HANDLE);
	__atomic_store_n(&standard[i], h, __ATOMIC_SEQ_CST);
	return TRUE;
}

/* --- kind and size ------------------------------------------------------ */

static uint32_t stat_of(HANDLE h, struct stat *st)
{
	int fd;
	uint32_t code = file_of(h, &fd, ERROR_INVALID_FUNCTION);
	return code ? code : outcome(fstat(fd, st));
}
EXPORT DWORD WINAPI GetFileType(HANDLE h)
{
	struct stat st;
	int fd;
	uint32_t code = file_of(h, &fd, 0);
	SetLastError(code);
	if (code || fd < 0 || fstat(fd, &st))
		return FILE_TYPE_UNKNOWN;
	return S_ISREG(st.st_mode) || S_ISDIR(st.st_mode) ? FILE_TYPE_DISK : S_ISCHR(st.st_mode) ? FILE_TYPE_CHAR : FILE_TYPE_PIPE;
}
EXPORT BOOL WINAPI GetFileSizeEx(HANDLE h, PLARGE_INTEGER size)
{
	struct stat st;
	uint32_t code = stat_of(h, &st);
	if (!code && !S_ISREG(st.st_mode))
		code = ERROR_INVALID_FUNCTION;
	if (!code)
		size->QuadPart = st.st_size;
	return msw_result(code);
}
EXPORT DWORD WINAPI GetFileSize(HANDLE h, LPDWORD high)
{
	LARGE_INTEGER size;
	if (!GetFileSizeEx(h, &size))
		return INVALID_FILE_SIZE;
	if (high)
		*high = (DWORD)size.HighPart;
	if (size.LowPart == INVALID_FILE_SIZE)
		SetLastError(0);
	return size.LowPart;
}
EXPORT BOOL WINAPI SetFilePointerEx(HANDLE h, LARGE_INTEGER distance, PLARGE_INTEGER position, DWORD method)
{
	int fd;
	uint32_t code = file_of(h, &fd, ERROR_INVALID_FUNCTION);
	if (!code && method > FILE_END)
		code = ERROR_INVALID_PARAMETER;
	if (code)
		return msw_result(code);
	off_t to = lseek(fd, distance.QuadPart, method == FILE_BEGIN ? SEEK_SET : method == FILE_CURRENT ? SEEK_CUR : SEEK_END);
	if (to < 0)
		return msw_result(errno == EINVAL ? ERROR_NEGATIVE_SEEK : msw_errno_code(errno));
	if (position)
		position->QuadPart = to;
	return TRUE;
}
EXPORT DWORD WINAPI SetFilePointer(HANDLE h, LONG distance, PLONG high, DWORD method)
{
	LARGE_INTEGER by = {.QuadPart = distance}, at;
	if (high)
		by.QuadPart = (LONGLONG)(((ULONGLONG)(DWORD)*high << 32) | (DWORD)distance);
	if (!SetFilePointerEx(h, by, &at, method))
		return INVALID_SET_FILE_POINTER;
	if (high)
		*high = at.HighPart;
	if (at.LowPart == INVALID_SET_FILE_POINTER)
		SetLastError(0);
	return at.LowPart;
}
EXPORT BOOL WINAPI SetEndOfFile(HANDLE h)
{
	int fd;
	uint32_t code = file_of(h, &fd, ERROR_INVALID_FUNCTION);
	return msw_result(code ? code : outcome(ftruncate(fd, lseek(fd, 0, SEEK_CUR))));
}
EXPORT BOOL WINAPI FlushFileBuffers(HANDLE h)
{
	int fd;
	uint32_t code = file_of(h, &fd, ERROR_INVALID_FUNCTION);
	if (!code && fsync(fd) && errno != EINVAL && errno != EROFS) /* a pipe has nothing to flush */
		code = msw_errno_code(errno);
	return msw_result(code);
}

/* --- times and other facts ---------------------------------------------- */

#define EPOCH 11644473600 /* seconds from 1601 to 1970 */

FILETIME msw_filetime(struct timespec t)
{
	uint64_t v = ((uint64_t)t.tv_sec + EPOCH) * 10000000 + (uint64_t)t.tv_nsec / 100;
	return (FILETIME){(DWORD)v, (DWORD)(v >> 32)};
}
static struct timespec from_filetime(const FILETIME *f)
{
	uint64_t v = f ? (uint64_t)f->dwHighDateTime << 32 | f->dwLowDateTime : 0;
	if (!v)
		return (struct timespec){0, UTIME_OMIT};
	return (struct timespec){(time_t)(v / 10000000 - EPOCH), (long)(v % 10000000 * 100)};
}
EXPORT BOOL WINAPI GetFileTime(HANDLE h, LPFILETIME created, LPFILETIME accessed, LPFILETIME written)
{
	struct stat st;
	uint32_t code = stat_of(h, &st);
	if (code)
		return msw_result(code);
	if (created)
		*created = msw_filetime(st.st_ctim);
	if (accessed)
		*accessed = msw_filetime(st.st_atim);
	if (written)
		*written = msw_filetime(st.st_mtim);
	return TRUE;
}
EXPORT BOOL WINAPI SetFileTime(HANDLE h, const FILETIME *created, const FILETIME *accessed, const FILETIME *written)
{
	int fd;
	struct timespec times[2] = {from_filetime(accessed), from_filetime(written)};
	(void)created;
	uint32_t code = file_of(h, &fd, ERROR_INVALID_FUNCTION);
	return msw_result(code ? code : outcome(futimens(fd, times)));
}
DWORD msw_attributes(const struct stat *st)
{
	DWORD a = S_ISDIR(st->st_mode) ? FILE_ATTRIBUTE_DIRECTORY : S_ISREG(st->st_mode) ? FILE_ATTRIBUTE_ARCHIVE : FILE_ATTRIBUTE_DEVICE;
	return st->st_mode & 0222 ? a : a | FILE_ATTRIBUTE_READONLY;
}
EXPORT BOOL WINAPI GetFileInformationByHandle(HANDLE h, LPBY_HANDLE_FILE_INFORMATION info)
{
	struct stat st;
	uint32_t code = stat_of(h, &st);
	if (code)
		return msw_result(code);
	*info = (BY_HANDLE_FILE_INFORMATION){
		.dwFileAttributes = msw_attributes(&st), .ftCreationTime = msw_filetime(st.st_ctim),
		.ftLastAccessTime = msw_filetime(st.st_atim), .ftLastWriteTime = msw_filetime(st.st_mtim),
		.dwVolumeSerialNumber = (DWORD)st.st_dev, .nNumberOfLinks = (DWORD)st.st_nlink,
		.nFileSizeHigh = (DWORD)((uint64_t)st.st_size >> 32), .nFileSizeLow = (DWORD)st.st_size,
		.nFileIndexHigh = (DWORD)((uint64_t)st.st_ino >> 32), .nFileIndexLow = (DWORD)st.st_ino,
	};
	return TRUE;
}
EXPORT BOOL WINAPI SetFileInformationByHandle(HANDLE h, FILE_INFO_BY_HANDLE_CLASS class, LPVOID info, DWORD size)
{
	int fd;
	uint32_t code = file_of(h, &fd, ERROR_INVALID_FUNCTION);
	if (!code && (class != FileEndOfFileInfo || size < sizeof(LARGE_INTEGER)))
		code = ERROR_INVALID_PARAMETER;
	return msw_result(code ? code : outcome(ftruncate(fd, ((LARGE_INTEGER *)info)->QuadPart)));
}
EXPORT DWORD WINAPI GetFinalPathNameByHandleA(HANDLE h, LPSTR path, DWORD size, DWORD flags)
{
	char link[64], text[4096];
	int fd;
	(void)flags;
	uint32_t code = file_of(h, &fd, ERROR_INVALID_HANDLE);
	if (!code) {
		snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
		ssize_t n = readlink(link, text, sizeof text - 1);
		text[n < 0 ? 0 : n] = 0;
		code = n < 0 ? msw_errno_code(errno) : 0;
	}
	return msw_result(code) ? msw_give(text, path, size) : 0;
}

/* --- locks -------------------------------------------------------------- */

static BOOL lock(HANDLE h, int type, BOOL wait, uint64_t at, uint64_t size)
{
	int fd;
	struct flock range = {.l_type = (short)type, .l_whence = SEEK_SET, .l_start = (off_t)(at & INT64_MAX), .l_len = (off_t)(size & INT64_MAX)};
	uint32_t code = file_of(h, &fd, ERROR_INVALID_HANDLE);
	if (code)
		return msw_result(code);
	if (!fcntl(fd, wait ? F_OFD_SETLKW : F_OFD_SETLK, &range))
		return TRUE;
	return msw_result(errno == EAGAIN || errno == EACCES ? ERROR_LOCK_VIOLATION : msw_errno_code(errno));
}
static uint64_t both(DWORD low, DWORD high) { return (uint64_t)high << 32 | low; }

EXPORT BOOL WINAPI LockFile(HANDLE h, DWORD low, DWORD high, DWORD size_low, DWORD size_high) { return lock(h, F_WRLCK, FALSE, both(low, high), both(size_low, size_high)); }
EXPORT BOOL WINAPI UnlockFile(HANDLE h, DWORD low, DWORD high, DWORD size_low, DWORD size_high) { return lock(h, F_UNLCK, FALSE, both(low, high), both(size_low, size_high)); }
EXPORT BOOL WINAPI LockFileEx(HANDLE h, DWORD flags, DWORD reserved, DWORD low, DWORD high, LPOVERLAPPED ov)
{
	if (reserved || !ov)
		return msw_result(ERROR_INVALID_PARAMETER);
	return lock(h, flags & LOCKFILE_EXCLUSIVE_LOCK ? F_WRLCK : F_RDLCK, !(flags & LOCKFILE_FAIL_IMMEDIATELY), both(ov->Offset, ov->OffsetHigh), both(low, high));
}
EXPORT BOOL WINAPI UnlockFileEx(HANDLE h, DWORD reserved, DWORD low, DWORD high, LPOVERLAPPED ov)
{
	if (reserved || !ov)
		return msw_result(ERROR_INVALID_PARAMETER);
	return lock(h, F_UNLCK, FALSE, both(ov->Offset, ov->OffsetHigh), both(low, high));
}

/* --- 16-bit Windows' way ------------------------------------------------ */
/* An HFILE is an int: handles are small numbers and fit. */

EXPORT HFILE WINAPI _lopen(LPCSTR name, int mode)
{
	static const DWORD access[] = {GENERIC_READ, GENERIC_WRITE, GENERIC_READ | GENERIC_WRITE};
	if ((mode & 3) == 3)
		return (HFILE)msw_result(ERROR_INVALID_PARAMETER) - 1;
	return (HFILE)(intptr_t)CreateFileA(name, access[mode & 3], FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
}
EXPORT HFILE WINAPI _lcreat(LPCSTR name, int attribute)
{
	return (HFILE)(intptr_t)CreateFileA(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, CREATE_ALWAYS, (DWORD)attribute, NULL);
}
EXPORT UINT WINAPI _lread(HFILE h, LPVOID buffer, UINT size)
{
	DWORD n;
	return ReadFile((HANDLE)(intptr_t)h, buffer, size, &n, NULL) ? n : (UINT)-1;
}
EXPORT UINT WINAPI _lwrite(HFILE h, LPCSTR buffer, UINT size)
{
	DWORD n;
	return WriteFile((HANDLE)(intptr_t)h, buffer, size, &n, NULL) ? n : (UINT)-1;
}
EXPORT HFILE WINAPI _lclose(HFILE h) { return CloseHandle((HANDLE)(intptr_t)h) ? 0 : -1; }
