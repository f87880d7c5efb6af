/* What processes use, and which there are. */
#ifndef _PSAPI_H_
#define _PSAPI_H_

#include "windows.h"

typedef struct _PROCESS_MEMORY_COUNTERS {
	DWORD cb, PageFaultCount;
	SIZE_T PeakWorkingSetSize, WorkingSetSize;
	SIZE_T QuotaPeakPagedPoolUsage, QuotaPagedPoolUsage, QuotaPeakNonPagedPoolUsage, QuotaNonPagedPoolUsage;
	SIZE_T PagefileUsage, PeakPagefileUsage;
} PROCESS_MEMORY_COUNTERS, *PPROCESS_MEMORY_COUNTERS;
typedef struct _PROCESS_MEMORY_COUNTERS_EX {
	DWORD cb, PageFaultCount;
	SIZE_T PeakWorkingSetSize, WorkingSetSize;
	SIZE_T QuotaPeakPagedPoolUsage, QuotaPagedPoolUsage, QuotaPeakNonPagedPoolUsage, QuotaNonPagedPoolUsage;
	SIZE_T PagefileUsage, PeakPagefileUsage, PrivateUsage;
} PROCESS_MEMORY_COUNTERS_EX, *PPROCESS_MEMORY_COUNTERS_EX;

MSW_BEGIN
BOOL WINAPI GetProcessMemoryInfo(HANDLE process, PPROCESS_MEMORY_COUNTERS counters, DWORD size);
BOOL WINAPI EnumProcesses(DWORD *ids, DWORD size, DWORD *needed);
BOOL WINAPI EnumProcessModules(HANDLE process, HMODULE *modules, DWORD size, LPDWORD needed);
MSW_PAIR(DWORD, GetModuleBaseName, (HANDLE process, HMODULE module, LPSTR name, DWORD size), (HANDLE process, HMODULE module, LPWSTR name, DWORD size));
MSW_PAIR(DWORD, GetModuleFileNameEx, (HANDLE process, HMODULE module, LPSTR name, DWORD size), (HANDLE process, HMODULE module, LPWSTR name, DWORD size));
MSW_PAIR(DWORD, GetProcessImageFileName, (HANDLE process, LPSTR name, DWORD size), (HANDLE process, LPWSTR name, DWORD size));
MSW_END

#define GetModuleBaseName MSW_AW(GetModuleBaseName)
#define GetModuleFileNameEx MSW_AW(GetModuleFileNameEx)
#define GetProcessImageFileName MSW_AW(GetProcessImageFileName)

#endif
