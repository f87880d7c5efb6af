/* What a handle says of the file or mailslot behind it, in the words of Win32
   and of the native calls. Compiled twice: names are in wide characters. */
#include "wide.h"
#include <ntstatus.h>

NTSTATUS msw_status(uint32_t code);
uint32_t msw_mode(uintptr_t h);

static LARGE_INTEGER time_of(FILETIME t) { return (LARGE_INTEGER){.u = {t.dwLowDateTime, (LONG)t.dwHighDateTime}}; }

static BOOL is_file(uint32_t kind) { return kind == MSGO_KIND_SERVER || kind == MSGO_KIND_CLIENT || kind == MSGO_KIND_ROOT || kind == MSGO_KIND_FD; }

/* Each asks for one class of size bytes, which are enough for the fixed part,
   and answers a number of Win32; *written is what there is without the call. */

static uint32_t query_slot(HANDLE h, FILE_MAILSLOT_QUERY_INFORMATION *to)
{
	struct msgo_slot_info info;
	uint32_t code = GO(msgo_slot_info(H(h), &info));
	if (!code)
		*to = (FILE_MAILSLOT_QUERY_INFORMATION){
			.MaximumMessageSize = info.max_size, .NextMessageSize = info.next_size, .MessagesAvailable = info.count,
			.ReadTimeout.QuadPart = info.read_timeout == INFINITE ? -1 : -(LONGLONG)info.read_timeout * 10000,
		};
	return code;
}

static uint32_t query_name(HANDLE h, FILE_NAME_INFORMATION *to, ULONG size, ULONG_PTR *written)
{
	u16 name[32768];
	uint32_t n = 0;
	size_t k = 0, head = offsetof(FILE_NAME_INFORMATION, FileName);
	uint32_t code = GO(msgo_slot_name(H(h), name, ARRAYSIZE(name), &n));
	if (code)
		return code;
	OWN char *text = msw_from16(name, n);
	OWN WCHAR *wide = to_wide(text, &k);
	to->FileNameLength = (ULONG)(k * sizeof *wide);
	size_t fits = size - head < to->FileNameLength ? size - head : to->FileNameLength;
	memcpy(to->FileName, wide, fits);
	*written = head + fits;
	return fits < to->FileNameLength ? ERROR_MORE_DATA : 0;
}

/* Times, attributes and sizes are those of a file: a mailslot has none, as under
   Wine; what Windows answers is not proven. */
static uint32_t query_file(HANDLE h, FILE_INFORMATION_CLASS class, void *to)
{
	BY_HANDLE_FILE_INFORMATION info;
	if (!GetFileInformationByHandle(h, &info))
		return GetLastError();
	if (class == FileBasicInformation) {
		*(FILE_BASIC_INFORMATION *)to = (FILE_BASIC_INFORMATION){
			time_of(info.ftCreationTime), time_of(info.ftLastAccessTime), time_of(info.ftLastWriteTime), time_of(info.ftLastWriteTime), info.dwFileAttributes};
		return 0;
	}
	LARGE_INTEGER size = {.u = {info.nFileSizeLow, (LONG)info.nFileSizeHigh}};
	*(FILE_STANDARD_INFORMATION *)to = (FILE_STANDARD_INFORMATION){
		size, size, info.nNumberOfLinks, FALSE, (info.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0};
	return 0;
}

static uint32_t query(HANDLE h, FILE_INFORMATION_CLASS class, PVOID to, ULONG size, ULONG_PTR *written)
{
	struct msgo_handle_info info;
	uint32_t code = GO(msgo_handle_info(H(h), &info));
	if (code)
		return code;
	switch (class) {
	case FileMailslotQueryInformation: return query_slot(h, to);
	case FileNameInformation: return query_name(h, to, size, written);
	case FileBasicInformation:
	case FileStandardInformation: return query_file(h, class, to);
	case FilePositionInformation:
		return SetFilePointerEx(h, (LARGE_INTEGER){.QuadPart = 0}, &((FILE_POSITION_INFORMATION *)to)->CurrentByteOffset, FILE_CURRENT) ? 0 : ERROR_INVALID_PARAMETER;
	case FileAccessInformation: ((FILE_ACCESS_INFORMATION *)to)->AccessFlags = info.access; return 0;
	case FileModeInformation: ((FILE_MODE_INFORMATION *)to)->Mode = msw_mode(H(h)); return 0;
	default: ((FILE_IO_COMPLETION_NOTIFICATION_INFORMATION *)to)->Flags = 0; return 0;
	}
}

static ULONG least(FILE_INFORMATION_CLASS class)
{
	switch (class) {
	case FileMailslotQueryInformation: return sizeof(FILE_MAILSLOT_QUERY_INFORMATION);
	case FileNameInformation: return sizeof(FILE_NAME_INFORMATION);
	case FileBasicInformation: return sizeof(FILE_BASIC_INFORMATION);
	case FileStandardInformation: return sizeof(FILE_STANDARD_INFORMATION);
	case FilePositionInformation: return sizeof(FILE_POSITION_INFORMATION);
	case FileAccessInformation: return sizeof(FILE_ACCESS_INFORMATION);
	case FileModeInformation: return sizeof(FILE_MODE_INFORMATION);
	case FileIoCompletionNotificationInformation: return sizeof(FILE_IO_COMPLETION_NOTIFICATION_INFORMATION);
	default: return 0;
	}
}

EXPORT NTSTATUS NTAPI NtQueryInformationFile(HANDLE h, PIO_STATUS_BLOCK status, PVOID to, ULONG size, FILE_INFORMATION_CLASS class)
{
	ULONG_PTR written = least(class);
	if (!status || !to)
		return STATUS_ACCESS_VIOLATION;
	if (!written)
		return STATUS_INVALID_INFO_CLASS;
	if (size < written)
		return STATUS_INFO_LENGTH_MISMATCH;
	struct msgo_handle_info info;
	uint32_t code = GO(msgo_handle_info(H(h), &info));
	if (!code && !is_file(info.kind))
		return STATUS_OBJECT_TYPE_MISMATCH;
	if (!code)
		code = query(h, class, to, size, &written);
	NTSTATUS result = code == ERROR_MORE_DATA ? (NTSTATUS)STATUS_BUFFER_OVERFLOW : code ? msw_status(code) : STATUS_SUCCESS;
	if (!code || code == ERROR_MORE_DATA)
		*status = (IO_STATUS_BLOCK){.Status = result, .Information = written};
	return result;
}

EXPORT BOOL WINAPI GetFileInformationByHandleEx(HANDLE h, FILE_INFO_BY_HANDLE_CLASS c, LPVOID to, DWORD size)
{
	static const FILE_INFORMATION_CLASS classes[] = {
		[FileBasicInfo] = FileBasicInformation, [FileStandardInfo] = FileStandardInformation, [FileNameInfo] = FileNameInformation,
	};
	FILE_INFORMATION_CLASS class = (unsigned)c < ARRAYSIZE(classes) ? classes[c] : 0;
	ULONG_PTR written;
	if (!class) /* also for what other handles cannot say */
		return msw_result(GO(msgo_handle_info(H(h), &(struct msgo_handle_info){0})) ? ERROR_INVALID_HANDLE : ERROR_INVALID_PARAMETER);
	if (size < (c == FileNameInfo ? offsetof(FILE_NAME_INFO, FileName) : least(class)))
		return msw_result(ERROR_BAD_LENGTH);
	return to ? msw_result(query(h, class, to, size, &written)) : msw_result(ERROR_NOACCESS);
}
