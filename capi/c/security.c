/*
 * Security descriptors. Of one only the DACL has a meaning here, and the Go
 * side reads it as SDDL. A descriptor made of SDDL is self-relative and carries
 * its text behind the header; others are the program's own structures.
 */
#include "internal.h"

/* What ConvertStringSecurityDescriptor... makes. */
struct blob {
	BYTE revision, sbz;
	SECURITY_DESCRIPTOR_CONTROL control; /* SE_SELF_RELATIVE */
	DWORD magic, size;
	char text[];
};
#define MAGIC 0x4C444453u /* "SDDL" */

static struct blob *blob_of(PSECURITY_DESCRIPTOR p)
{
	struct blob *b = p;
	return b && b->control & SE_SELF_RELATIVE && b->magic == MAGIC ? b : NULL;
}

/* --- SIDs --------------------------------------------------------------- */

#define MOST_SUBAUTHORITIES 15

EXPORT BOOL WINAPI IsValidSid(PSID p)
{
	SID *sid = p;
	return sid && sid->Revision == SID_REVISION && sid->SubAuthorityCount <= MOST_SUBAUTHORITIES;
}
static DWORD sid_size(BYTE count) { return (DWORD)offsetof(SID, SubAuthority) + 4u * count; }
EXPORT DWORD WINAPI GetLengthSid(PSID p) { return sid_size(((SID *)p)->SubAuthorityCount); }
EXPORT BOOL WINAPI EqualSid(PSID a, PSID b)
{
	return IsValidSid(a) && IsValidSid(b) && GetLengthSid(a) == GetLengthSid(b) && !memcmp(a, b, GetLengthSid(a));
}
EXPORT BOOL WINAPI AllocateAndInitializeSid(PSID_IDENTIFIER_AUTHORITY authority, BYTE count, DWORD a, DWORD b, DWORD c, DWORD d, DWORD e, DWORD f, DWORD g, DWORD h, PSID *out)
{
	const DWORD parts[8] = {a, b, c, d, e, f, g, h};
	if (!authority || !out || count > 8)
		return msw_result(ERROR_INVALID_PARAMETER);
	SID *sid = malloc(sid_size(8));
	if (!sid)
		return msw_result(ERROR_NOT_ENOUGH_MEMORY);
	sid->Revision = SID_REVISION;
	sid->SubAuthorityCount = count;
	sid->IdentifierAuthority = *authority;
	memcpy(sid->SubAuthority, parts, 4u * count);
	*out = sid;
	return TRUE;
}
EXPORT PVOID WINAPI FreeSid(PSID sid)
{
	free(sid);
	return NULL;
}

static void write_sid(FILE *to, const SID *sid)
{
	const BYTE *v = sid->IdentifierAuthority.Value;
	uint64_t authority = 0;
	for (int i = 0; i < 6; i++)
		authority = authority << 8 | v[i];
	fprintf(to, "S-%u-%llu", sid->Revision, (unsigned long long)authority);
	for (int i = 0; i < sid->SubAuthorityCount; i++)
		fprintf(to, "-%u", sid->SubAuthority[i]);
}
EXPORT BOOL WINAPI ConvertSidToStringSidA(PSID sid, LPSTR *text)
{
	char buffer[256] = "";
	if (!IsValidSid(sid))
		return msw_result(ERROR_INVALID_SID);
	FILE *to = fmemopen(buffer, sizeof buffer, "w");
	write_sid(to, sid);
	fclose(to);
	*text = LocalAlloc(0, strlen(buffer) + 1);
	strcpy(*text, buffer);
	return TRUE;
}

/* --- access lists ------------------------------------------------------- */

EXPORT BOOL WINAPI InitializeAcl(PACL acl, DWORD size, DWORD revision)
{
	if (!acl || revision < ACL_REVISION || revision > 4 || size > 0xFFFF)
		return msw_result(ERROR_INVALID_PARAMETER);
	if (size < sizeof *acl)
		return msw_result(ERROR_INSUFFICIENT_BUFFER);
	memset(acl, 0, size);
	acl->AclRevision = (BYTE)revision;
	acl->AclSize = (WORD)(size & ~3u);
	return TRUE;
}

/* The entry at i, or the free place behind the last; null when the list is
   broken. */
static ACE_HEADER *entry(const ACL *acl, WORD i)
{
	char *p = (char *)(acl + 1), *end = (char *)acl + acl->AclSize;
	while (i--) {
		ACE_HEADER *h = (ACE_HEADER *)p;
		if (end - p < (ptrdiff_t)sizeof *h || h->AceSize < sizeof *h || h->AceSize > end - p)
			return NULL;
		p += h->AceSize;
	}
	return (ACE_HEADER *)p;
}
static BOOL add(PACL acl, DWORD revision, DWORD mask, PSID sid, BYTE type)
{
	if (!acl || revision > 4)
		return msw_result(ERROR_INVALID_ACL);
	if (!IsValidSid(sid))
		return msw_result(ERROR_INVALID_SID);
	ACCESS_ALLOWED_ACE *ace = (ACCESS_ALLOWED_ACE *)entry(acl, acl->AceCount);
	DWORD size = (DWORD)offsetof(ACCESS_ALLOWED_ACE, SidStart) + GetLengthSid(sid);
	if (!ace)
		return msw_result(ERROR_INVALID_ACL);
	if ((char *)ace + size > (char *)acl + acl->AclSize)
		return msw_result(ERROR_ALLOTTED_SPACE_EXCEEDED);
	ace->Header = (ACE_HEADER){type, 0, (WORD)size};
	ace->Mask = mask;
	memcpy(&ace->SidStart, sid, GetLengthSid(sid));
	acl->AceCount++;
	return TRUE;
}
EXPORT BOOL WINAPI AddAccessAllowedAce(PACL acl, DWORD revision, DWORD mask, PSID sid) { return add(acl, revision, mask, sid, ACCESS_ALLOWED_ACE_TYPE); }
EXPORT BOOL WINAPI AddAccessDeniedAce(PACL acl, DWORD revision, DWORD mask, PSID sid) { return add(acl, revision, mask, sid, ACCESS_DENIED_ACE_TYPE); }

/* --- descriptors -------------------------------------------------------- */

EXPORT BOOL WINAPI InitializeSecurityDescriptor(PSECURITY_DESCRIPTOR p, DWORD revision)
{
	if (revision != SECURITY_DESCRIPTOR_REVISION)
		return msw_result(ERROR_UNKNOWN_REVISION);
	memset(p, 0, sizeof(SECURITY_DESCRIPTOR));
	((SECURITY_DESCRIPTOR *)p)->Revision = SECURITY_DESCRIPTOR_REVISION;
	return TRUE;
}
EXPORT BOOL WINAPI IsValidSecurityDescriptor(PSECURITY_DESCRIPTOR p) { return p && ((SECURITY_DESCRIPTOR *)p)->Revision == SECURITY_DESCRIPTOR_REVISION; }

/* Only a descriptor in the program's own structure can be changed. */
static SECURITY_DESCRIPTOR *changeable(PSECURITY_DESCRIPTOR p)
{
	if (!IsValidSecurityDescriptor(p)) {
		SetLastError(ERROR_UNKNOWN_REVISION);
		return NULL;
	}
	SECURITY_DESCRIPTOR *sd = p;
	if (sd->Control & SE_SELF_RELATIVE) {
		SetLastError(ERROR_INVALID_SECURITY_DESCR);
		return NULL;
	}
	return sd;
}
EXPORT BOOL WINAPI SetSecurityDescriptorDacl(PSECURITY_DESCRIPTOR p, BOOL present, PACL dacl, BOOL defaulted)
{
	SECURITY_DESCRIPTOR *sd = changeable(p);
	if (!sd)
		return FALSE;
	sd->Control &= (WORD)~(SE_DACL_PRESENT | SE_DACL_DEFAULTED);
	sd->Control |= (WORD)((present ? SE_DACL_PRESENT : 0) | (defaulted ? SE_DACL_DEFAULTED : 0));
	sd->Dacl = present ? dacl : NULL;
	return TRUE;
}
EXPORT BOOL WINAPI GetSecurityDescriptorDacl(PSECURITY_DESCRIPTOR p, LPBOOL present, PACL *dacl, LPBOOL defaulted)
{
	SECURITY_DESCRIPTOR *sd = changeable(p);
	if (!sd)
		return FALSE;
	*present = (sd->Control & SE_DACL_PRESENT) != 0;
	if (*present) {
		*dacl = sd->Dacl;
		*defaulted = (sd->Control & SE_DACL_DEFAULTED) != 0;
	}
	return TRUE;
}
/* Puts a pointer into one of the fields. */
static BOOL put(PSECURITY_DESCRIPTOR p, size_t field, void *value)
{
	SECURITY_DESCRIPTOR *sd = changeable(p);
	if (sd)
		memcpy((char *)sd + field, &value, sizeof value);
	return sd != NULL;
}
EXPORT BOOL WINAPI SetSecurityDescriptorOwner(PSECURITY_DESCRIPTOR p, PSID owner, BOOL defaulted)
{
	(void)defaulted;
	return put(p, offsetof(SECURITY_DESCRIPTOR, Owner), owner);
}
EXPORT BOOL WINAPI SetSecurityDescriptorGroup(PSECURITY_DESCRIPTOR p, PSID group, BOOL defaulted)
{
	(void)defaulted;
	return put(p, offsetof(SECURITY_DESCRIPTOR, Group), group);
}
EXPORT BOOL WINAPI SetSecurityDescriptorSacl(PSECURITY_DESCRIPTOR p, BOOL present, PACL sacl, BOOL defaulted)
{
	(void)defaulted;
	return put(p, offsetof(SECURITY_DESCRIPTOR, Sacl), present ? sacl : NULL);
}
EXPORT DWORD WINAPI GetSecurityDescriptorLength(PSECURITY_DESCRIPTOR p)
{
	struct blob *b = blob_of(p);
	return b ? b->size : (DWORD)sizeof(SECURITY_DESCRIPTOR);
}
EXPORT BOOL WINAPI ConvertStringSecurityDescriptorToSecurityDescriptorA(LPCSTR text, DWORD revision, PSECURITY_DESCRIPTOR *out, PULONG size)
{
	if (!text || !out)
		return msw_result(ERROR_INVALID_PARAMETER);
	if (revision != SDDL_REVISION_1)
		return msw_result(ERROR_UNKNOWN_REVISION);
	uint32_t code = GO(msgo_sddl_check((char *)text));
	if (code)
		return msw_result(code);
	DWORD n = (DWORD)(sizeof(struct blob) + strlen(text) + 1);
	struct blob *b = LocalAlloc(0, n < sizeof(SECURITY_DESCRIPTOR) ? sizeof(SECURITY_DESCRIPTOR) : n);
	if (!b)
		return msw_result(ERROR_NOT_ENOUGH_MEMORY);
	*b = (struct blob){SECURITY_DESCRIPTOR_REVISION, 0, SE_SELF_RELATIVE | SE_DACL_PRESENT, MAGIC, n};
	strcpy(b->text, text);
	*out = b;
	if (size)
		*size = n;
	return TRUE;
}

/* --- for the Go side ---------------------------------------------------- */

/* Generic rights mean those of files. */
static DWORD mapped(DWORD mask)
{
	if (mask & GENERIC_ALL)
		mask |= FILE_ALL_ACCESS;
	if (mask & GENERIC_WRITE)
		mask |= FILE_GENERIC_WRITE;
	if (mask & GENERIC_READ)
		mask |= FILE_GENERIC_READ;
	return mask & 0x1F01FFu;
}

static uint32_t write_acl(FILE *to, const ACL *acl)
{
	fputs("D:", to);
	for (WORD i = 0; i < acl->AceCount; i++) {
		ACCESS_ALLOWED_ACE *ace = (ACCESS_ALLOWED_ACE *)entry(acl, i);
		if (!ace || !entry(acl, (WORD)(i + 1)) || ace->Header.AceType > ACCESS_DENIED_ACE_TYPE || !IsValidSid(&ace->SidStart))
			return ERROR_INVALID_ACL;
		fprintf(to, "(%s;;0x%x;;;", ace->Header.AceType ? "D" : "A", mapped(ace->Mask));
		write_sid(to, (SID *)&ace->SidStart);
		fputc(')', to);
	}
	return 0;
}

char *msw_sddl(LPSECURITY_ATTRIBUTES security, uint32_t *code)
{
	SECURITY_DESCRIPTOR *sd = security ? security->lpSecurityDescriptor : NULL;
	char *text = NULL;
	size_t size;
	*code = 0;
	if (!sd)
		return NULL;
	if (!IsValidSecurityDescriptor(sd)) {
		*code = ERROR_INVALID_SECURITY_DESCR;
		return NULL;
	}
	struct blob *b = blob_of(sd);
	if (b)
		return strdup(b->text);
	if (!(sd->Control & SE_DACL_PRESENT))
		return strdup("");
	if (!sd->Dacl)
		return strdup("D:NO_ACCESS_CONTROL");
	FILE *to = open_memstream(&text, &size);
	*code = write_acl(to, sd->Dacl);
	fclose(to);
	return text;
}

/* The list of rights is the only part that a descriptor has here. */
EXPORT BOOL WINAPI ConvertSecurityDescriptorToStringSecurityDescriptorA(PSECURITY_DESCRIPTOR p, DWORD revision, SECURITY_INFORMATION parts, LPSTR *out, PULONG size)
{
	SECURITY_ATTRIBUTES security = {.lpSecurityDescriptor = p};
	uint32_t code = !p || !out ? ERROR_INVALID_PARAMETER : revision != SDDL_REVISION_1 ? ERROR_UNKNOWN_REVISION : 0;
	char *text = code ? NULL : msw_sddl(&security, &code);
	if (text && !code) {
		const char *told = parts & DACL_SECURITY_INFORMATION ? text : "";
		ULONG n = (ULONG)strlen(told) + 1;
		if ((*out = LocalAlloc(0, n)))
			memcpy(*out, told, n);
		else
			code = ERROR_NOT_ENOUGH_MEMORY;
		if (size)
			*size = n;
	}
	free(text);
	return msw_result(code);
}
