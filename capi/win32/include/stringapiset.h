/* Code pages, and conversion between them and wide characters. */
#ifndef _STRINGAPISET_H_
#define _STRINGAPISET_H_

#include "minwinbase.h"

#define CP_ACP 0u
#define CP_OEMCP 1u
#define CP_MACCP 2u
#define CP_THREAD_ACP 3u
#define CP_UTF7 65000u
#define CP_UTF8 65001u
#define MB_PRECOMPOSED 1u
#define MB_COMPOSITE 2u
#define MB_USEGLYPHCHARS 4u
#define MB_ERR_INVALID_CHARS 8u
#define WC_DISCARDNS 0x10u
#define WC_SEPCHARS 0x20u
#define WC_DEFAULTCHAR 0x40u
#define WC_ERR_INVALID_CHARS 0x80u
#define WC_COMPOSITECHECK 0x200u
#define WC_NO_BEST_FIT_CHARS 0x400u
#define NORM_IGNORECASE 1u
#define CSTR_LESS_THAN 1
#define CSTR_EQUAL 2
#define CSTR_GREATER_THAN 3

typedef struct _cpinfo {
	UINT MaxCharSize;
	BYTE DefaultChar[2];
	BYTE LeadByte[12];
} CPINFO, *LPCPINFO;

MSW_BEGIN
int WINAPI MultiByteToWideChar(UINT page, DWORD flags, LPCSTR from, int from_size, LPWSTR to, int to_size) MSW_W(MultiByteToWideChar);
int WINAPI WideCharToMultiByte(UINT page, DWORD flags, LPCWSTR from, int from_size, LPSTR to, int to_size, LPCSTR default_char, LPBOOL used_default) MSW_W(WideCharToMultiByte);
UINT WINAPI GetACP(void);
UINT WINAPI GetOEMCP(void);
BOOL WINAPI IsValidCodePage(UINT page);
BOOL WINAPI GetCPInfo(UINT page, LPCPINFO info);
MSW_PAIR(int, lstrlen, (LPCSTR s), (LPCWSTR s));
MSW_PAIR(int, lstrcmp, (LPCSTR a, LPCSTR b), (LPCWSTR a, LPCWSTR b));
MSW_PAIR(int, lstrcmpi, (LPCSTR a, LPCSTR b), (LPCWSTR a, LPCWSTR b));
LPSTR WINAPI lstrcpyA(LPSTR to, LPCSTR from);
LPWSTR WINAPI lstrcpyW(LPWSTR to, LPCWSTR from) MSW_W(lstrcpyW);
LPSTR WINAPI lstrcpynA(LPSTR to, LPCSTR from, int size);
LPWSTR WINAPI lstrcpynW(LPWSTR to, LPCWSTR from, int size) MSW_W(lstrcpynW);
LPSTR WINAPI lstrcatA(LPSTR to, LPCSTR from);
LPWSTR WINAPI lstrcatW(LPWSTR to, LPCWSTR from) MSW_W(lstrcatW);
MSW_PAIR(int, CompareString, (LCID locale, DWORD flags, LPCSTR a, int a_size, LPCSTR b, int b_size), (LCID locale, DWORD flags, LPCWSTR a, int a_size, LPCWSTR b, int b_size));
MSW_PAIR(DWORD, CharUpperBuff, (LPSTR s, DWORD size), (LPWSTR s, DWORD size));
MSW_PAIR(DWORD, CharLowerBuff, (LPSTR s, DWORD size), (LPWSTR s, DWORD size));
LPSTR WINAPI CharUpperA(LPSTR s);
LPWSTR WINAPI CharUpperW(LPWSTR s) MSW_W(CharUpperW);
LPSTR WINAPI CharLowerA(LPSTR s);
LPWSTR WINAPI CharLowerW(LPWSTR s) MSW_W(CharLowerW);
LPSTR WINAPI CharNextA(LPCSTR s);
LPWSTR WINAPI CharNextW(LPCWSTR s) MSW_W(CharNextW);
MSW_PAIR(BOOL, CharToOem, (LPCSTR from, LPSTR to), (LPCWSTR from, LPSTR to));
MSW_PAIR(BOOL, OemToChar, (LPCSTR from, LPSTR to), (LPCSTR from, LPWSTR to));
MSW_END

#define lstrlen MSW_AW(lstrlen)
#define lstrcmp MSW_AW(lstrcmp)
#define lstrcmpi MSW_AW(lstrcmpi)
#define lstrcpy MSW_AW(lstrcpy)
#define lstrcpyn MSW_AW(lstrcpyn)
#define lstrcat MSW_AW(lstrcat)
#define CompareString MSW_AW(CompareString)
#define CharUpper MSW_AW(CharUpper)
#define CharLower MSW_AW(CharLower)
#define CharUpperBuff MSW_AW(CharUpperBuff)
#define CharLowerBuff MSW_AW(CharLowerBuff)
#define CharNext MSW_AW(CharNext)
#define CharToOem MSW_AW(CharToOem)
#define OemToChar MSW_AW(OemToChar)

#endif
