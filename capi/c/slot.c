/* Mailslots, files, and what is read and written through handles. */
#include "internal.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- pointers of the program -------------------------------------------- */

/* Whether size bytes at p can be read, by a copy that the kernel makes. Only
   used where a call is about to fail anyway, or the first page is suspect. */
static BOOL bad(const void *p, size_t size)
{
	return size && (uintptr_t)p < 0x10000;
}

void msw_set_mode(uintptr_t h, uint32_t options);

/* --- creating and opening ----------------------------------------------- */

BOOL msw_inherits(LPSECURITY_ATTRIBUTES security) { return security && security->bInheritHandle; }

HANDLE msw_create_slot(const u16 *name, size_t units, DWORD size, DWORD timeout, LPSECURITY_ATTRIBUTES security)
{
	uintptr_t h;
	uint32_t code = 0;
	char *sddl = msw_sddl(security, &code);
	if (!code)
		code = GO(msgo_slot_create((u16 *)name, (uint32_t)units, size, timeout, sddl, msw_inherits(security), &h));
	free(sddl);
	if (!msw_result(code))
		return INVALID_HANDLE_VALUE;
	msw_set_mode(h, 0); /* rule 2.5: an overlapped handle */
	return (HANDLE)h;
}

EXPORT HANDLE WINAPI CreateMailslotA(LPCSTR name, DWORD size, DWORD timeout, LPSECURITY_ATTRIBUTES security)
{
	size_t n = 0;
	u16 *wide = msw_to16(name, &n);
	HANDLE h = msw_create_slot(wide, n, size, timeout, security);
	free(wide);
	return h;
}

EXPORT BOOL WINAPI GetMailslotInfo(HANDLE slot, LPDWORD size, LPDWORD next, LPDWORD count, LPDWORD timeout)
{
	struct msgo_slot_info info;
	if (!msw_result(GO(msgo_slot_info(H(slot), &info))))
		return FALSE;
	if (size)
		*size = info.max_size;
	if (next)
		*next = info.next_size;
	if (count)
		*count = info.count;
	if (timeout)
		*timeout = info.read_timeout;
	return TRUE;
}

EXPORT BOOL WINAPI SetMailslotInfo(HANDLE slot, DWORD timeout) { return msw_result(GO(msgo_slot_set_timeout(H(slot), timeout))); }

EXPORT int mailslot_pollfd(HANDLE slot)
{
	int32_t fd;
	return msw_result(GO(msgo_pollfd(H(slot), &fd))) ? fd : -1;
}

/* Names that begin with two separators, or with \??\, are no files. */
BOOL msw_is_device_name(const char *name)
{
	BOOL two = (name[0] == '\\' || name[0] == '/') && (name[1] == '\\' || name[1] == '/');
	return two || !strncmp(name, "\\??\\", 4);
}

char *msw_path(const char *path)
{
	const char *s = path;
	if (!path)
		return NULL;
	if (isalpha((unsigned char)s[0]) && s[1] == ':')
		s += 2;
	char *copy = strdup(*s ? s : "/");
	for (char *p = copy; p && *p; p++)
		if (*p == '\\')
			*p = '/';
	return copy;
}

static HANDLE keep_fd(int fd, BOOL keep, DWORD access, DWORD flags, BOOL inherit)
{
	uintptr_t h;
	DWORD rights = 0;
	if (access & (GENERIC_READ | GENERIC_ALL | FILE_READ_DATA))
		rights |= FILE_GENERIC_READ;
	if (access & (GENERIC_WRITE | GENERIC_ALL | FILE_WRITE_DATA | FILE_APPEND_DATA))
		rights |= FILE_GENERIC_WRITE;
	return msw_result(GO(msgo_fd_register(fd, keep, rights, flags, inherit, &h))) ? (HANDLE)h : INVALID_HANDLE_VALUE;
}

static HANDLE open_console(const char *name, DWORD access, BOOL inherit)
{
	BOOL in = !strcasecmp(name, "CONIN$");
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC);
	if (fd < 0)
		fd = dup(in ? 0 : 1);
	return keep_fd(fd, FALSE, access, 0, inherit);
}

static HANDLE open_file(const char *name, DWORD rights, DWORD disposition, DWORD flags, BOOL inherit)
{
	static const int how[] = {0, O_CREAT | O_EXCL, O_CREAT | O_TRUNC, 0, O_CREAT, O_TRUNC};
	BOOL r = (rights & (GENERIC_READ | GENERIC_ALL | FILE_READ_DATA)) != 0;
	BOOL w = (rights & (GENERIC_WRITE | GENERIC_ALL | FILE_WRITE_DATA | FILE_APPEND_DATA)) != 0;
	char *path = msw_path(name);
	BOOL existed = !access(path, F_OK);
	int fd = open(path, (r && w ? O_RDWR : w ? O_WRONLY : O_RDONLY) | how[disposition] | O_CLOEXEC |
		(rights & FILE_APPEND_DATA && !(rights & (GENERIC_WRITE | FILE_WRITE_DATA)) ? O_APPEND : 0), 0666);
	uint32_t code = fd < 0 ? msw_path_code(path) : 0;
	if (!code && flags & FILE_FLAG_DELETE_ON_CLOSE)
		unlink(path);
	free(path);
	if (!msw_result(code))
		return INVALID_HANDLE_VALUE;
	SetLastError(existed && (disposition == CREATE_ALWAYS || disposition == OPEN_ALWAYS) ? ERROR_ALREADY_EXISTS : 0);
	return keep_fd(fd, FALSE, rights, flags, inherit);
}

HANDLE msw_open(const char *name, const u16 *wide, size_t units, DWORD access, DWORD share, DWORD disposition, DWORD flags, LPSECURITY_ATTRIBUTES security)
{
	uintptr_t h;
	uint32_t exists;
	if (disposition < CREATE_NEW || disposition > TRUNCATE_EXISTING) {
		SetLastError(ERROR_INVALID_PARAMETER);
		return INVALID_HANDLE_VALUE;
	}
	if (!name || !*name) {
		SetLastError(ERROR_PATH_NOT_FOUND);
		return INVALID_HANDLE_VALUE;
	}
	if (!strcasecmp(name, "CONIN$") || !strcasecmp(name, "CONOUT$"))
		return open_console(name, access, msw_inherits(security));
	if (!strcasecmp(name, "NUL"))
		return open_file("/dev/null", access, OPEN_EXISTING, flags, msw_inherits(security));
	if (!msw_is_device_name(name))
		return open_file(name, access, disposition, flags, msw_inherits(security));
	if (!msw_result(GO(msgo_slot_open((u16 *)wide, (uint32_t)units, access, share, disposition, flags, msw_inherits(security), &h, &exists))))
		return INVALID_HANDLE_VALUE;
	msw_set_mode(h, flags & FILE_FLAG_OVERLAPPED ? 0 : FILE_SYNCHRONOUS_IO_NONALERT);
	SetLastError(disposition == OPEN_ALWAYS ? ERROR_ALREADY_EXISTS : 0); /* rule 3.3 */
	return (HANDLE)h;
}

EXPORT HANDLE WINAPI CreateFileA(LPCSTR name, DWORD access, DWORD share, LPSECURITY_ATTRIBUTES security, DWORD disposition, DWORD flags, HANDLE template_file)
{
	size_t n = 0;
	u16 *wide = msw_to16(name, &n);
	(void)template_file;
	HANDLE h = msw_open(name, wide, n, access, share, disposition, flags, security);
	free(wide);
	return h;
}

/* --- reading and writing ------------------------------------------------ */

BOOL msw_terminal_line(int fd, char *to, DWORD size, LPDWORD n);

/* A descriptor's read or write, after which *n is set. */
static uint32_t on_fd(int fd, void *buffer, DWORD size, BOOL writing, LPOVERLAPPED ov, LPDWORD n)
{
	struct stat st;
	BOOL placed = ov && !fstat(fd, &st) && S_ISREG(st.st_mode);
	off_t at = placed ? (off_t)(((uint64_t)ov->OffsetHigh << 32) | ov->Offset) : 0;
	ssize_t k;
	if (!writing && msw_terminal_line(fd, buffer, size, n))
		return 0;
	do
		k = writing ? (placed ? pwrite(fd, buffer, size, at) : msw_write(fd, buffer, size))
			    : (placed ? pread(fd, buffer, size, at) : read(fd, buffer, size));
	while (k < 0 && errno == EINTR);
	if (k < 0)
		return msw_errno_code(errno);
	*n = (DWORD)k;
	if (k || !size || writing)
		return 0;
	if (placed)
		return ERROR_HANDLE_EOF;
	return !fstat(fd, &st) && (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode)) ? ERROR_BROKEN_PIPE : 0;
}

/* The order of the checks (section 0): handle, right, then the buffer. */
static uint32_t fault(HANDLE h, BOOL writing)
{
	uint32_t code = writing ? GO(msgo_check_write(H(h))) : GO(msgo_check_read(H(h)));
	return code ? code : writing ? ERROR_INVALID_USER_BUFFER : ERROR_NOACCESS;
}

static uint32_t transfer(HANDLE h, void *buffer, DWORD size, LPDWORD n, BOOL writing)
{
	int32_t fd;
	uint32_t done = 0, code;
	if (bad(buffer, size))
		return fault(h, writing);
	code = writing ? GO(msgo_write(H(h), buffer, size, &done, &fd, msw_tid()))
		       : GO(msgo_read(H(h), buffer, size, &done, &fd, msw_tid()));
	if (code == MSGO_IS_FD)
		code = on_fd(fd, buffer, size, writing, NULL, &done);
	*n = done;
	return code;
}

static uint32_t transfer_async(HANDLE h, void *buffer, DWORD size, LPDWORD n, BOOL writing, LPOVERLAPPED ov, void *routine)
{
	struct msgo_async how = {
		.io = (struct msgo_iosb *)ov, .event = H(ov->hEvent), .overlapped = (uintptr_t)ov,
		.routine = routine, .kind = routine ? MSGO_APC_WIN32 : MSGO_APC_NONE,
	};
	int32_t fd;
	uint32_t done = 0, code;
	if (routine)
		how.event = 0; /* the program may use the field for itself */
	__atomic_store_n(&ov->Internal, (ULONG_PTR)STATUS_PENDING, __ATOMIC_SEQ_CST); /* whatever comes then (rule 9.4) */
	if (bad(buffer, size))
		return fault(h, writing);
	code = writing ? GO(msgo_write_async(H(h), buffer, size, &how, &done, &fd, msw_tid()))
		       : GO(msgo_read_async(H(h), buffer, size, &how, &done, &fd, msw_tid()));
	if (code == MSGO_IS_FD) {
		code = on_fd(fd, buffer, size, writing, ov, &done);
		if (!code)
			GO(msgo_complete(H(h), &how, 0, done, msw_tid()));
	}
	*n = done;
	return code;
}

static BOOL io(HANDLE h, void *buffer, DWORD size, LPDWORD n, LPOVERLAPPED ov, BOOL writing)
{
	DWORD unused;
	if (!n)
		n = &unused;
	*n = 0;
	return msw_result(ov ? transfer_async(h, buffer, size, n, writing, ov, NULL) : transfer(h, buffer, size, n, writing));
}

EXPORT BOOL WINAPI ReadFile(HANDLE h, LPVOID buffer, DWORD size, LPDWORD n, LPOVERLAPPED ov) { return io(h, buffer, size, n, ov, FALSE); }
EXPORT BOOL WINAPI WriteFile(HANDLE h, LPCVOID buffer, DWORD size, LPDWORD n, LPOVERLAPPED ov) { return io(h, (void *)buffer, size, n, ov, TRUE); }

static BOOL io_ex(HANDLE h, void *buffer, DWORD size, LPOVERLAPPED ov, LPOVERLAPPED_COMPLETION_ROUTINE routine, BOOL writing)
{
	DWORD n;
	if (!ov || !routine)
		return msw_result(ERROR_INVALID_PARAMETER);
	uint32_t code = transfer_async(h, buffer, size, &n, writing, ov, (void *)routine);
	return msw_result(code == ERROR_IO_PENDING ? 0 : code);
}
EXPORT BOOL WINAPI ReadFileEx(HANDLE h, LPVOID buffer, DWORD size, LPOVERLAPPED ov, LPOVERLAPPED_COMPLETION_ROUTINE r) { return io_ex(h, buffer, size, ov, r, FALSE); }
EXPORT BOOL WINAPI WriteFileEx(HANDLE h, LPCVOID buffer, DWORD size, LPOVERLAPPED ov, LPOVERLAPPED_COMPLETION_ROUTINE r) { return io_ex(h, (void *)buffer, size, ov, r, TRUE); }

/* Waits for a pending operation. Its event is waited for on Windows, so one that
   resets itself is taken; the event of one that has ended stays as it is. */
static uint32_t await(HANDLE h, LPOVERLAPPED ov, DWORD timeout, BOOL alertable)
{
	if (!timeout)
		return ERROR_IO_INCOMPLETE;
	uint32_t code = GO(msgo_wait_io(H(h), (struct msgo_iosb *)ov, timeout, alertable != 0, msw_tid()));
	if (!code && ov->hEvent)
		WaitForSingleObject((HANDLE)((uintptr_t)ov->hEvent & ~(uintptr_t)1), 0);
	return code;
}

EXPORT BOOL WINAPI GetOverlappedResultEx(HANDLE h, LPOVERLAPPED ov, LPDWORD n, DWORD timeout, BOOL alertable)
{
	if (!ov)
		return msw_result(ERROR_INVALID_PARAMETER);
	if (__atomic_load_n(&ov->Internal, __ATOMIC_SEQ_CST) == STATUS_PENDING) {
		uint32_t code = await(h, ov, timeout, alertable);
		if (code == MSGO_APC) {
			msw_run_apcs();
			return msw_result(WAIT_IO_COMPLETION);
		}
		if (code)
			return msw_result(code);
	}
	NTSTATUS status = (NTSTATUS)__atomic_load_n(&ov->Internal, __ATOMIC_SEQ_CST);
	if (status == (NTSTATUS)STATUS_PENDING)
		return msw_result(ERROR_IO_INCOMPLETE);
	if (n)
		*n = (DWORD)ov->InternalHigh;
	return msw_result(RtlNtStatusToDosError(status));
}
EXPORT BOOL WINAPI GetOverlappedResult(HANDLE h, LPOVERLAPPED ov, LPDWORD n, BOOL wait)
{
	return GetOverlappedResultEx(h, ov, n, wait ? INFINITE : 0, FALSE);
}

EXPORT BOOL WINAPI CancelIo(HANDLE h) { return msw_result(GO(msgo_cancel_io(H(h), NULL, 1, msw_tid()))); }
EXPORT BOOL WINAPI CancelIoEx(HANDLE h, LPOVERLAPPED ov) { return msw_result(GO(msgo_cancel_io(H(h), (struct msgo_iosb *)ov, 0, msw_tid()))); }
EXPORT BOOL WINAPI CancelSynchronousIo(HANDLE thread) { return msw_result(GO(msgo_cancel_synchronous(H(thread)))); }
