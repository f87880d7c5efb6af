/* Security descriptors: of an access list only what decides who may write to
   a slot has an effect. */
#ifndef _SECURITYBASEAPI_H_
#define _SECURITYBASEAPI_H_

#include "minwinbase.h"

#define TOKEN_ASSIGN_PRIMARY 0x1u
#define TOKEN_DUPLICATE 0x2u
#define TOKEN_IMPERSONATE 0x4u
#define TOKEN_QUERY 0x8u
#define TOKEN_QUERY_SOURCE 0x10u
#define TOKEN_ADJUST_PRIVILEGES 0x20u
#define TOKEN_ADJUST_GROUPS 0x40u
#define TOKEN_ADJUST_DEFAULT 0x80u
#define TOKEN_READ (STANDARD_RIGHTS_READ | TOKEN_QUERY)
#define TOKEN_ALL_ACCESS (STANDARD_RIGHTS_REQUIRED | 0x1FFu)

MSW_BEGIN
BOOL WINAPI InitializeSecurityDescriptor(PSECURITY_DESCRIPTOR descriptor, DWORD revision);
BOOL WINAPI SetSecurityDescriptorDacl(PSECURITY_DESCRIPTOR descriptor, BOOL present, PACL dacl, BOOL defaulted);
BOOL WINAPI GetSecurityDescriptorDacl(PSECURITY_DESCRIPTOR descriptor, LPBOOL present, PACL *dacl, LPBOOL defaulted);
BOOL WINAPI SetSecurityDescriptorOwner(PSECURITY_DESCRIPTOR descriptor, PSID owner, BOOL defaulted);
BOOL WINAPI SetSecurityDescriptorGroup(PSECURITY_DESCRIPTOR descriptor, PSID group, BOOL defaulted);
BOOL WINAPI SetSecurityDescriptorSacl(PSECURITY_DESCRIPTOR descriptor, BOOL present, PACL sacl, BOOL defaulted);
BOOL WINAPI IsValidSecurityDescriptor(PSECURITY_DESCRIPTOR descriptor);
DWORD WINAPI GetSecurityDescriptorLength(PSECURITY_DESCRIPTOR descriptor);
BOOL WINAPI InitializeAcl(PACL acl, DWORD size, DWORD revision);
BOOL WINAPI AddAccessAllowedAce(PACL acl, DWORD revision, DWORD mask, PSID sid);
BOOL WINAPI AddAccessDeniedAce(PACL acl, DWORD revision, DWORD mask, PSID sid);
BOOL WINAPI AllocateAndInitializeSid(PSID_IDENTIFIER_AUTHORITY authority, BYTE count, DWORD a, DWORD b, DWORD c, DWORD d, DWORD e, DWORD f, DWORD g, DWORD h, PSID *sid);
PVOID WINAPI FreeSid(PSID sid);
DWORD WINAPI GetLengthSid(PSID sid);
BOOL WINAPI EqualSid(PSID a, PSID b);
BOOL WINAPI IsValidSid(PSID sid);
BOOL WINAPI InitializeSid(PSID sid, PSID_IDENTIFIER_AUTHORITY authority, BYTE count);
DWORD *WINAPI GetSidSubAuthority(PSID sid, DWORD index);
DWORD WINAPI GetSidLengthRequired(UCHAR count);
BOOL WINAPI CopySid(DWORD size, PSID to, PSID from);
BOOL WINAPI CreateWellKnownSid(WELL_KNOWN_SID_TYPE type, PSID domain, PSID sid, DWORD *size);
/* Of a token it can be asked who the user is, and whether it is root. */
BOOL WINAPI OpenProcessToken(HANDLE process, DWORD access, PHANDLE token);
BOOL WINAPI OpenThreadToken(HANDLE thread, DWORD access, BOOL self, PHANDLE token);
/* Privileges have their numbers; a token has none to enable: last error 1300. */
MSW_PAIR(BOOL, LookupPrivilegeValue, (LPCSTR computer, LPCSTR name, PLUID id), (LPCWSTR computer, LPCWSTR name, PLUID id));
BOOL WINAPI AdjustTokenPrivileges(HANDLE token, BOOL disable_all, PTOKEN_PRIVILEGES wanted, DWORD size, PTOKEN_PRIVILEGES before, PDWORD needed);
/* The name of a user of this system, S-1-22-1-N, or of everyone. */
MSW_PAIR(BOOL, LookupAccountSid,
	(LPCSTR computer, PSID sid, LPSTR name, LPDWORD size, LPSTR domain, LPDWORD domain_size, PSID_NAME_USE use),
	(LPCWSTR computer, PSID sid, LPWSTR name, LPDWORD size, LPWSTR domain, LPDWORD domain_size, PSID_NAME_USE use));
BOOL WINAPI GetTokenInformation(HANDLE token, TOKEN_INFORMATION_CLASS what, LPVOID info, DWORD size, PDWORD needed);
MSW_END

#define LookupAccountSid MSW_AW(LookupAccountSid)

#endif
