/* The lists of processes and threads. */
#ifndef _INC_TOOLHELP32
#define _INC_TOOLHELP32

#include "windows.h"

#define TH32CS_SNAPHEAPLIST 1u
#define TH32CS_SNAPPROCESS 2u
#define TH32CS_SNAPTHREAD 4u
#define TH32CS_SNAPMODULE 8u
#define TH32CS_SNAPALL 15u

typedef struct tagPROCESSENTRY32 {
	DWORD dwSize, cntUsage, th32ProcessID;
	ULONG_PTR th32DefaultHeapID;
	DWORD th32ModuleID, cntThreads, th32ParentProcessID;
	LONG pcPriClassBase;
	DWORD dwFlags;
	CHAR szExeFile[MAX_PATH];
} PROCESSENTRY32A, *PPROCESSENTRY32A, *LPPROCESSENTRY32A;
typedef struct tagPROCESSENTRY32W {
	DWORD dwSize, cntUsage, th32ProcessID;
	ULONG_PTR th32DefaultHeapID;
	DWORD th32ModuleID, cntThreads, th32ParentProcessID;
	LONG pcPriClassBase;
	DWORD dwFlags;
	WCHAR szExeFile[MAX_PATH];
} PROCESSENTRY32W, *PPROCESSENTRY32W, *LPPROCESSENTRY32W;

typedef struct tagTHREADENTRY32 {
	DWORD dwSize, cntUsage, th32ThreadID, th32OwnerProcessID;
	LONG tpBasePri, tpDeltaPri;
	DWORD dwFlags;
} THREADENTRY32, *PTHREADENTRY32, *LPTHREADENTRY32;

MSW_BEGIN
/* Only processes and threads; a list is read anew with each entry. */
HANDLE WINAPI CreateToolhelp32Snapshot(DWORD flags, DWORD process);
BOOL WINAPI Process32FirstA(HANDLE snapshot, LPPROCESSENTRY32A entry);
BOOL WINAPI Process32NextA(HANDLE snapshot, LPPROCESSENTRY32A entry);
BOOL WINAPI Process32FirstW(HANDLE snapshot, LPPROCESSENTRY32W entry) MSW_W(Process32FirstW);
BOOL WINAPI Process32NextW(HANDLE snapshot, LPPROCESSENTRY32W entry) MSW_W(Process32NextW);
BOOL WINAPI Thread32First(HANDLE snapshot, LPTHREADENTRY32 entry);
BOOL WINAPI Thread32Next(HANDLE snapshot, LPTHREADENTRY32 entry);
MSW_END

#ifdef UNICODE
typedef PROCESSENTRY32W PROCESSENTRY32, *PPROCESSENTRY32, *LPPROCESSENTRY32;
#define Process32First Process32FirstW
#define Process32Next Process32NextW
#else
typedef PROCESSENTRY32A PROCESSENTRY32, *PPROCESSENTRY32, *LPPROCESSENTRY32;
#define Process32First Process32FirstA
#define Process32Next Process32NextA
#endif

#endif
