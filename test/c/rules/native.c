/* The native calls, found by name as test suites do. */
#include "check.h"
#include <winternl.h>

#define FOUND(name) ((void *)(p##name = (f##name)(void *)GetProcAddress(ntdll, #name)))
#define STATUS(rule, call, want) do { \
	unsigned got_ = (unsigned)(call); \
	if (got_ != (want)) printf("# status %08x\n", got_); \
	report(got_ == (want), __FILE__, __LINE__, rule, #call " is " #want); \
} while (0)

typedef NTSTATUS(NTAPI *fNtCreateMailslotFile)(PHANDLE, ULONG, POBJECT_ATTRIBUTES, PIO_STATUS_BLOCK, ULONG, ULONG, ULONG, PLARGE_INTEGER);
typedef NTSTATUS(NTAPI *fNtReadFile)(HANDLE, HANDLE, PIO_APC_ROUTINE, PVOID, PIO_STATUS_BLOCK, PVOID, ULONG, PLARGE_INTEGER, PULONG);
typedef NTSTATUS(NTAPI *fNtClose)(HANDLE);
typedef NTSTATUS(NTAPI *fNtQueryInformationFile)(HANDLE, PIO_STATUS_BLOCK, PVOID, ULONG, FILE_INFORMATION_CLASS);
typedef VOID(NTAPI *fRtlInitUnicodeString)(PUNICODE_STRING, PCWSTR);
static fNtCreateMailslotFile pNtCreateMailslotFile;
static fNtReadFile pNtReadFile;
static fNtClose pNtClose;
static fNtQueryInformationFile pNtQueryInformationFile;
static fRtlInitUnicodeString pRtlInitUnicodeString;


static void find(void)
{
	HMODULE ntdll = GetModuleHandleA("ntdll.dll");
	OK("2.8", FOUND(NtCreateMailslotFile) && FOUND(NtReadFile) && FOUND(NtClose) && FOUND(RtlInitUnicodeString) && FOUND(NtQueryInformationFile));
	OK("2.8", GetProcAddress(ntdll, "NtNoSuchThing") == NULL);
}

static unsigned create_named(HANDLE *s, UNICODE_STRING *name, ULONG access, LARGE_INTEGER *timeout)
{
	OBJECT_ATTRIBUTES attributes;
	IO_STATUS_BLOCK status;
	memset(&attributes, 0, sizeof attributes);
	attributes.Length = sizeof attributes;
	attributes.ObjectName = name;
	attributes.Attributes = OBJ_CASE_INSENSITIVE;
	return (unsigned)pNtCreateMailslotFile(s, access, &attributes, &status, 0, 0, 0, timeout);
}

static unsigned create(HANDLE *s, const WCHAR *path, ULONG access, LARGE_INTEGER *timeout)
{
	UNICODE_STRING name;
	pRtlInitUnicodeString(&name, path);
	return create_named(s, &name, access, timeout);
}

HANDLE native_server(const char *name, DWORD timeout)
{
	char path[400] = "\\??\\";
	WCHAR wide[400];
	HANDLE s = INVALID_HANDLE_VALUE;
	LARGE_INTEGER ticks;
	if (!pNtCreateMailslotFile)
		find();
	strcat(path, slot(name) + strlen("\\\\.\\"));
	MultiByteToWideChar(CP_ACP, 0, path, -1, wide, 400);
	ticks.QuadPart = -10000 * (LONGLONG)timeout;
	STATUS("2.8", create(&s, wide, GENERIC_READ | SYNCHRONIZE, timeout == MAILSLOT_WAIT_FOREVER ? NULL : &ticks), 0u);
	return s;
}

/* The longest name is 65532 bytes with the device before it. */
static void lengths(void)
{
	static const WCHAR device[] = L"\\Device\\MailSlot\\";
	static WCHAR path[32767];
	UNICODE_STRING name = {65534, 65534, path};
	size_t i, device_length = sizeof device / sizeof *device - 1;
	HANDLE s = NULL;
	for (i = 0; i < 32767; i++)
		path[i] = i < device_length ? device[i] : L'n';
	STATUS("1.7", create_named(&s, &name, GENERIC_READ | SYNCHRONIZE, NULL), 0xC0000033u);
	name.Length = 65532;
	STATUS("1.7", create_named(&s, &name, GENERIC_READ | SYNCHRONIZE, NULL), 0u);
	STATUS("1.7", pNtClose(s), 0u);
}

static void creation(void)
{
	LARGE_INTEGER timeout;
	HANDLE s = NULL, other = NULL;
	DWORD next = 9, max = 9;
	struct { ULONG MaximumMessageSize, MailslotQuota, NextMessageSize, MessagesAvailable; LARGE_INTEGER ReadTimeout; } query;
	IO_STATUS_BLOCK status;
	timeout.QuadPart = -1;
	STATUS("2.8", create(NULL, L"\\??\\mailslot\\rules-native", GENERIC_READ, &timeout), 0xC0000005u);
	STATUS("2.8", create(&s, L"\\??\\mailslot\\rules-native", GENERIC_READ | SYNCHRONIZE, NULL), 0u);
	OK("2.8", GetMailslotInfo(s, &max, &next, NULL, NULL) && max == 0 && next == MAILSLOT_NO_MESSAGE);
	STATUS("2.8", pNtQueryInformationFile(s, &status, &query, sizeof query, FileMailslotQueryInformation), 0u);
	OK("2.8", query.ReadTimeout.QuadPart == -1 && query.MailslotQuota == 0);
	STATUS("2.7", create(&other, L"\\??\\mailslot\\RULES-native", GENERIC_READ | SYNCHRONIZE, NULL), 0xC0000035u);
	SetMailslotInfo(s, 1000);
	STATUS("6.9", pNtQueryInformationFile(s, &status, &query, sizeof query, FileMailslotQueryInformation), 0u);
	OK("6.9", query.ReadTimeout.QuadPart == -10000000 && query.NextMessageSize == MAILSLOT_NO_MESSAGE);
	STATUS("2.8", pNtClose(s), 0u);
	STATUS("2.8", pNtClose(s), 0xC0000008u);
}

void native(void)
{
	HANDLE s, c, event = CreateEventA(NULL, TRUE, FALSE, NULL);
	IO_STATUS_BLOCK status;
	char buffer[16];
	find();
	if (!pNtCreateMailslotFile || !pRtlInitUnicodeString || !pNtReadFile || !pNtClose || !pNtQueryInformationFile)
		return;
	creation();
	if (sizeof(WCHAR) == 2) /* else a UNICODE_STRING has half the room */
		lengths();
	s = native_server("native", MAILSLOT_WAIT_FOREVER);
	c = client("native");
	status.Status = (NTSTATUS)0xdeadbeefu;
	STATUS("9.2", pNtReadFile(s, event, NULL, NULL, &status, buffer, sizeof buffer, NULL, NULL), 0x103u);
	OK("9.2", (unsigned)status.Status == 0xdeadbeefu); /* written at the end only */
	put(c, "native");
	OK("9.2", WaitForSingleObject(event, 5000) == 0 && status.Status == 0 && status.Information == 6);
	put(c, "again");
	memset(&status, 0xCC, sizeof status);
	STATUS("5.2", pNtReadFile(s, event, NULL, NULL, &status, buffer, 2, NULL, NULL), 0xC0000023u);
	OK("9.4", (unsigned)status.Status == 0xCCCCCCCCu);
	STATUS("9.1", pNtReadFile(s, event, NULL, NULL, &status, buffer, sizeof buffer, NULL, NULL), 0u);
	OK("9.1", status.Information == 5);
	CloseHandle(s);
	CloseHandle(c);
	CloseHandle(event);
}
