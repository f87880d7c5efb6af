/* Which Windows this is like: the version that GetVersion tells. */
#ifndef _versionhelpers_H_INCLUDED_
#define _versionhelpers_H_INCLUDED_

#include "windows.h"

static inline BOOL msw_version_is(DWORD major, DWORD minor)
{
	DWORD own = GetVersion();
	return (LOBYTE(own) << 8 | HIBYTE(own & 0xFFFF)) >= (int)(major << 8 | minor);
}
static inline BOOL IsWindowsXPOrGreater(void) { return msw_version_is(5, 1); }
static inline BOOL IsWindowsXPSP1OrGreater(void) { return msw_version_is(5, 1); }
static inline BOOL IsWindowsXPSP2OrGreater(void) { return msw_version_is(5, 1); }
static inline BOOL IsWindowsXPSP3OrGreater(void) { return msw_version_is(5, 1); }
static inline BOOL IsWindowsVistaOrGreater(void) { return msw_version_is(6, 0); }
static inline BOOL IsWindowsVistaSP1OrGreater(void) { return msw_version_is(6, 0); }
static inline BOOL IsWindowsVistaSP2OrGreater(void) { return msw_version_is(6, 0); }
static inline BOOL IsWindows7OrGreater(void) { return msw_version_is(6, 1); }
static inline BOOL IsWindows7SP1OrGreater(void) { return msw_version_is(6, 1); }
static inline BOOL IsWindows8OrGreater(void) { return msw_version_is(6, 2); }
static inline BOOL IsWindows8Point1OrGreater(void) { return msw_version_is(6, 3); }
static inline BOOL IsWindows10OrGreater(void) { return msw_version_is(10, 0); }
static inline BOOL IsWindowsVersionOrGreater(WORD major, WORD minor, WORD pack) { return (void)pack, msw_version_is(major, minor); }
static inline BOOL IsWindowsServer(void) { return FALSE; }

#endif
