/* Security descriptors as text. */
#ifndef __SDDL_H__
#define __SDDL_H__

#include "securitybaseapi.h"

#define SDDL_REVISION_1 1
#define SDDL_REVISION SDDL_REVISION_1

MSW_BEGIN
MSW_PAIR(BOOL, ConvertStringSecurityDescriptorToSecurityDescriptor,
	(LPCSTR text, DWORD revision, PSECURITY_DESCRIPTOR *descriptor, PULONG size),
	(LPCWSTR text, DWORD revision, PSECURITY_DESCRIPTOR *descriptor, PULONG size));
MSW_PAIR(BOOL, ConvertSecurityDescriptorToStringSecurityDescriptor,
	(PSECURITY_DESCRIPTOR descriptor, DWORD revision, SECURITY_INFORMATION parts, LPSTR *text, PULONG size),
	(PSECURITY_DESCRIPTOR descriptor, DWORD revision, SECURITY_INFORMATION parts, LPWSTR *text, PULONG size));
MSW_PAIR(BOOL, ConvertSidToStringSid, (PSID sid, LPSTR *text), (PSID sid, LPWSTR *text));
MSW_END

#define ConvertStringSecurityDescriptorToSecurityDescriptor MSW_AW(ConvertStringSecurityDescriptorToSecurityDescriptor)
#define ConvertSecurityDescriptorToStringSecurityDescriptor MSW_AW(ConvertSecurityDescriptorToStringSecurityDescriptor)
#define ConvertSidToStringSid MSW_AW(ConvertSidToStringSid)

#endif
