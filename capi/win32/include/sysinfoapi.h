/* The computer, its clocks and its versions. */
#ifndef _SYSINFOAPI_H_
#define _SYSINFOAPI_H_

#include "minwinbase.h"

#define MAX_COMPUTERNAME_LENGTH 15
#define UNLEN 256
#define TIME_ZONE_ID_UNKNOWN 0
#define TIME_ZONE_ID_STANDARD 1
#define TIME_ZONE_ID_DAYLIGHT 2
#define TIME_ZONE_ID_INVALID 0xFFFFFFFFu

typedef enum _COMPUTER_NAME_FORMAT {
	ComputerNameNetBIOS,
	ComputerNameDnsHostname,
	ComputerNameDnsDomain,
	ComputerNameDnsFullyQualified,
	ComputerNamePhysicalNetBIOS,
	ComputerNamePhysicalDnsHostname,
	ComputerNamePhysicalDnsDomain,
	ComputerNamePhysicalDnsFullyQualified,
	ComputerNameMax
} COMPUTER_NAME_FORMAT;

typedef struct _SYSTEM_INFO {
	__extension__ union {
		DWORD dwOemId;
		__extension__ struct { WORD wProcessorArchitecture, wReserved; };
	};
	DWORD dwPageSize;
	LPVOID lpMinimumApplicationAddress, lpMaximumApplicationAddress;
	DWORD_PTR dwActiveProcessorMask;
	DWORD dwNumberOfProcessors, dwProcessorType, dwAllocationGranularity;
	WORD wProcessorLevel, wProcessorRevision;
} SYSTEM_INFO, *LPSYSTEM_INFO;

typedef struct _OSVERSIONINFOA {
	DWORD dwOSVersionInfoSize, dwMajorVersion, dwMinorVersion, dwBuildNumber, dwPlatformId;
	CHAR szCSDVersion[128];
} OSVERSIONINFOA, *LPOSVERSIONINFOA;
typedef struct _OSVERSIONINFOW {
	DWORD dwOSVersionInfoSize, dwMajorVersion, dwMinorVersion, dwBuildNumber, dwPlatformId;
	WCHAR szCSDVersion[128];
} OSVERSIONINFOW, *LPOSVERSIONINFOW;
#ifdef UNICODE
typedef OSVERSIONINFOW OSVERSIONINFO, *LPOSVERSIONINFO;
#else
typedef OSVERSIONINFOA OSVERSIONINFO, *LPOSVERSIONINFO;
#endif

typedef struct _TIME_ZONE_INFORMATION {
	LONG Bias;
	WCHAR StandardName[32];
	SYSTEMTIME StandardDate;
	LONG StandardBias;
	WCHAR DaylightName[32];
	SYSTEMTIME DaylightDate;
	LONG DaylightBias;
} TIME_ZONE_INFORMATION, *LPTIME_ZONE_INFORMATION;

MSW_BEGIN
DWORD WINAPI GetTickCount(void);
ULONGLONG WINAPI GetTickCount64(void);
BOOL WINAPI QueryPerformanceCounter(LARGE_INTEGER *count);
BOOL WINAPI QueryPerformanceFrequency(LARGE_INTEGER *frequency);
VOID WINAPI GetSystemTime(LPSYSTEMTIME time);
VOID WINAPI GetLocalTime(LPSYSTEMTIME time);
VOID WINAPI GetSystemTimeAsFileTime(LPFILETIME time);
VOID WINAPI GetSystemTimePreciseAsFileTime(LPFILETIME time);
BOOL WINAPI SystemTimeToFileTime(const SYSTEMTIME *time, LPFILETIME file);
BOOL WINAPI FileTimeToSystemTime(const FILETIME *file, LPSYSTEMTIME time);
BOOL WINAPI TzSpecificLocalTimeToSystemTime(const TIME_ZONE_INFORMATION *zone, const SYSTEMTIME *local, LPSYSTEMTIME utc);
BOOL WINAPI FileTimeToDosDateTime(const FILETIME *t, LPWORD date, LPWORD time);
BOOL WINAPI DosDateTimeToFileTime(WORD date, WORD time, LPFILETIME t);
BOOL WINAPI SystemTimeToTzSpecificLocalTime(const TIME_ZONE_INFORMATION *zone, const SYSTEMTIME *utc, LPSYSTEMTIME local);
DWORD WINAPI GetTimeZoneInformation(LPTIME_ZONE_INFORMATION zone) MSW_W(GetTimeZoneInformation);
VOID WINAPI GetSystemInfo(LPSYSTEM_INFO info);
VOID WINAPI GetNativeSystemInfo(LPSYSTEM_INFO info);
DWORD WINAPI GetVersion(void);
MSW_PAIR(BOOL, GetVersionEx, (LPOSVERSIONINFOA info), (LPOSVERSIONINFOW info));
MSW_PAIR(BOOL, GetComputerName, (LPSTR name, LPDWORD size), (LPWSTR name, LPDWORD size));
MSW_PAIR(BOOL, GetComputerNameEx, (COMPUTER_NAME_FORMAT format, LPSTR name, LPDWORD size), (COMPUTER_NAME_FORMAT format, LPWSTR name, LPDWORD size));
MSW_PAIR(BOOL, GetUserName, (LPSTR name, LPDWORD size), (LPWSTR name, LPDWORD size));
MSW_PAIR(UINT, GetSystemDirectory, (LPSTR path, UINT size), (LPWSTR path, UINT size));
MSW_PAIR(UINT, GetWindowsDirectory, (LPSTR path, UINT size), (LPWSTR path, UINT size));
MSW_END

#define GetVersionEx MSW_AW(GetVersionEx)
#define GetComputerName MSW_AW(GetComputerName)
#define GetComputerNameEx MSW_AW(GetComputerNameEx)
#define GetUserName MSW_AW(GetUserName)
#define GetSystemDirectory MSW_AW(GetSystemDirectory)
#define GetWindowsDirectory MSW_AW(GetWindowsDirectory)

#include "msw/longs.h"

#endif
