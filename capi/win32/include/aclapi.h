/* Access lists made of entries. */
#ifndef _ACLAPI_H_
#define _ACLAPI_H_

#include "accctrl.h"

MSW_BEGIN
/* Entries name their trustee by SID, or as EVERYONE or CURRENT_USER. */
MSW_PAIR(DWORD, SetEntriesInAcl, (ULONG count, PEXPLICIT_ACCESSA entries, PACL old, PACL *made), (ULONG count, PEXPLICIT_ACCESSW entries, PACL old, PACL *made));
MSW_PAIR(VOID, BuildExplicitAccessWithName,
	(PEXPLICIT_ACCESSA entry, LPSTR trustee, DWORD permissions, ACCESS_MODE mode, DWORD inheritance),
	(PEXPLICIT_ACCESSW entry, LPWSTR trustee, DWORD permissions, ACCESS_MODE mode, DWORD inheritance));
MSW_END

#define SetEntriesInAcl MSW_AW(SetEntriesInAcl)
#define BuildExplicitAccessWithName MSW_AW(BuildExplicitAccessWithName)

#endif
