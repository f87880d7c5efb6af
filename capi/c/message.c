/* FormatMessage: English sentences for the codes that programs meet, and the
   %1!d! language of inserts. */
#include "internal.h"

static const struct {
	DWORD code;
	const char *text;
} sentences[] = {
	{0, "The operation completed successfully."},
	{ERROR_INVALID_FUNCTION, "Incorrect function."},
	{ERROR_FILE_NOT_FOUND, "The system cannot find the file specified."},
	{ERROR_PATH_NOT_FOUND, "The system cannot find the path specified."},
	{ERROR_TOO_MANY_OPEN_FILES, "The system cannot open the file."},
	{ERROR_ACCESS_DENIED, "Access is denied."},
	{ERROR_INVALID_HANDLE, "The handle is invalid."},
	{ERROR_NOT_ENOUGH_MEMORY, "Not enough memory resources are available to process this command."},
	{ERROR_BAD_FORMAT, "An attempt was made to load a program with an incorrect format."},
	{ERROR_NOT_SAME_DEVICE, "The system cannot move the file to a different disk drive."},
	{ERROR_NO_MORE_FILES, "There are no more files."},
	{ERROR_WRITE_PROTECT, "The media is write protected."},
	{ERROR_NOT_READY, "The device is not ready."},
	{ERROR_BAD_LENGTH, "The program issued a command but the command length is incorrect."},
	{ERROR_GEN_FAILURE, "A device attached to the system is not functioning."},
	{ERROR_SHARING_VIOLATION, "The process cannot access the file because it is being used by another process."},
	{ERROR_LOCK_VIOLATION, "The process cannot access the file because another process has locked a portion of the file."},
	{ERROR_HANDLE_EOF, "Reached the end of the file."},
	{ERROR_NOT_SUPPORTED, "The request is not supported."},
	{ERROR_BAD_NETPATH, "The network path was not found."},
	{ERROR_BAD_DEV_TYPE, "The network resource type is not correct."},
	{ERROR_BAD_NET_NAME, "The network name cannot be found."},
	{ERROR_FILE_EXISTS, "The file exists."},
	{ERROR_INVALID_PARAMETER, "The parameter is incorrect."},
	{ERROR_BROKEN_PIPE, "The pipe has been ended."},
	{ERROR_BUFFER_OVERFLOW, "The file name is too long."},
	{ERROR_DISK_FULL, "There is not enough space on the disk."},
	{ERROR_SEM_TIMEOUT, "The semaphore timeout period has expired."},
	{ERROR_INSUFFICIENT_BUFFER, "The data area passed to a system call is too small."},
	{ERROR_INVALID_NAME, "The filename, directory name, or volume label syntax is incorrect."},
	{ERROR_MOD_NOT_FOUND, "The specified module could not be found."},
	{ERROR_PROC_NOT_FOUND, "The specified procedure could not be found."},
	{ERROR_NEGATIVE_SEEK, "An attempt was made to move the file pointer before the beginning of the file."},
	{ERROR_DIR_NOT_EMPTY, "The directory is not empty."},
	{ERROR_NOT_LOCKED, "The segment is already unlocked."},
	{ERROR_BAD_PATHNAME, "The specified path is invalid."},
	{ERROR_ALREADY_EXISTS, "Cannot create a file when that file already exists."},
	{WAIT_IO_COMPLETION, "The wait ended for a call that was queued to the thread."},
	{ERROR_BAD_EXE_FORMAT, "The program is not a valid application."},
	{ERROR_ENVVAR_NOT_FOUND, "The system could not find the environment option that was entered."},
	{ERROR_FILENAME_EXCED_RANGE, "The filename or extension is too long."},
	{ERROR_PIPE_BUSY, "All pipe instances are busy."},
	{ERROR_NO_DATA, "The pipe is being closed."},
	{ERROR_PIPE_NOT_CONNECTED, "No process is on the other end of the pipe."},
	{ERROR_MORE_DATA, "More data is available."},
	{WAIT_TIMEOUT, "The wait operation timed out."},
	{ERROR_NO_MORE_ITEMS, "No more data is available."},
	{ERROR_DIRECTORY, "The directory name is invalid."},
	{ERROR_NOT_OWNER, "Attempt to release mutex not owned by caller."},
	{ERROR_TOO_MANY_POSTS, "Too many posts were made to a semaphore."},
	{ERROR_MR_MID_NOT_FOUND, "The system cannot find message text for this message number."},
	{ERROR_INVALID_ADDRESS, "Attempt to access invalid address."},
	{ERROR_PIPE_CONNECTED, "There is a process on other end of the pipe."},
	{ERROR_PIPE_LISTENING, "Waiting for a process to open the other end of the pipe."},
	{ERROR_ABANDONED_WAIT_0, "The object was closed while it was waited for."},
	{ERROR_OPERATION_ABORTED, "The I/O operation has been aborted because of either a thread exit or an application request."},
	{ERROR_IO_INCOMPLETE, "Overlapped I/O event is not in a signaled state."},
	{ERROR_IO_PENDING, "Overlapped I/O operation is in progress."},
	{ERROR_NOACCESS, "Invalid access to memory location."},
	{ERROR_FILE_INVALID, "The volume for a file has been externally altered so that the opened file is no longer valid."},
	{ERROR_NO_TOKEN, "An attempt was made to reference a token that does not exist."},
	{ERROR_FAILED_SERVICE_CONTROLLER_CONNECT, "The service process could not connect to the service controller."},
	{ERROR_SERVICE_NOT_IN_EXE, "The executable program that this service is configured to run in does not implement the service."},
	{ERROR_NO_UNICODE_TRANSLATION, "No mapping for the Unicode character exists in the target multi-byte code page."},
	{ERROR_MAPPED_ALIGNMENT, "The base address or the file offset specified does not have the proper alignment."},
	{ERROR_NOT_FOUND, "Element not found."},
	{ERROR_NOT_ALL_ASSIGNED, "Not all privileges or groups referenced are assigned to the caller."},
	{ERROR_UNKNOWN_REVISION, "The revision level is unknown."},
	{ERROR_REVISION_MISMATCH, "Two revision levels are incompatible."},
	{ERROR_NO_SUCH_PRIVILEGE, "A specified privilege does not exist."},
	{ERROR_PRIVILEGE_NOT_HELD, "A required privilege is not held by the client."},
	{ERROR_NONE_MAPPED, "No mapping between account names and security IDs was done."},
	{ERROR_INVALID_ACL, "The access control list (ACL) structure is invalid."},
	{ERROR_INVALID_SID, "The security ID structure is invalid."},
	{ERROR_INVALID_SECURITY_DESCR, "The security descriptor structure is invalid."},
	{ERROR_ALLOTTED_SPACE_EXCEEDED, "No more memory is available for security information updates."},
	{ERROR_INVALID_WINDOW_HANDLE, "Invalid window handle."},
	{ERROR_INVALID_THREAD_ID, "Invalid thread identifier."},
	{ERROR_NO_SYSTEM_RESOURCES, "Insufficient system resources exist to complete the requested service."},
	{ERROR_WORKING_SET_QUOTA, "Insufficient quota to complete the requested service."},
	{ERROR_TIMEOUT, "This operation returned because the timeout period expired."},
	{ERROR_NOT_SAME_OBJECT, "The handles do not lead to the same object."},
	{ERROR_INVALID_USER_BUFFER, "The supplied user buffer is not valid for the requested operation."},
	{ERROR_NOT_ENOUGH_QUOTA, "Not enough quota is available to process this command."},
};

static const char *sentence(DWORD code)
{
	if (code >> 16 == 0x8007) /* an HRESULT around a code */
		code &= 0xFFFF;
	for (size_t i = 0; i < ARRAYSIZE(sentences); i++)
		if (sentences[i].code == code)
			return sentences[i].text;
	return NULL;
}

/* --- inserts ------------------------------------------------------------ */

#define MOST_INSERTS 99

/* Arguments are fetched once each: all are as wide as a pointer. */
struct inserts {
	uintptr_t value[MOST_INSERTS + 1];
	int known;
	BOOL array;
	va_list *list;
	const uintptr_t *values;
};
static uintptr_t insert(struct inserts *in, int number)
{
	if (in->array)
		return in->values[number - 1];
	while (in->known < number)
		in->value[++in->known] = va_arg(*in->list, uintptr_t);
	return in->value[number];
}

static char *apply(enum msw_width width, const char *format, ...)
{
	va_list args;
	size_t n;
	va_start(args, format);
	char *text = msw_vformat(format, width, width, args, &n);
	va_end(args);
	return text;
}

/* One %n or %n!format!; returns what follows it. */
static const char *put_insert(FILE *to, const char *p, struct inserts *in, enum msw_width width)
{
	char format[32] = "%s";
	int number = *p++ - '0';
	if (*p >= '0' && *p <= '9')
		number = number * 10 + *p++ - '0';
	const char *end = *p == '!' ? strchr(p + 1, '!') : NULL;
	if (end && end - p < 30) {
		snprintf(format, sizeof format, "%%%.*s", (int)(end - p - 1), p + 1);
		p = end + 1;
	}
	if (!in->array && !in->list)
		return p;
	char *text = apply(width, format, insert(in, number));
	fputs(text ? text : "", to);
	free(text);
	return p;
}

static void expand(FILE *to, const char *p, struct inserts *in, BOOL keep, enum msw_width width)
{
	while (*p) {
		if (*p != '%' || keep) {
			fputc(*p++, to);
			continue;
		}
		p++;
		switch (*p) {
		case 0: return;
		case '0': return; /* ends the message without a line break */
		case 'n': fputs("\r\n", to), p++; break;
		case 'r': fputc('\r', to), p++; break;
		case 't': fputc('\t', to), p++; break;
		case 'b': fputc(' ', to), p++; break;
		case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
			p = put_insert(to, p, in, width);
			break;
		default: fputc(*p++, to);
		}
	}
}

/* The whole message as UTF-8 for free(); null with a last error. width says
   what strings among the arguments are made of. */
char *msw_message(DWORD flags, const char *source, DWORD id, va_list *args, enum msw_width width)
{
	struct inserts in = {.array = args && flags & FORMAT_MESSAGE_ARGUMENT_ARRAY, .list = args, .values = (const uintptr_t *)args};
	BOOL own = flags & FORMAT_MESSAGE_FROM_STRING;
	const char *text = own ? source : flags & (FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_FROM_HMODULE) ? sentence(id) : NULL;
	char *made = NULL;
	size_t n;
	if (!text) {
		SetLastError(own || !(flags & (FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_FROM_HMODULE)) ? ERROR_INVALID_PARAMETER : ERROR_MR_MID_NOT_FOUND);
		return NULL;
	}
	FILE *to = open_memstream(&made, &n);
	expand(to, text, &in, (flags & FORMAT_MESSAGE_IGNORE_INSERTS) != 0, width);
	if (!own)
		fputs(flags & FORMAT_MESSAGE_MAX_WIDTH_MASK ? " " : "\r\n", to);
	fclose(to);
	return made;
}

EXPORT DWORD WINAPI FormatMessageA(DWORD flags, LPCVOID source, DWORD id, DWORD language, LPSTR buffer, DWORD size, va_list *args)
{
	(void)language;
	if (flags & FORMAT_MESSAGE_ALLOCATE_BUFFER && buffer)
		*(char **)buffer = NULL; /* many print and free it unseen */
	char *text = msw_message(flags, source, id, args, MSW_NARROW);
	if (!text)
		return 0;
	DWORD n = (DWORD)strlen(text);
	if (flags & FORMAT_MESSAGE_ALLOCATE_BUFFER) {
		DWORD room = n + 1 > size ? n + 1 : size;
		char *block = LocalAlloc(0, room);
		memcpy(block, text, n + 1);
		*(char **)buffer = block;
	} else if (n >= size) {
		n = (DWORD)msw_result(ERROR_INSUFFICIENT_BUFFER);
	} else {
		memcpy(buffer, text, n + 1);
	}
	free(text);
	return n;
}
