/* The native layer. */
#include <windows.h>
#include <winternl.h>
#include <stdio.h>

int main(void)
{
	UNICODE_STRING name;
	OBJECT_ATTRIBUTES about;
	IO_STATUS_BLOCK io;
	HANDLE slot, out;
	LARGE_INTEGER wait;
	char text[32] = "";
	NTSTATUS status;
	static WCHAR wide[] = L"\\??\\mailslot\\native";
	RtlInitUnicodeString(&name, wide);
	InitializeObjectAttributes(&about, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
	wait.QuadPart = -1;
	status = NtCreateMailslotFile(&slot, GENERIC_READ | SYNCHRONIZE, &about, &io, 0, 0, 0, &wait);
	printf("create %#x\n", (unsigned)status);
	status = NtCreateFile(&out, GENERIC_WRITE | SYNCHRONIZE, &about, &io, NULL, 0, FILE_SHARE_READ | FILE_SHARE_WRITE, FILE_OPEN, FILE_SYNCHRONOUS_IO_NONALERT, NULL, 0);
	printf("open %#x\n", (unsigned)status);
	status = NtWriteFile(out, NULL, NULL, NULL, &io, (PVOID)"native", 7, NULL, NULL);
	printf("write %#x %u\n", (unsigned)status, (unsigned)io.Information);
	status = NtReadFile(slot, NULL, NULL, NULL, &io, text, sizeof text, NULL, NULL);
	if (status == STATUS_PENDING)
		NtWaitForSingleObject(slot, FALSE, NULL);
	printf("read %s\n", text);
	printf("close %#x %#x\n", (unsigned)NtClose(slot), (unsigned)NtClose(out));
	return 0;
}
