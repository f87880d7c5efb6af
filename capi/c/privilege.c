/* Names: of privileges, which nobody has, and of users. */
#include "internal.h"
#include <pwd.h>

static const struct {
	const char *name;
	DWORD number;
} privileges[] = {
	{"SeCreateTokenPrivilege", 2}, {"SeAssignPrimaryTokenPrivilege", 3}, {"SeLockMemoryPrivilege", 4},
	{"SeIncreaseQuotaPrivilege", 5}, {"SeTcbPrivilege", 7}, {"SeSecurityPrivilege", 8},
	{"SeTakeOwnershipPrivilege", 9}, {"SeLoadDriverPrivilege", 10}, {"SeSystemProfilePrivilege", 11},
	{"SeSystemtimePrivilege", 12}, {"SeProfileSingleProcessPrivilege", 13}, {"SeIncreaseBasePriorityPrivilege", 14},
	{"SeCreatePagefilePrivilege", 15}, {"SeCreatePermanentPrivilege", 16}, {"SeBackupPrivilege", 17},
	{"SeRestorePrivilege", 18}, {"SeShutdownPrivilege", 19}, {"SeDebugPrivilege", 20}, {"SeAuditPrivilege", 21},
	{"SeChangeNotifyPrivilege", 23}, {"SeRemoteShutdownPrivilege", 24}, {"SeManageVolumePrivilege", 28},
	{"SeImpersonatePrivilege", 29}, {"SeCreateGlobalPrivilege", 30},
};

EXPORT BOOL WINAPI LookupPrivilegeValueA(LPCSTR computer, LPCSTR name, PLUID id)
{
	(void)computer;
	if (!name || !id)
		return msw_result(ERROR_INVALID_PARAMETER);
	for (size_t i = 0; i < ARRAYSIZE(privileges); i++)
		if (!strcasecmp(privileges[i].name, name)) {
			*id = (LUID){privileges[i].number, 0};
			return TRUE;
		}
	return msw_result(ERROR_NO_SUCH_PRIVILEGE);
}
EXPORT BOOL WINAPI AdjustTokenPrivileges(HANDLE token, BOOL disable_all, PTOKEN_PRIVILEGES wanted, DWORD size, PTOKEN_PRIVILEGES before, PDWORD needed)
{
	struct msgo_handle_info info;
	if (GO(msgo_handle_info(H(token), &info)))
		return msw_result(ERROR_INVALID_HANDLE);
	if (before && size >= sizeof before->PrivilegeCount)
		before->PrivilegeCount = 0;
	if (needed)
		*needed = sizeof wanted->PrivilegeCount;
	SetLastError(!disable_all && wanted && wanted->PrivilegeCount ? ERROR_NOT_ALL_ASSIGNED : 0);
	return TRUE;
}

/* Into a buffer of *size characters: false, and what is needed, when it is too
   small. */
static BOOL fits(const char *text, LPSTR to, LPDWORD size)
{
	DWORD need = (DWORD)strlen(text) + 1, room = *size;
	*size = to && room >= need ? need - 1 : need;
	if (!to || room < need)
		return FALSE;
	memcpy(to, text, need);
	return TRUE;
}
EXPORT BOOL WINAPI LookupAccountSidA(LPCSTR computer, PSID sid, LPSTR name, LPDWORD size, LPSTR domain, LPDWORD domain_size, PSID_NAME_USE use)
{
	char *text = NULL, entry[4096], host[MAX_PATH] = "";
	DWORD n = sizeof host;
	unsigned uid;
	struct passwd user, *found = NULL;
	(void)computer;
	if (!size || !domain_size || !use || !ConvertSidToStringSidA(sid, &text))
		return msw_result(ERROR_INVALID_PARAMETER);
	BOOL everyone = !strcmp(text, "S-1-1-0");
	if (sscanf(text, "S-1-22-1-%u", &uid) == 1)
		getpwuid_r(uid, &user, entry, sizeof entry, &found);
	LocalFree(text);
	if (!found && !everyone)
		return msw_result(ERROR_NONE_MAPPED);
	if (!everyone)
		GetComputerNameA(host, &n);
	*use = everyone ? SidTypeWellKnownGroup : SidTypeUser;
	BOOL both = fits(everyone ? "Everyone" : found->pw_name, name, size);
	both &= fits(host, domain, domain_size);
	return both ? TRUE : msw_result(ERROR_INSUFFICIENT_BUFFER);
}
