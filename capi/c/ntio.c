/* The native calls without text: input and output, waiting, and the table of
   statuses. */
#include "internal.h"
#include <ntstatus.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- statuses ----------------------------------------------------------- */

/* Where several statuses mean one code, msw_status gives the first. */
static const struct {
	DWORD status, code;
} table[] = {
	{0xC00000B5, ERROR_SEM_TIMEOUT}, {0xC0000023, ERROR_INSUFFICIENT_BUFFER}, {0xC000000D, ERROR_INVALID_PARAMETER},
	{0xC0000022, ERROR_ACCESS_DENIED}, {0xC0000008, ERROR_INVALID_HANDLE}, {0xC0000024, ERROR_INVALID_HANDLE},
	{0xC0000033, ERROR_INVALID_NAME}, {0xC0000034, ERROR_FILE_NOT_FOUND}, {0xC0000035, ERROR_ALREADY_EXISTS},
	{0xC000003A, ERROR_PATH_NOT_FOUND}, {0xC000003B, ERROR_BAD_PATHNAME}, {0xC0000039, ERROR_BAD_PATHNAME},
	{0xC0000043, ERROR_SHARING_VIOLATION}, {0xC0000120, ERROR_OPERATION_ABORTED}, {0xC00000B6, ERROR_HANDLE_EOF},
	{0xC0000011, ERROR_HANDLE_EOF}, {0xC0000005, ERROR_NOACCESS}, {0xC00000E8, ERROR_INVALID_USER_BUFFER},
	{0xC0000010, ERROR_INVALID_FUNCTION}, {0xC0000002, ERROR_INVALID_FUNCTION}, {0xC00000BB, ERROR_NOT_SUPPORTED},
	{0xC0000225, ERROR_NOT_FOUND}, {0x00000103, ERROR_IO_PENDING}, {0xC0000044, ERROR_NOT_ENOUGH_QUOTA},
	{0xC000009A, ERROR_NO_SYSTEM_RESOURCES}, {0xC00000BE, ERROR_BAD_NETPATH}, {0xC00000CC, ERROR_BAD_NET_NAME},
	{0x80000005, ERROR_MORE_DATA}, {0xC0000003, ERROR_INVALID_PARAMETER}, {0xC0000004, ERROR_BAD_LENGTH},
	{0xC0000017, ERROR_NOT_ENOUGH_MEMORY}, {0x80000006, ERROR_NO_MORE_FILES}, {0xC000000F, ERROR_FILE_NOT_FOUND},
	{0xC000000E, ERROR_FILE_NOT_FOUND}, {0xC0000106, ERROR_FILENAME_EXCED_RANGE}, {0xC0000103, ERROR_DIRECTORY},
	{0xC00000BA, ERROR_ACCESS_DENIED}, {0xC0000056, ERROR_ACCESS_DENIED}, {0xC000007F, ERROR_DISK_FULL},
	{0xC00000A2, ERROR_WRITE_PROTECT}, {0xC00000A3, ERROR_NOT_READY}, {0xC00000AC, ERROR_PIPE_BUSY},
	{0xC00000AE, ERROR_PIPE_BUSY}, {0xC00000B0, ERROR_PIPE_NOT_CONNECTED}, {0xC00000B1, ERROR_NO_DATA},
	{0xC00000B2, ERROR_PIPE_CONNECTED}, {0xC00000B3, ERROR_PIPE_LISTENING}, {0xC00000D9, ERROR_NO_DATA},
	{0xC000014B, ERROR_BROKEN_PIPE}, {0xC0000046, ERROR_NOT_OWNER}, {0xC0000047, ERROR_TOO_MANY_POSTS},
	{0xC0000061, ERROR_PRIVILEGE_NOT_HELD}, {0xC000011F, ERROR_TOO_MANY_OPEN_FILES}, {0xC0000135, ERROR_MOD_NOT_FOUND},
	{0xC0000139, ERROR_PROC_NOT_FOUND}, {0xC0000235, ERROR_INVALID_HANDLE}, {0xC0000030, ERROR_INVALID_PARAMETER},
	{0xC00000EF, ERROR_INVALID_PARAMETER}, {0xC00000F0, ERROR_INVALID_PARAMETER}, {0xC00000F1, ERROR_INVALID_PARAMETER},
	{0xC00000F2, ERROR_INVALID_PARAMETER}, {0xC00000F3, ERROR_INVALID_PARAMETER}, {0xC0000001, ERROR_GEN_FAILURE},
	{0x00000102, WAIT_TIMEOUT}, {0x00000080, 735 /* ERROR_ABANDONED_WAIT_0 */},
};
#define UNKNOWN_STATUS 317 /* ERROR_MR_MID_NOT_FOUND */

EXPORT ULONG NTAPI RtlNtStatusToDosError(NTSTATUS status)
{
	DWORD s = (DWORD)status;
	if (!s || s & 0x20000000) /* a customer's own */
		return s;
	if (s >> 16 == 0xC007 || s >> 16 == 0x8007 || s >> 16 == 0xC001) /* a Win32 code inside */
		return s & 0xFFFF;
	for (size_t i = 0; i < ARRAYSIZE(table); i++)
		if (table[i].status == s)
			return table[i].code;
	return UNKNOWN_STATUS;
}
NTSTATUS msw_status(uint32_t code)
{
	for (size_t i = 0; code && i < ARRAYSIZE(table); i++)
		if (table[i].code == code)
			return (NTSTATUS)table[i].status;
	return code ? (NTSTATUS)(0xC0070000u | (code & 0xFFFF)) : 0;
}

/* --- synchronous handles ------------------------------------------------ */
/* 0x20 or 0x10 of NT's create options, by handle; a call on such a handle does
   not come back pending. */

#define MODES 65536
static unsigned char modes[MODES];

void msw_set_mode(uintptr_t h, uint32_t options)
{
	if (h / 4 < MODES)
		__atomic_store_n(&modes[h / 4], options & 0x30, __ATOMIC_RELAXED);
}
uint32_t msw_mode(uintptr_t h) { return h / 4 < MODES ? __atomic_load_n(&modes[h / 4], __ATOMIC_RELAXED) : 0; }

/* --- reading and writing ------------------------------------------------ */

static uint32_t on_fd(int fd, void *buffer, ULONG size, PLARGE_INTEGER offset, BOOL writing, uint32_t *n)
{
	struct stat st;
	BOOL placed = offset && offset->QuadPart >= 0 && !fstat(fd, &st) && S_ISREG(st.st_mode);
	off_t at = placed ? (off_t)offset->QuadPart : 0;
	ssize_t k;
	do
		k = writing ? placed ? pwrite(fd, buffer, size, at) : msw_write(fd, buffer, size)
			    : placed ? pread(fd, buffer, size, at) : read(fd, buffer, size);
	while (k < 0 && errno == EINTR);
	*n = k < 0 ? 0 : (uint32_t)k;
	return k < 0 ? msw_errno_code(errno) : !k && size && !writing ? ERROR_HANDLE_EOF : 0;
}

static uint32_t await(HANDLE h, PIO_STATUS_BLOCK status)
{
	uint32_t code;
	BOOL alertable = (msw_mode(H(h)) & FILE_SYNCHRONOUS_IO_ALERT) != 0;
	while ((code = GO(msgo_wait_io(H(h), (struct msgo_iosb *)status, INFINITE, (uint32_t)alertable, msw_tid()))) == MSGO_APC)
		msw_run_apcs();
	return code;
}

static NTSTATUS transfer(HANDLE h, HANDLE event, PIO_APC_ROUTINE apc, PVOID context, PIO_STATUS_BLOCK status, PVOID buffer, ULONG size, PLARGE_INTEGER offset, BOOL writing)
{
	if (!status)
		return STATUS_ACCESS_VIOLATION;
	struct msgo_async how = {
		.io = (struct msgo_iosb *)status, .event = H(event), .routine = (void *)apc, .context = (uintptr_t)context,
		.overlapped = apc ? 0 : (uintptr_t)context, .kind = apc ? MSGO_APC_NT : MSGO_APC_NONE,
	};
	int32_t fd;
	uint32_t n = 0, code;
	if (!buffer && size) {
		code = writing ? GO(msgo_check_write(H(h))) : GO(msgo_check_read(H(h)));
		return code ? msw_status(code) : writing ? (NTSTATUS)STATUS_INVALID_USER_BUFFER : (NTSTATUS)STATUS_ACCESS_VIOLATION;
	}
	code = writing ? GO(msgo_write_async(H(h), buffer, size, &how, &n, &fd, msw_tid()))
		       : GO(msgo_read_async(H(h), buffer, size, &how, &n, &fd, msw_tid()));
	if (code == MSGO_IS_FD && !(code = on_fd(fd, buffer, size, offset, writing, &n)))
		GO(msgo_complete(H(h), &how, 0, n, msw_tid()));
	if (code == ERROR_IO_PENDING && msw_mode(H(h)) && !(code = await(h, status)))
		return (NTSTATUS)__atomic_load_n(&how.io->status, __ATOMIC_SEQ_CST);
	return code == ERROR_HANDLE_EOF && !writing ? (NTSTATUS)STATUS_END_OF_FILE : msw_status(code);
}
EXPORT NTSTATUS NTAPI NtReadFile(HANDLE h, HANDLE event, PIO_APC_ROUTINE apc, PVOID context, PIO_STATUS_BLOCK status, PVOID buffer, ULONG size, PLARGE_INTEGER offset, PULONG key)
{
	(void)key;
	return transfer(h, event, apc, context, status, buffer, size, offset, FALSE);
}
EXPORT NTSTATUS NTAPI NtWriteFile(HANDLE h, HANDLE event, PIO_APC_ROUTINE apc, PVOID context, PIO_STATUS_BLOCK status, PVOID buffer, ULONG size, PLARGE_INTEGER offset, PULONG key)
{
	(void)key;
	return transfer(h, event, apc, context, status, buffer, size, offset, TRUE);
}
EXPORT NTSTATUS NTAPI NtClose(HANDLE h) { return msw_status(GO(msgo_close(H(h)))); }

static NTSTATUS cancelled(uint32_t code, PIO_STATUS_BLOCK status)
{
	NTSTATUS s = msw_status(code);
	if (status) {
		status->Status = s;
		status->Information = 0;
	}
	return s;
}
EXPORT NTSTATUS NTAPI NtCancelIoFile(HANDLE h, PIO_STATUS_BLOCK status) { return cancelled(GO(msgo_cancel_io(H(h), NULL, 1, msw_tid())), status); }
EXPORT NTSTATUS NTAPI NtCancelIoFileEx(HANDLE h, PIO_STATUS_BLOCK request, PIO_STATUS_BLOCK status)
{
	return cancelled(GO(msgo_cancel_io(H(h), (struct msgo_iosb *)request, 0, msw_tid())), status);
}

/* --- waiting ------------------------------------------------------------ */

/* NT's times are in 100 ns: negative from now on, positive since 1601. */
DWORD msw_milliseconds(const LARGE_INTEGER *t)
{
	FILETIME now;
	if (!t || t->QuadPart == INT64_MIN || t->QuadPart == INT64_MAX)
		return INFINITE;
	LONGLONG left = -t->QuadPart;
	if (t->QuadPart > 0) {
		GetSystemTimeAsFileTime(&now);
		left = t->QuadPart - (LONGLONG)((ULONGLONG)now.dwHighDateTime << 32 | now.dwLowDateTime);
	}
	if (left <= 0)
		return 0;
	LONGLONG ms = (left - 1) / 10000 + 1;
	return ms >= INFINITE ? INFINITE - 1 : (DWORD)ms;
}
EXPORT NTSTATUS NTAPI NtWaitForSingleObject(HANDLE h, BOOLEAN alertable, PLARGE_INTEGER timeout)
{
	uintptr_t one = H(h);
	uint32_t index = 0, code = GO(msgo_wait(&one, 1, 0, msw_milliseconds(timeout), alertable, &index, msw_tid()));
	if (code != MSGO_APC)
		return code == WAIT_TIMEOUT ? (NTSTATUS)STATUS_TIMEOUT : code ? msw_status(code) : (NTSTATUS)index;
	msw_run_apcs();
	return (NTSTATUS)STATUS_USER_APC;
}
EXPORT NTSTATUS NTAPI NtDelayExecution(BOOLEAN alertable, PLARGE_INTEGER interval)
{
	return SleepEx(msw_milliseconds(interval), alertable) == WAIT_IO_COMPLETION ? (NTSTATUS)STATUS_USER_APC : STATUS_SUCCESS;
}

/* --- setting ------------------------------------------------------------ */

EXPORT NTSTATUS NTAPI NtSetInformationFile(HANDLE h, PIO_STATUS_BLOCK status, PVOID info, ULONG size, FILE_INFORMATION_CLASS class)
{
	uint32_t code;
	if (!status || !info)
		return STATUS_ACCESS_VIOLATION;
	if (class == FileMailslotSetInformation) {
		if (size < sizeof(FILE_MAILSLOT_SET_INFORMATION))
			return STATUS_INFO_LENGTH_MISMATCH;
		PLARGE_INTEGER t = ((FILE_MAILSLOT_SET_INFORMATION *)info)->ReadTimeout;
		code = GO(msgo_slot_set_timeout(H(h), t && t->QuadPart == -1 ? INFINITE : msw_milliseconds(t)));
	} else if (class == FileCompletionInformation) {
		if (size < sizeof(FILE_COMPLETION_INFORMATION))
			return STATUS_INFO_LENGTH_MISMATCH;
		FILE_COMPLETION_INFORMATION *c = info;
		code = GO(msgo_port_associate(H(c->CompletionPort), H(h), (uintptr_t)c->CompletionKey));
	} else {
		return STATUS_INVALID_INFO_CLASS;
	}
	if (!code)
		*status = (IO_STATUS_BLOCK){.Status = 0};
	return msw_status(code);
}
