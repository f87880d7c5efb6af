/* Command line, environment, current directory, standard handles. */
#ifndef _PROCESSENV_
#define _PROCESSENV_

#include "minwinbase.h"

#define STD_INPUT_HANDLE ((DWORD)-10)
#define STD_OUTPUT_HANDLE ((DWORD)-11)
#define STD_ERROR_HANDLE ((DWORD)-12)

MSW_BEGIN
HANDLE WINAPI GetStdHandle(DWORD which);
BOOL WINAPI SetStdHandle(DWORD which, HANDLE handle);
LPSTR WINAPI GetCommandLineA(void);
LPWSTR WINAPI GetCommandLineW(void) MSW_W(GetCommandLineW);
LPWSTR *WINAPI CommandLineToArgvW(LPCWSTR line, int *count) MSW_W(CommandLineToArgvW);
MSW_PAIR(DWORD, GetEnvironmentVariable, (LPCSTR name, LPSTR value, DWORD size), (LPCWSTR name, LPWSTR value, DWORD size));
MSW_PAIR(BOOL, SetEnvironmentVariable, (LPCSTR name, LPCSTR value), (LPCWSTR name, LPCWSTR value));
MSW_PAIR(DWORD, ExpandEnvironmentStrings, (LPCSTR from, LPSTR to, DWORD size), (LPCWSTR from, LPWSTR to, DWORD size));
LPSTR WINAPI GetEnvironmentStringsA(void);
LPWSTR WINAPI GetEnvironmentStringsW(void) MSW_W(GetEnvironmentStringsW);
MSW_PAIR(BOOL, FreeEnvironmentStrings, (LPSTR block), (LPWSTR block));
MSW_PAIR(DWORD, GetCurrentDirectory, (DWORD size, LPSTR path), (DWORD size, LPWSTR path));
MSW_PAIR(BOOL, SetCurrentDirectory, (LPCSTR path), (LPCWSTR path));
MSW_PAIR(DWORD, SearchPath, (LPCSTR path, LPCSTR name, LPCSTR extension, DWORD size, LPSTR found, LPSTR *part), (LPCWSTR path, LPCWSTR name, LPCWSTR extension, DWORD size, LPWSTR found, LPWSTR *part));
MSW_END

#define GetCommandLine MSW_AW(GetCommandLine)
#define GetEnvironmentVariable MSW_AW(GetEnvironmentVariable)
#define SetEnvironmentVariable MSW_AW(SetEnvironmentVariable)
#define ExpandEnvironmentStrings MSW_AW(ExpandEnvironmentStrings)
#define GetEnvironmentStrings MSW_AW(GetEnvironmentStrings)
#define FreeEnvironmentStrings MSW_AW(FreeEnvironmentStrings)
#define GetCurrentDirectory MSW_AW(GetCurrentDirectory)
#define SetCurrentDirectory MSW_AW(SetCurrentDirectory)
#define SearchPath MSW_AW(SearchPath)

#endif
