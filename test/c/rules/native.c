/* The native calls, found by name as test suites do. */
#include "check.h"
#include <winternl.h>

#define FOUND(name) ((void *)(p##name = (f##name)(void *)GetProcAddress(ntdll, #name)))
#define STATUS(rule, call, want) do { \
	unsigned got_ = (unsigned)(call); \
	if (got_ != (want)) printf("# status %08x\n", got_); \
	OK(rule, got_ == (want) && #call); \
} while (0)

typedef NTSTATUS(NTAPI *fNtCreateMailslotFile)(PHANDLE, ULONG, POBJECT_ATTRIBUTES, PIO_STATUS_BLOCK, ULONG, ULONG, ULONG, PLARGE_INTEGER);
typedef NTSTATUS(NTAPI *fNtReadFile)(HANDLE, HANDLE, PIO_APC_ROUTINE, PVOID, PIO_STATUS_BLOCK, PVOID, ULONG, PLARGE_INTEGER, PULONG);
typedef NTSTATUS(NTAPI *fNtClose)(HANDLE);
typedef VOID(NTAPI *fRtlInitUnicodeString)(PUNICODE_STRING, PCWSTR);
static fNtCreateMailslotFile pNtCreateMailslotFile;
static fNtReadFile pNtReadFile;
static fNtClose pNtClose;
static fRtlInitUnicodeString pRtlInitUnicodeString;

void native(void)
{
	HMODULE ntdll = GetModuleHandleA("ntdll.dll");
	UNICODE_STRING name;
	OBJECT_ATTRIBUTES attributes;
	IO_STATUS_BLOCK status;
	LARGE_INTEGER timeout;
	HANDLE s = NULL, c, event = CreateEventA(NULL, TRUE, FALSE, NULL);
	char buffer[16];
	DWORD n;
	OK("2.8", FOUND(NtCreateMailslotFile) && FOUND(NtReadFile) && FOUND(NtClose) && FOUND(RtlInitUnicodeString));
	OK("2.8", GetProcAddress(ntdll, "NtNoSuchThing") == NULL);
	if (!pNtCreateMailslotFile || !pRtlInitUnicodeString || !pNtReadFile || !pNtClose)
		return;
	pRtlInitUnicodeString(&name, L"\\??\\mailslot\\rules-native");
	memset(&attributes, 0, sizeof attributes);
	attributes.Length = sizeof attributes;
	attributes.ObjectName = &name;
	attributes.Attributes = OBJ_CASE_INSENSITIVE;
	timeout.QuadPart = -1;
	STATUS("2.8", pNtCreateMailslotFile(NULL, GENERIC_READ, &attributes, &status, 0, 0, 0, &timeout), 0xC0000005u);
	STATUS("2.8", pNtCreateMailslotFile(&s, GENERIC_READ | SYNCHRONIZE, &attributes, &status, 0, 0, 0, NULL), 0u);
	OK("2.8", GetMailslotInfo(s, NULL, NULL, NULL, &n) && n == MAILSLOT_WAIT_FOREVER);
	c = CreateFileA("\\\\.\\mailslot\\rules-native", GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
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
	STATUS("2.8", pNtClose(s), 0u);
	STATUS("2.8", pNtClose(s), 0xC0000008u);
	CloseHandle(c);
	CloseHandle(event);
}
