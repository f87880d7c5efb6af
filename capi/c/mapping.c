/* File mappings: memory that processes share, and the views of it. */
#include "internal.h"
#include <pthread.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define GRANULARITY 0x10000u
#define LONGEST (INT64_MAX - GRANULARITY)

/* --- sections ------------------------------------------------------------- */

/* The descriptor of a file to map, -1 for memory. */
static uint32_t backing(HANDLE file, int64_t size, int *fd)
{
	struct msgo_handle_info info;
	struct stat st;
	*fd = -1;
	if (file == INVALID_HANDLE_VALUE)
		return size ? 0 : ERROR_INVALID_PARAMETER;
	uint32_t code = GO(msgo_handle_info(H(file), &info));
	if (code || info.kind != MSGO_KIND_FD || fstat(info.fd, &st) || !S_ISREG(st.st_mode))
		return ERROR_INVALID_HANDLE;
	*fd = info.fd;
	return size || st.st_size ? 0 : ERROR_FILE_INVALID;
}

EXPORT HANDLE WINAPI CreateFileMappingA(HANDLE file, LPSECURITY_ATTRIBUTES security, DWORD protect, DWORD high, DWORD low, LPCSTR name)
{
	int fd;
	size_t n = 0;
	uintptr_t h = 0;
	uint32_t exists = 0;
	uint64_t size = (uint64_t)high << 32 | low;
	DWORD page = protect & 0xFF;
	if (page != PAGE_READONLY && page != PAGE_READWRITE && page != PAGE_WRITECOPY && page != PAGE_EXECUTE_READ && page != PAGE_EXECUTE_READWRITE)
		return (HANDLE)(uintptr_t)msw_result(ERROR_INVALID_PARAMETER);
	uint32_t code = size > LONGEST ? ERROR_NOT_ENOUGH_MEMORY : backing(file, (int64_t)size, &fd);
	if (!code) {
		u16 *wide = msw_to16(name, &n);
		code = GO(msgo_section_create(wide, (uint32_t)n, (int64_t)size, fd, SECTION_ALL_ACCESS, msw_inherits(security), &h, &exists));
		free(wide);
	}
	SetLastError(code ? code : exists ? ERROR_ALREADY_EXISTS : 0);
	return (HANDLE)h;
}

EXPORT HANDLE WINAPI OpenFileMappingA(DWORD access, BOOL inherit, LPCSTR name)
{
	size_t n = 0;
	uintptr_t h = 0;
	u16 *wide = msw_to16(name, &n);
	uint32_t code = GO(msgo_object_open(MSGO_KIND_SECTION, wide, (uint32_t)n, access, inherit != 0, &h));
	free(wide);
	return msw_result(code) ? (HANDLE)h : NULL;
}

/* --- views ------------------------------------------------------------------ */

struct view {
	struct view *next;
	char *at;
	size_t size;
};
static struct view *views;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static LPVOID failed(uint32_t code) { return (LPVOID)(uintptr_t)msw_result(code); }

static LPVOID keep(void *at, size_t size)
{
	struct view *v = malloc(sizeof *v);
	if (!v) {
		munmap(at, size);
		return failed(ERROR_NOT_ENOUGH_MEMORY);
	}
	pthread_mutex_lock(&lock);
	*v = (struct view){views, at, size};
	views = v;
	pthread_mutex_unlock(&lock);
	return at;
}

EXPORT LPVOID WINAPI MapViewOfFileEx(HANDLE mapping, DWORD access, DWORD high, DWORD low, SIZE_T size, LPVOID address)
{
	int fd;
	struct stat st;
	uint64_t offset = (uint64_t)high << 32 | low;
	BOOL private = (access & SECTION_ALL_ACCESS) == FILE_MAP_COPY, writes = private || access & FILE_MAP_WRITE;
	if (!(access & (FILE_MAP_COPY | FILE_MAP_READ | FILE_MAP_WRITE)))
		return failed(ERROR_INVALID_PARAMETER);
	uint32_t code = GO(msgo_section_fd(H(mapping), &fd));
	if (code)
		return failed(code);
	if (offset % GRANULARITY)
		return failed(ERROR_MAPPED_ALIGNMENT);
	if (fstat(fd, &st) || offset >= (uint64_t)st.st_size || size > (uint64_t)st.st_size - offset)
		return failed(ERROR_ACCESS_DENIED);
	if (!size)
		size = (uint64_t)st.st_size - offset;
	void *at = mmap(address, size, PROT_READ | (writes ? PROT_WRITE : 0) | (access & FILE_MAP_EXECUTE ? PROT_EXEC : 0),
		(private ? MAP_PRIVATE : MAP_SHARED) | (address ? MAP_FIXED_NOREPLACE : 0), fd, (off_t)offset);
	if (at == MAP_FAILED)
		return failed(errno == EEXIST ? ERROR_INVALID_ADDRESS : errno == EACCES || errno == EPERM ? ERROR_ACCESS_DENIED : ERROR_NOT_ENOUGH_MEMORY);
	return keep(at, size);
}
EXPORT LPVOID WINAPI MapViewOfFile(HANDLE mapping, DWORD access, DWORD high, DWORD low, SIZE_T size) { return MapViewOfFileEx(mapping, access, high, low, size, NULL); }

EXPORT BOOL WINAPI UnmapViewOfFile(LPCVOID at)
{
	pthread_mutex_lock(&lock);
	struct view **v = &views;
	while (*v && (*v)->at != at)
		v = &(*v)->next;
	struct view *gone = *v;
	if (gone)
		*v = gone->next;
	pthread_mutex_unlock(&lock);
	if (!gone)
		return msw_result(ERROR_INVALID_ADDRESS);
	munmap(gone->at, gone->size);
	free(gone);
	return TRUE;
}
EXPORT BOOL WINAPI FlushViewOfFile(LPCVOID from, SIZE_T size)
{
	const char *at = from;
	size_t room = 0;
	pthread_mutex_lock(&lock);
	for (struct view *v = views; v; v = v->next)
		if (at >= v->at && at < v->at + v->size)
			room = (size_t)(v->at + v->size - at);
	pthread_mutex_unlock(&lock);
	if (!room)
		return msw_result(ERROR_INVALID_ADDRESS);
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), begin = (uintptr_t)at & ~(page - 1);
	size_t length = (size && size < room ? size : room) + ((uintptr_t)at - begin);
	return msync((void *)begin, length, MS_SYNC) ? msw_result(msw_errno_code(errno)) : TRUE;
}

EXPORT BOOL WINAPI VirtualLock(LPVOID at, SIZE_T size) { return mlock(at, size) ? msw_result(ERROR_WORKING_SET_QUOTA) : TRUE; }
EXPORT BOOL WINAPI VirtualUnlock(LPVOID at, SIZE_T size) { return munlock(at, size) ? msw_result(ERROR_NOT_LOCKED) : TRUE; }
