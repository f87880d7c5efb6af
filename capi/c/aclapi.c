/* Access lists made of entries, SIDs made by other means, and the token that
   tells who the user is. */
#include "internal.h"
#include <aclapi.h>
#include <unistd.h>

/* --- SIDs ------------------------------------------------------------------ */

EXPORT DWORD WINAPI GetSidLengthRequired(UCHAR count) { return (DWORD)offsetof(SID, SubAuthority) + 4u * count; }
EXPORT BOOL WINAPI InitializeSid(PSID p, PSID_IDENTIFIER_AUTHORITY authority, BYTE count)
{
	SID *sid = p;
	if (!sid || !authority || count > 15)
		return msw_result(ERROR_INVALID_PARAMETER);
	memset(sid, 0, GetSidLengthRequired(count));
	sid->Revision = SID_REVISION;
	sid->SubAuthorityCount = count;
	sid->IdentifierAuthority = *authority;
	return TRUE;
}
EXPORT DWORD *WINAPI GetSidSubAuthority(PSID sid, DWORD index) { return &((SID *)sid)->SubAuthority[index]; }
EXPORT BOOL WINAPI CopySid(DWORD size, PSID to, PSID from)
{
	if (!IsValidSid(from))
		return msw_result(ERROR_INVALID_SID);
	if (!to || size < GetLengthSid(from))
		return msw_result(ERROR_INSUFFICIENT_BUFFER);
	memcpy(to, from, GetLengthSid(from));
	return TRUE;
}

static const struct {
	WELL_KNOWN_SID_TYPE type;
	BYTE authority, count;
	DWORD parts[2];
} well_known[] = {
	{WinNullSid, 0, 1, {SECURITY_NULL_RID}}, {WinWorldSid, 1, 1, {SECURITY_WORLD_RID}},
	{WinAuthenticatedUserSid, 5, 1, {SECURITY_AUTHENTICATED_USER_RID}}, {WinLocalSystemSid, 5, 1, {SECURITY_LOCAL_SYSTEM_RID}},
	{WinBuiltinAdministratorsSid, 5, 2, {SECURITY_BUILTIN_DOMAIN_RID, DOMAIN_ALIAS_RID_ADMINS}},
	{WinBuiltinUsersSid, 5, 2, {SECURITY_BUILTIN_DOMAIN_RID, DOMAIN_ALIAS_RID_USERS}},
};
EXPORT BOOL WINAPI CreateWellKnownSid(WELL_KNOWN_SID_TYPE type, PSID domain, PSID sid, DWORD *size)
{
	(void)domain;
	for (size_t i = 0; i < sizeof well_known / sizeof *well_known; i++) {
		if (well_known[i].type != type)
			continue;
		DWORD room = *size;
		*size = GetSidLengthRequired(well_known[i].count);
		if (!sid || room < *size)
			return msw_result(ERROR_INSUFFICIENT_BUFFER);
		SID_IDENTIFIER_AUTHORITY authority = {{0, 0, 0, 0, 0, well_known[i].authority}};
		InitializeSid(sid, &authority, well_known[i].count);
		memcpy(GetSidSubAuthority(sid, 0), well_known[i].parts, 4u * well_known[i].count);
		return TRUE;
	}
	return msw_result(ERROR_INVALID_PARAMETER);
}

/* S-1-22-1-UID: the user of that number, as Samba writes it. */
struct user_sid {
	SID sid;
	DWORD uid;
};
static void current_user(struct user_sid *to)
{
	SID_IDENTIFIER_AUTHORITY unix_users = {{0, 0, 0, 0, 0, 22}};
	InitializeSid(&to->sid, &unix_users, 2);
	to->sid.SubAuthority[0] = 1;
	*GetSidSubAuthority(&to->sid, 1) = geteuid();
}

/* --- access lists ------------------------------------------------------------ */

/* The SID of a trustee; place holds one that is not the program's own. */
static SID *trustee(const TRUSTEE_A *t, struct user_sid *place)
{
	DWORD size = sizeof *place;
	if (t->TrusteeForm == TRUSTEE_IS_SID)
		return IsValidSid(t->ptstrName) ? (SID *)t->ptstrName : NULL;
	if (t->TrusteeForm != TRUSTEE_IS_NAME || !t->ptstrName)
		return NULL;
	if (!strcasecmp(t->ptstrName, "CURRENT_USER"))
		current_user(place);
	else if (strcasecmp(t->ptstrName, "EVERYONE") || !CreateWellKnownSid(WinWorldSid, NULL, place, &size))
		return NULL;
	return &place->sid;
}

EXPORT DWORD WINAPI SetEntriesInAclA(ULONG count, PEXPLICIT_ACCESSA entries, PACL old, PACL *made)
{
	DWORD size = (old ? old->AclSize : sizeof(ACL)) + (DWORD)(count * (sizeof(ACCESS_ALLOWED_ACE) + SECURITY_MAX_SID_SIZE));
	if (!made || (count && !entries) || count > 256)
		return ERROR_INVALID_PARAMETER;
	PACL acl = LocalAlloc(LMEM_ZEROINIT, size);
	InitializeAcl(acl, size, ACL_REVISION);
	if (old) {
		memcpy(acl, old, old->AclSize);
		acl->AclSize = (WORD)(size & ~3u);
	}
	for (ULONG i = 0; i < count; i++) {
		struct user_sid place;
		SID *sid = trustee(&entries[i].Trustee, &place);
		ACCESS_MODE mode = entries[i].grfAccessMode;
		BOOL ok = sid && (mode == DENY_ACCESS ? AddAccessDeniedAce(acl, ACL_REVISION, entries[i].grfAccessPermissions, sid)
			: mode == SET_ACCESS || mode == GRANT_ACCESS ? AddAccessAllowedAce(acl, ACL_REVISION, entries[i].grfAccessPermissions, sid) : TRUE);
		if (!ok) {
			LocalFree(acl);
			return sid ? GetLastError() : ERROR_NONE_MAPPED;
		}
	}
	*made = acl;
	return ERROR_SUCCESS;
}
EXPORT VOID WINAPI BuildExplicitAccessWithNameA(PEXPLICIT_ACCESSA entry, LPSTR name, DWORD permissions, ACCESS_MODE mode, DWORD inheritance)
{
	*entry = (EXPLICIT_ACCESSA){permissions, mode, inheritance, {NULL, NO_MULTIPLE_TRUSTEE, TRUSTEE_IS_NAME, TRUSTEE_IS_UNKNOWN, name}};
}

/* --- tokens -------------------------------------------------------------------- */

/* A token is an event: something that CloseHandle closes. */
EXPORT BOOL WINAPI OpenProcessToken(HANDLE process, DWORD access, PHANDLE token)
{
	(void)access;
	if (!token)
		return msw_result(ERROR_INVALID_PARAMETER);
	if (process != GetCurrentProcess())
		return msw_result(ERROR_ACCESS_DENIED);
	*token = CreateEventA(NULL, TRUE, FALSE, NULL);
	return *token != NULL;
}
EXPORT BOOL WINAPI OpenThreadToken(HANDLE thread, DWORD access, BOOL self, PHANDLE token)
{
	(void)thread, (void)access, (void)self, (void)token;
	return msw_result(ERROR_NO_TOKEN);
}
EXPORT BOOL WINAPI GetTokenInformation(HANDLE token, TOKEN_INFORMATION_CLASS what, LPVOID info, DWORD size, PDWORD needed)
{
	struct {
		TOKEN_USER user;
		struct user_sid sid;
	} *user = info;
	DWORD need = what == TokenElevation ? sizeof(TOKEN_ELEVATION) : sizeof *user;
	(void)token;
	if (what != TokenUser && what != TokenElevation)
		return msw_result(ERROR_NOT_SUPPORTED);
	if (needed)
		*needed = need;
	if (!info || size < need)
		return msw_result(ERROR_INSUFFICIENT_BUFFER);
	if (what == TokenElevation) {
		((TOKEN_ELEVATION *)info)->TokenIsElevated = geteuid() == 0;
	} else {
		current_user(&user->sid);
		user->user.User = (SID_AND_ATTRIBUTES){&user->sid, 0};
	}
	return TRUE;
}
