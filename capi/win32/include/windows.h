/*
 * windows.h for Linux: what console programs that talk over mailslots use of
 * it. Source is unchanged; docs/porting.md tells what differs.
 */
#ifndef _WINDOWS_
#define _WINDOWS_
#define _INC_WINDOWS

#include "windef.h"
#include "winbase.h"
#include "wincon.h"
#include "winuser.h"
#include "winnls.h"
#ifndef WIN32_LEAN_AND_MEAN
#include "mmsystem.h"
#include "shellapi.h"
#include "winsock.h"
typedef unsigned char byte;
#endif
#include "wingdi.h"
#include "winreg.h"
#include "winsvc.h"
#include "msw/entry.h"

#endif
