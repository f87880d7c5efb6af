// A slot for everybody: a descriptor without a list of rights.
#include <windows.h>
#include <sddl.h>
#include <stdio.h>

int main()
{
	SECURITY_DESCRIPTOR sd;
	SECURITY_ATTRIBUTES sa;
	InitializeSecurityDescriptor(&sd, SECURITY_DESCRIPTOR_REVISION);
	SetSecurityDescriptorDacl(&sd, TRUE, NULL, FALSE);
	sa.nLength = sizeof(sa);
	sa.lpSecurityDescriptor = &sd;
	sa.bInheritHandle = FALSE;
	HANDLE slot = CreateMailslotA("\\\\.\\mailslot\\everybody", 0, 0, &sa);
	printf("%s %lu\n", slot == INVALID_HANDLE_VALUE ? "refused" : "created", slot == INVALID_HANDLE_VALUE ? GetLastError() : 0);
	PSECURITY_DESCRIPTOR text = NULL;
	BOOL ok = ConvertStringSecurityDescriptorToSecurityDescriptorA("D:(A;;GA;;;BA)", SDDL_REVISION_1, &text, NULL);
	printf("sddl %d\n", ok);
	LPTSTR back = NULL;
	ULONG size = 0;
	ok = ConvertSecurityDescriptorToStringSecurityDescriptor(text, SDDL_REVISION_1, DACL_SECURITY_INFORMATION, &back, &size);
	printf("back %d %d %lu\n", ok, !lstrcmp(back, TEXT("D:(A;;GA;;;BA)")), size);
	LocalFree(back);
	LocalFree(text);
	ConvertSecurityDescriptorToStringSecurityDescriptorA(&sd, SDDL_REVISION_1, DACL_SECURITY_INFORMATION, (LPSTR *)&back, NULL);
	printf("%s\n", (LPSTR)back);
	LocalFree(back);
	ok = ConvertStringSecurityDescriptorToSecurityDescriptorA("nonsense", SDDL_REVISION_1, &text, NULL);
	printf("nonsense %d\n", ok);
	return 0;
}
