/* Paths, of either kind of slash. */
#ifndef _INC_SHLWAPI
#define _INC_SHLWAPI

#include "windows.h"

MSW_BEGIN
MSW_PAIR(BOOL, PathFileExists, (LPCSTR path), (LPCWSTR path));
MSW_PAIR(BOOL, PathIsDirectory, (LPCSTR path), (LPCWSTR path));
MSW_PAIR(BOOL, PathRemoveFileSpec, (LPSTR path), (LPWSTR path));
MSW_PAIR(BOOL, PathAppend, (LPSTR path, LPCSTR more), (LPWSTR path, LPCWSTR more));
MSW_PAIR(int, StrToInt, (LPCSTR text), (LPCWSTR text));
MSW_PAIR(VOID, PathStripPath, (LPSTR path), (LPWSTR path));
MSW_PAIR(VOID, PathRemoveExtension, (LPSTR path), (LPWSTR path));
LPSTR WINAPI PathFindFileNameA(LPCSTR path);
LPWSTR WINAPI PathFindFileNameW(LPCWSTR path) MSW_W(PathFindFileNameW);
LPSTR WINAPI PathFindExtensionA(LPCSTR path);
LPWSTR WINAPI PathFindExtensionW(LPCWSTR path) MSW_W(PathFindExtensionW);
LPSTR WINAPI PathCombineA(LPSTR to, LPCSTR dir, LPCSTR file);
LPWSTR WINAPI PathCombineW(LPWSTR to, LPCWSTR dir, LPCWSTR file) MSW_W(PathCombineW);
MSW_END

#define StrToInt MSW_AW(StrToInt)
#define StrCmpA strcmp
#define StrCmpW wcscmp
#define StrCmp MSW_AW(StrCmp)
#define StrCmpIA _stricmp
#define StrCmpIW _wcsicmp
#define StrCmpI MSW_AW(StrCmpI)
#define StrStrA strstr
#define StrStrW wcsstr
#define StrStr MSW_AW(StrStr)
#define StrChrA strchr
#define StrChrW wcschr
#define StrChr MSW_AW(StrChr)
#define PathFileExists MSW_AW(PathFileExists)
#define PathIsDirectory MSW_AW(PathIsDirectory)
#define PathRemoveFileSpec MSW_AW(PathRemoveFileSpec)
#define PathAppend MSW_AW(PathAppend)
#define PathStripPath MSW_AW(PathStripPath)
#define PathRemoveExtension MSW_AW(PathRemoveExtension)
#define PathFindFileName MSW_AW(PathFindFileName)
#define PathFindExtension MSW_AW(PathFindExtension)
#define PathCombine MSW_AW(PathCombine)

#endif
