/* What the native calls answer about slots, clients and the root of all slots,
   and which memory can be touched: one line for each story. */
#include <stdarg.h>
#include <ntstatus.h>
#define WIN32_NO_STATUS
#include <windows.h>
#include <winternl.h>
#include <stdio.h>

static const WCHAR asked[] = L"\\??\\MAILSLOT\\asked";

static void opening(void)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\??\\MAILSLOT\\asked"), odd = name;
	OBJECT_ATTRIBUTES about;
	IO_STATUS_BLOCK io;
	HANDLE slot;
	InitializeObjectAttributes(&about, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
	printf("no rights %lx", NtCreateMailslotFile(&slot, 0, &about, &io, 0, 0, 0, NULL));
	odd.Length--;
	about.ObjectName = &odd;
	printf(", half a letter %lx", NtCreateMailslotFile(&slot, GENERIC_READ, &about, &io, 0, 0, 0, NULL));
	about.ObjectName = NULL;
	printf(", no name %lx", NtCreateMailslotFile(&slot, GENERIC_READ, &about, &io, 0, 0, 0, NULL));
	about.RootDirectory = (HANDLE)0xdead0;
	printf(", below a root %lx\n", NtCreateMailslotFile(&slot, GENERIC_READ, &about, &io, 0, 0, 0, NULL));
}

static void about(const char *what, HANDLE h)
{
	FILE_ACCESS_INFORMATION access = {0};
	FILE_IO_COMPLETION_NOTIFICATION_INFORMATION modes;
	struct { FILE_NAME_INFORMATION head; WCHAR rest[64]; } name;
	IO_STATUS_BLOCK io;
	printf("%s: access %lx", what, NtQueryInformationFile(h, &io, &access, sizeof access, FileAccessInformation));
	printf(" %d", (access.AccessFlags & (FILE_READ_DATA | FILE_WRITE_DATA)) != 0);
	printf(" modes %lx", NtQueryInformationFile(h, &io, &modes, sizeof modes, FileIoCompletionNotificationInformation));
	printf(" name %lx", NtQueryInformationFile(h, &io, &name, sizeof name, FileNameInformation));
	printf(" unknown %lx", NtQueryInformationFile(h, &io, &name, sizeof name, (FILE_INFORMATION_CLASS)0x7ead));
	if (!GetFileInformationByHandleEx(h, FileStandardInfo, &name, sizeof name))
		printf(" standard %lu\n", GetLastError());
}

static void pointers(void)
{
	char *pages = VirtualAlloc(NULL, 8192, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
	DWORD old;
	memset(pages, 'x', 8192);
	VirtualProtect(pages + 4096, 4096, PAGE_NOACCESS, &old);
	printf("read %d %d, ", IsBadReadPtr(pages, 4096), IsBadReadPtr(pages, 4097));
	printf("write %d %d %d, ", IsBadWritePtr(pages, 4096), IsBadWritePtr((LPVOID)asked, 1), IsBadWritePtr(NULL, 0));
	printf("text %d %d", IsBadStringPtrA("text", 100), IsBadStringPtrA(pages, 4096));
	printf(" %d %d %d\n", IsBadStringPtrA(pages, 4097), IsBadStringPtrW(asked, 100), IsBadStringPtr(NULL, 1));
	VirtualFree(pages, 0, MEM_RELEASE);
}

int main(void)
{
	HANDLE server, client, root, event = CreateEvent(NULL, FALSE, FALSE, NULL);
	opening();
	server = CreateMailslot(TEXT("\\\\.\\mailslot\\asked"), 0, 0, NULL);
	client = CreateFile(TEXT("\\\\.\\mailslot\\asked"), GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
	root = CreateFile(TEXT("\\\\.\\mailslot"), 0, 0, NULL, OPEN_EXISTING, 0, NULL);
	about("server", server), about("client", client), about("root", root), about("event", event);
	pointers();
	CloseHandle(client), CloseHandle(server), CloseHandle(root), CloseHandle(event);
	return 0;
}
