/* The native calls with text, compiled for both widths of WCHAR. */
#include "wide.h"
#include <ntstatus.h>

NTSTATUS msw_status(uint32_t code);
void msw_set_mode(uintptr_t h, uint32_t options);
DWORD msw_milliseconds(const LARGE_INTEGER *t);

/* A counted string as UTF-8. */
static char *utf8(PCUNICODE_STRING s) { return from_n(s->Buffer, s->Length / sizeof(WCHAR)); }

/* --- opening ------------------------------------------------------------ */

/* The object's whole name; below the root of all slots a short one is meant. */
static NTSTATUS name_of(POBJECT_ATTRIBUTES a, char **name)
{
	struct msgo_handle_info info;
	*name = NULL;
	if (!a || a->Length != sizeof *a)
		return STATUS_INVALID_PARAMETER;
	if (a->ObjectName ? a->ObjectName->Length % sizeof(WCHAR) : a->RootDirectory != NULL)
		return STATUS_OBJECT_NAME_INVALID;
	if (!a->ObjectName || (!a->ObjectName->Buffer && a->ObjectName->Length))
		return STATUS_OBJECT_PATH_SYNTAX_BAD;
	*name = utf8(a->ObjectName);
	if (!a->RootDirectory)
		return STATUS_SUCCESS;
	if (GO(msgo_handle_info(H(a->RootDirectory), &info)))
		return STATUS_INVALID_HANDLE;
	char *whole = NULL;
	if (info.kind != MSGO_KIND_ROOT || asprintf(&whole, "\\Device\\Mailslot\\%s", *name) < 0)
		return STATUS_OBJECT_TYPE_MISMATCH;
	free(*name);
	*name = whole;
	return STATUS_SUCCESS;
}

static NTSTATUS opened(uint32_t code, uintptr_t h, ULONG options, PHANDLE out, PIO_STATUS_BLOCK status, ULONG how)
{
	if (code)
		return msw_status(code);
	msw_set_mode(h, options);
	*out = (HANDLE)h;
	*status = (IO_STATUS_BLOCK){.Status = 0, .Information = how};
	return STATUS_SUCCESS;
}

EXPORT NTSTATUS NTAPI NtCreateMailslotFile(PHANDLE slot, ULONG access, POBJECT_ATTRIBUTES a, PIO_STATUS_BLOCK status, ULONG options, ULONG quota, ULONG size, PLARGE_INTEGER timeout)
{
	size_t n = 0;
	uintptr_t h = 0;
	OWN char *name = NULL;
	(void)quota;
	if (!slot || !status)
		return STATUS_ACCESS_VIOLATION;
	NTSTATUS bad = name_of(a, &name);
	if (bad)
		return bad;
	if (!access)
		return STATUS_ACCESS_DENIED;
	OWN u16 *units = msw_to16(name, &n);
	DWORD ms = timeout && timeout->QuadPart == -1 ? INFINITE : msw_milliseconds(timeout);
	uint32_t code = GO(msgo_nt_slot_create(units, (uint32_t)n, access, options, size, ms, (a->Attributes & OBJ_INHERIT) != 0, &h));
	return opened(code, h, options, slot, status, FILE_CREATED);
}

/* A file of this system: \??\C:\x, \??\x or \DosDevices\C:\x. */
static NTSTATUS open_file(const char *path, ACCESS_MASK access, ULONG share, ULONG disposition, ULONG options, BOOL inherit, PHANDLE out, PIO_STATUS_BLOCK status)
{
	static const DWORD how[] = {CREATE_ALWAYS, OPEN_EXISTING, CREATE_NEW, OPEN_ALWAYS, TRUNCATE_EXISTING, CREATE_ALWAYS};
	SECURITY_ATTRIBUTES sa = {sizeof sa, NULL, inherit};
	if (disposition >= ARRAYSIZE(how))
		return STATUS_INVALID_PARAMETER;
	HANDLE h = CreateFileA(path, access, share, &sa, how[disposition], 0, NULL);
	return opened(h == INVALID_HANDLE_VALUE ? GetLastError() : 0, H(h), options, out, status, disposition == FILE_CREATE ? FILE_CREATED : FILE_OPENED);
}
EXPORT NTSTATUS NTAPI NtCreateFile(PHANDLE out, ACCESS_MASK access, POBJECT_ATTRIBUTES a, PIO_STATUS_BLOCK status, PLARGE_INTEGER size, ULONG attributes, ULONG share, ULONG disposition, ULONG options, PVOID ea, ULONG ea_size)
{
	size_t n = 0;
	uintptr_t h = 0;
	OWN char *name = NULL;
	(void)size, (void)attributes, (void)ea, (void)ea_size;
	if (!out || !status)
		return STATUS_ACCESS_VIOLATION;
	NTSTATUS bad = name_of(a, &name);
	if (bad)
		return bad;
	BOOL inherit = (a->Attributes & OBJ_INHERIT) != 0;
	OWN u16 *units = msw_to16(name, &n);
	uint32_t code = GO(msgo_nt_slot_open(units, (uint32_t)n, access, share, disposition, options, inherit, &h));
	if (code == ERROR_PATH_NOT_FOUND && !strncmp(name, "\\??\\", 4) && strncasecmp(name + 4, "mailslot", 8))
		return open_file(name + 4, access, share, disposition, options, inherit, out, status);
	return opened(code, h, options, out, status, FILE_OPENED);
}
EXPORT NTSTATUS NTAPI NtOpenFile(PHANDLE out, ACCESS_MASK access, POBJECT_ATTRIBUTES a, PIO_STATUS_BLOCK status, ULONG share, ULONG options)
{
	return NtCreateFile(out, access, a, status, NULL, 0, share, FILE_OPEN, options, NULL, 0);
}

/* --- asking ------------------------------------------------------------- */

/* Puts a UNICODE_STRING at the front of a buffer and its text behind. */
static NTSTATUS put_string(const char *text, size_t head, PVOID to, ULONG size, PULONG needed)
{
	size_t n = 0;
	OWN WCHAR *w = to_wide(text, &n);
	ULONG bytes = (ULONG)(n * sizeof(WCHAR)), all = (ULONG)head + (n ? bytes + (ULONG)sizeof(WCHAR) : 0);
	if (needed)
		*needed = all;
	if (size < head)
		return STATUS_INFO_LENGTH_MISMATCH;
	if (size < all)
		return STATUS_BUFFER_OVERFLOW;
	memset(to, 0, head);
	if (n) {
		*(UNICODE_STRING *)to = (UNICODE_STRING){(USHORT)bytes, (USHORT)(bytes + sizeof(WCHAR)), (WCHAR *)((char *)to + head)};
		memcpy((char *)to + head, w, bytes + sizeof(WCHAR));
	}
	return STATUS_SUCCESS;
}
static const char *const types[] = {
	[MSGO_KIND_NONE] = "", [MSGO_KIND_SERVER] = "File", [MSGO_KIND_CLIENT] = "File", [MSGO_KIND_ROOT] = "File",
	[MSGO_KIND_FD] = "File", [MSGO_KIND_EVENT] = "Event", [MSGO_KIND_MUTEX] = "Mutant", [MSGO_KIND_SEMAPHORE] = "Semaphore",
	[MSGO_KIND_TIMER] = "Timer", [MSGO_KIND_THREAD] = "Thread", [MSGO_KIND_PROCESS] = "Process", [MSGO_KIND_PORT] = "IoCompletion",
	[MSGO_KIND_SECTION] = "Section",
};
EXPORT NTSTATUS NTAPI NtQueryObject(HANDLE h, OBJECT_INFORMATION_CLASS class, PVOID to, ULONG size, PULONG needed)
{
	struct msgo_handle_info info;
	u16 name[32768];
	uint32_t n = 0, code = GO(msgo_handle_info(H(h), &info));
	if (code)
		return msw_status(code);
	if (class == ObjectTypeInformation)
		return put_string(types[info.kind < ARRAYSIZE(types) ? info.kind : 0], sizeof(OBJECT_TYPE_INFORMATION), to, size, needed);
	if (class == ObjectBasicInformation) { /* attributes, granted rights, counts */
		ULONG basic[14] = {info.flags & HANDLE_FLAG_INHERIT ? OBJ_INHERIT : 0, info.access, 1, 1};
		if (needed)
			*needed = sizeof basic;
		if (size < sizeof basic)
			return STATUS_INFO_LENGTH_MISMATCH;
		memcpy(to, basic, sizeof basic);
		return STATUS_SUCCESS;
	}
	if (class != ObjectNameInformation)
		return STATUS_INVALID_INFO_CLASS;
	code = GO(msgo_object_name(H(h), name, ARRAYSIZE(name), &n));
	if (code)
		return msw_status(code);
	OWN char *text = msw_from16(name, n);
	return put_string(text, sizeof(UNICODE_STRING), to, size, needed);
}

/* --- strings ------------------------------------------------------------ */

EXPORT VOID NTAPI RtlInitUnicodeString(PUNICODE_STRING s, PCWSTR text)
{
	size_t n = text ? length_of(text) * sizeof(WCHAR) : 0;
	if (n > 0xFFFC)
		n = 0xFFFC;
	*s = (UNICODE_STRING){(USHORT)n, (USHORT)(text ? n + sizeof(WCHAR) : 0), (PWSTR)(uintptr_t)text};
}
EXPORT VOID NTAPI RtlFreeUnicodeString(PUNICODE_STRING s)
{
	free(s->Buffer);
	*s = (UNICODE_STRING){0};
}
EXPORT BOOLEAN NTAPI RtlCreateUnicodeString(PUNICODE_STRING s, PCWSTR text)
{
	size_t size = (length_of(text) + 1) * sizeof(WCHAR);
	WCHAR *copy = malloc(size);
	if (!copy)
		return FALSE;
	memcpy(copy, text, size);
	RtlInitUnicodeString(s, copy);
	return TRUE;
}
EXPORT BOOLEAN NTAPI RtlCreateUnicodeStringFromAsciiz(PUNICODE_STRING s, LPCSTR text)
{
	RtlInitUnicodeString(s, to_wide(text, NULL));
	return s->Buffer != NULL;
}
EXPORT BOOLEAN NTAPI RtlDosPathNameToNtPathName_U(PCWSTR path, PUNICODE_STRING out, PWSTR *part, PVOID reserved)
{
	UNICODE_STRING given;
	char *nt = NULL;
	(void)reserved;
	RtlInitUnicodeString(&given, path);
	OWN char *name = path ? utf8(&given) : NULL;
	if (!name || !*name)
		return FALSE;
	BOOL device = msw_is_device_name(name);
	ASK(GetFullPathNameA(name, room, text, NULL));
	if (asprintf(&nt, "\\??\\%s", device && (text[2] == '.' || text[2] == '?') ? text + 4 : text) < 0)
		return FALSE;
	for (char *p = nt; *p; p++)
		if (*p == '/' && device)
			*p = '\\';
	RtlCreateUnicodeStringFromAsciiz(out, nt);
	free(nt);
	if (part)
		for (*part = out->Buffer, path = out->Buffer; *path; path++)
			if (*path == '\\' || *path == '/')
				*part = (PWSTR)(uintptr_t)path + 1;
	return TRUE;
}
