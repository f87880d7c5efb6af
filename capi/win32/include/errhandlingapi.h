/* The last error of each thread, and exception filters. */
#ifndef _ERRHANDLING_H_
#define _ERRHANDLING_H_

#include "minwinbase.h"

#define SEM_FAILCRITICALERRORS 1
#define SEM_NOGPFAULTERRORBOX 2
#define SEM_NOOPENFILEERRORBOX 0x8000
#define EXCEPTION_EXECUTE_HANDLER 1
#define EXCEPTION_CONTINUE_SEARCH 0
#define EXCEPTION_CONTINUE_EXECUTION (-1)
#define EXCEPTION_ACCESS_VIOLATION 0xC0000005u

typedef LONG(WINAPI *PTOP_LEVEL_EXCEPTION_FILTER)(PEXCEPTION_POINTERS);
typedef PTOP_LEVEL_EXCEPTION_FILTER LPTOP_LEVEL_EXCEPTION_FILTER;
typedef LONG(NTAPI *PVECTORED_EXCEPTION_HANDLER)(PEXCEPTION_POINTERS);

MSW_BEGIN
/* The number of this thread's last failure; most successes leave it. */
DWORD WINAPI GetLastError(void);
VOID WINAPI SetLastError(DWORD code);
VOID WINAPI SetLastErrorEx(DWORD code, DWORD type);
UINT WINAPI SetErrorMode(UINT mode);
UINT WINAPI GetErrorMode(void);
LPTOP_LEVEL_EXCEPTION_FILTER WINAPI SetUnhandledExceptionFilter(LPTOP_LEVEL_EXCEPTION_FILTER filter);
PVOID WINAPI AddVectoredExceptionHandler(ULONG first, PVECTORED_EXCEPTION_HANDLER handler);
ULONG WINAPI RemoveVectoredExceptionHandler(PVOID handle);
VOID WINAPI RaiseException(DWORD code, DWORD flags, DWORD count, const ULONG_PTR *arguments);
BOOL WINAPI IsDebuggerPresent(void);
VOID WINAPI DebugBreak(void);
MSW_PAIR(VOID, OutputDebugString, (LPCSTR text), (LPCWSTR text));
VOID WINAPI FatalAppExitA(UINT action, LPCSTR text);
MSW_END

#define OutputDebugString MSW_AW(OutputDebugString)
#define FatalAppExit FatalAppExitA

#endif
