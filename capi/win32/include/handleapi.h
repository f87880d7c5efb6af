/* Handles of every kind. */
#ifndef _APISETHANDLE_
#define _APISETHANDLE_

#include "minwinbase.h"

#define HANDLE_FLAG_INHERIT 1u
#define HANDLE_FLAG_PROTECT_FROM_CLOSE 2u

MSW_BEGIN
/* Closes a handle of either kind. The slot ends with its last server handle.
   Errors: 6 (no handle, or closed already). */
BOOL WINAPI CloseHandle(HANDLE object);
/* A second handle of the same object, for this process or for a child that
   CreateProcess started. options: DUPLICATE_SAME_ACCESS, else access are the
   rights; DUPLICATE_CLOSE_SOURCE. The slot lives until its last server handle.
   Errors: 5 (more rights than the source has, or a process that is no child), 6
   (no handle, or no process), 87 (options). */
BOOL WINAPI DuplicateHandle(HANDLE source_process, HANDLE source, HANDLE target_process,
	LPHANDLE target, DWORD access, BOOL inherit, DWORD options);
BOOL WINAPI CompareObjectHandles(HANDLE a, HANDLE b);
/* HANDLE_FLAG_INHERIT and HANDLE_FLAG_PROTECT_FROM_CLOSE of a handle.
   Errors: 6 (no handle). */
BOOL WINAPI GetHandleInformation(HANDLE object, LPDWORD flags);
/* Changes those flags that are in mask.
   Errors: 6 (no handle), 87 (other flags). */
BOOL WINAPI SetHandleInformation(HANDLE object, DWORD mask, DWORD flags);
MSW_END

#endif
