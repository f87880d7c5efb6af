/* Handles of every kind. */
#ifndef _APISETHANDLE_
#define _APISETHANDLE_

#include "minwinbase.h"

#define HANDLE_FLAG_INHERIT 1u
#define HANDLE_FLAG_PROTECT_FROM_CLOSE 2u

MSW_BEGIN
BOOL WINAPI CloseHandle(HANDLE object);
BOOL WINAPI DuplicateHandle(HANDLE source_process, HANDLE source, HANDLE target_process,
	LPHANDLE target, DWORD access, BOOL inherit, DWORD options);
BOOL WINAPI CompareObjectHandles(HANDLE a, HANDLE b);
BOOL WINAPI GetHandleInformation(HANDLE object, LPDWORD flags);
BOOL WINAPI SetHandleInformation(HANDLE object, DWORD mask, DWORD flags);
MSW_END

#endif
