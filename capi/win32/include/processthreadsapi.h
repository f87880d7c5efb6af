/* Threads, processes, thread-local storage. */
#ifndef _PROCESSTHREADSAPI_H_
#define _PROCESSTHREADSAPI_H_

#include "minwinbase.h"

#define DEBUG_PROCESS 0x1u
#define CREATE_SUSPENDED 0x4u
#define DETACHED_PROCESS 0x8u
#define CREATE_NEW_CONSOLE 0x10u
#define NORMAL_PRIORITY_CLASS 0x20u
#define IDLE_PRIORITY_CLASS 0x40u
#define HIGH_PRIORITY_CLASS 0x80u
#define REALTIME_PRIORITY_CLASS 0x100u
#define CREATE_NEW_PROCESS_GROUP 0x200u
#define CREATE_UNICODE_ENVIRONMENT 0x400u
#define BELOW_NORMAL_PRIORITY_CLASS 0x4000u
#define ABOVE_NORMAL_PRIORITY_CLASS 0x8000u
#define CREATE_DEFAULT_ERROR_MODE 0x4000000u
#define CREATE_NO_WINDOW 0x8000000u
#define STACK_SIZE_PARAM_IS_A_RESERVATION 0x10000u
#define STARTF_USESHOWWINDOW 0x1u
#define STARTF_USESIZE 0x2u
#define STARTF_USEPOSITION 0x4u
#define STARTF_USECOUNTCHARS 0x8u
#define STARTF_USEFILLATTRIBUTE 0x10u
#define STARTF_USESTDHANDLES 0x100u
#define STILL_ACTIVE 0x103u
#define THREAD_PRIORITY_IDLE (-15)
#define THREAD_PRIORITY_LOWEST (-2)
#define THREAD_PRIORITY_BELOW_NORMAL (-1)
#define THREAD_PRIORITY_NORMAL 0
#define THREAD_PRIORITY_ABOVE_NORMAL 1
#define THREAD_PRIORITY_HIGHEST 2
#define THREAD_PRIORITY_TIME_CRITICAL 15
#define THREAD_PRIORITY_ERROR_RETURN MAXLONG

typedef struct _PROCESS_INFORMATION {
	HANDLE hProcess, hThread;
	DWORD dwProcessId, dwThreadId;
} PROCESS_INFORMATION, *PPROCESS_INFORMATION, *LPPROCESS_INFORMATION;

typedef struct _STARTUPINFOA {
	DWORD cb;
	LPSTR lpReserved, lpDesktop, lpTitle;
	DWORD dwX, dwY, dwXSize, dwYSize, dwXCountChars, dwYCountChars, dwFillAttribute, dwFlags;
	WORD wShowWindow, cbReserved2;
	LPBYTE lpReserved2;
	HANDLE hStdInput, hStdOutput, hStdError;
} STARTUPINFOA, *LPSTARTUPINFOA;
typedef struct _STARTUPINFOW {
	DWORD cb;
	LPWSTR lpReserved, lpDesktop, lpTitle;
	DWORD dwX, dwY, dwXSize, dwYSize, dwXCountChars, dwYCountChars, dwFillAttribute, dwFlags;
	WORD wShowWindow, cbReserved2;
	LPBYTE lpReserved2;
	HANDLE hStdInput, hStdOutput, hStdError;
} STARTUPINFOW, *LPSTARTUPINFOW;
#ifdef UNICODE
typedef STARTUPINFOW STARTUPINFO, *LPSTARTUPINFO;
#else
typedef STARTUPINFOA STARTUPINFO, *LPSTARTUPINFO;
#endif

MSW_BEGIN
HANDLE WINAPI CreateThread(LPSECURITY_ATTRIBUTES security, SIZE_T stack, LPTHREAD_START_ROUTINE start, LPVOID argument, DWORD flags, LPDWORD id);
VOID WINAPI ExitThread(DWORD code) __attribute__((noreturn));
BOOL WINAPI TerminateThread(HANDLE thread, DWORD code);
BOOL WINAPI GetExitCodeThread(HANDLE thread, LPDWORD code);
HANDLE WINAPI OpenThread(DWORD access, BOOL inherit, DWORD id);
HANDLE WINAPI GetCurrentThread(void);
DWORD WINAPI GetCurrentThreadId(void);
DWORD WINAPI GetThreadId(HANDLE thread);
DWORD WINAPI ResumeThread(HANDLE thread);
DWORD WINAPI SuspendThread(HANDLE thread);
BOOL WINAPI SwitchToThread(void);
BOOL WINAPI SetThreadPriority(HANDLE thread, int priority);
int WINAPI GetThreadPriority(HANDLE thread);
DWORD_PTR WINAPI SetThreadAffinityMask(HANDLE thread, DWORD_PTR mask);
BOOL WINAPI GetThreadTimes(HANDLE thread, LPFILETIME created, LPFILETIME ended, LPFILETIME kernel, LPFILETIME user);
DWORD WINAPI QueueUserAPC(PAPCFUNC function, HANDLE thread, ULONG_PTR argument);

MSW_PAIR(BOOL, CreateProcess,
	(LPCSTR application, LPSTR command, LPSECURITY_ATTRIBUTES process, LPSECURITY_ATTRIBUTES thread, BOOL inherit, DWORD flags,
	 LPVOID environment, LPCSTR directory, LPSTARTUPINFOA startup, LPPROCESS_INFORMATION information),
	(LPCWSTR application, LPWSTR command, LPSECURITY_ATTRIBUTES process, LPSECURITY_ATTRIBUTES thread, BOOL inherit, DWORD flags,
	 LPVOID environment, LPCWSTR directory, LPSTARTUPINFOW startup, LPPROCESS_INFORMATION information));
MSW_PAIR(VOID, GetStartupInfo, (LPSTARTUPINFOA startup), (LPSTARTUPINFOW startup));
VOID WINAPI ExitProcess(UINT code) __attribute__((noreturn));
BOOL WINAPI TerminateProcess(HANDLE process, UINT code);
BOOL WINAPI GetExitCodeProcess(HANDLE process, LPDWORD code);
HANDLE WINAPI OpenProcess(DWORD access, BOOL inherit, DWORD id);
HANDLE WINAPI GetCurrentProcess(void);
DWORD WINAPI GetCurrentProcessId(void);
DWORD WINAPI GetProcessId(HANDLE process);
MSW_PAIR(BOOL, QueryFullProcessImageName, (HANDLE process, DWORD flags, LPSTR name, PDWORD size), (HANDLE process, DWORD flags, LPWSTR name, PDWORD size));
BOOL WINAPI SetPriorityClass(HANDLE process, DWORD priority);
DWORD WINAPI GetPriorityClass(HANDLE process);
BOOL WINAPI GetProcessTimes(HANDLE process, LPFILETIME created, LPFILETIME ended, LPFILETIME kernel, LPFILETIME user);
BOOL WINAPI IsWow64Process(HANDLE process, PBOOL wow);
BOOL WINAPI IsProcessInJob(HANDLE process, HANDLE job, PBOOL result);

DWORD WINAPI TlsAlloc(void);
/* As TlsAlloc; callback gets what a thread leaves when it ends. */
DWORD WINAPI FlsAlloc(PFLS_CALLBACK_FUNCTION callback);
PVOID WINAPI FlsGetValue(DWORD index);
BOOL WINAPI FlsSetValue(DWORD index, PVOID value);
BOOL WINAPI FlsFree(DWORD index);
LPVOID WINAPI TlsGetValue(DWORD index);
BOOL WINAPI TlsSetValue(DWORD index, LPVOID value);
BOOL WINAPI TlsFree(DWORD index);
MSW_END

#define CreateProcess MSW_AW(CreateProcess)
#define GetStartupInfo MSW_AW(GetStartupInfo)

#include "msw/longs.h"

#define QueryFullProcessImageName MSW_AW(QueryFullProcessImageName)

#endif
