/* The wide forms of aclapi.h, over the narrow ones. Compiled twice, see wide.c. */
#include "internal.h"
#include <aclapi.h>

#define LONGEST_NAME 256

EXPORT DWORD WINAPI SetEntriesInAclW(ULONG count, PEXPLICIT_ACCESSW entries, PACL old, PACL *made)
{
	if (count > 256 || (count && !entries))
		return ERROR_INVALID_PARAMETER;
	EXPLICIT_ACCESSA *narrow = calloc(count + 1, sizeof *narrow);
	char(*names)[LONGEST_NAME] = calloc(count + 1, LONGEST_NAME);
	for (ULONG i = 0; i < count; i++) {
		memcpy(&narrow[i], &entries[i], sizeof *narrow); /* they differ in the type of one pointer */
		if (entries[i].Trustee.TrusteeForm != TRUSTEE_IS_NAME)
			continue;
		WideCharToMultiByte(CP_UTF8, 0, entries[i].Trustee.ptstrName, -1, names[i], LONGEST_NAME, NULL, NULL);
		narrow[i].Trustee.ptstrName = names[i];
	}
	DWORD code = SetEntriesInAclA(count, narrow, old, made);
	free(narrow);
	free(names);
	return code;
}
EXPORT VOID WINAPI BuildExplicitAccessWithNameW(PEXPLICIT_ACCESSW entry, LPWSTR name, DWORD permissions, ACCESS_MODE mode, DWORD inheritance)
{
	*entry = (EXPLICIT_ACCESSW){permissions, mode, inheritance, {NULL, NO_MULTIPLE_TRUSTEE, TRUSTEE_IS_NAME, TRUSTEE_IS_UNKNOWN, name}};
}
