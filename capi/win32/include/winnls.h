/* Dates, times and locales as text. */
#ifndef _WINNLS_
#define _WINNLS_

#include "stringapiset.h"

#define DATE_SHORTDATE 1u
#define DATE_LONGDATE 2u
#define TIME_NOSECONDS 2u
#define TIME_FORCE24HOURFORMAT 8u
#define LOCALE_NAME_USER_DEFAULT NULL
#define LOCALE_INVARIANT 0x7fu

MSW_BEGIN
LCID WINAPI GetUserDefaultLCID(void);
LCID WINAPI GetSystemDefaultLCID(void);
LCID WINAPI GetThreadLocale(void);
BOOL WINAPI SetThreadLocale(LCID locale);
LANGID WINAPI GetUserDefaultLangID(void);
LANGID WINAPI GetSystemDefaultLangID(void);
MSW_PAIR(int, GetDateFormat, (LCID locale, DWORD flags, const SYSTEMTIME *time, LPCSTR format, LPSTR text, int size), (LCID locale, DWORD flags, const SYSTEMTIME *time, LPCWSTR format, LPWSTR text, int size));
MSW_PAIR(int, GetTimeFormat, (LCID locale, DWORD flags, const SYSTEMTIME *time, LPCSTR format, LPSTR text, int size), (LCID locale, DWORD flags, const SYSTEMTIME *time, LPCWSTR format, LPWSTR text, int size));
MSW_END

#define GetDateFormat MSW_AW(GetDateFormat)
#define GetTimeFormat MSW_AW(GetTimeFormat)

#endif
