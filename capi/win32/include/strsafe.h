/* Strings that know their room: Cch counts characters, Cb bytes. */
#ifndef _STRSAFE_H_INCLUDED_
#define _STRSAFE_H_INCLUDED_

#include "minwindef.h"
#include "winerror.h"
#include "msw/crt.h"

#define STRSAFE_MAX_CCH 2147483647
#define STRSAFE_E_INVALID_PARAMETER ((HRESULT)0x80070057u)
#define STRSAFE_E_INSUFFICIENT_BUFFER ((HRESULT)0x8007007Au)
#define STRSAFE_E_END_OF_FILE ((HRESULT)0x80070026u)
#define STRSAFE_IGNORE_NULLS 0x100u
#define STRSAFE_FILL_BEHIND_NULL 0x200u
#define STRSAFE_FILL_ON_FAILURE 0x400u
#define STRSAFE_NULL_ON_FAILURE 0x800u
#define STRSAFE_NO_TRUNCATION 0x1000u

#ifndef _STRSAFE_TYPES
#define _STRSAFE_TYPES
typedef LPSTR STRSAFE_LPSTR;
typedef LPCSTR STRSAFE_LPCSTR;
typedef LPWSTR STRSAFE_LPWSTR;
typedef LPCWSTR STRSAFE_LPCWSTR;
#endif

MSW_BEGIN
MSW_PAIR(HRESULT, StringCchCopy, (LPSTR to, size_t size, LPCSTR from), (LPWSTR to, size_t size, LPCWSTR from));
MSW_PAIR(HRESULT, StringCchCopyN, (LPSTR to, size_t size, LPCSTR from, size_t count), (LPWSTR to, size_t size, LPCWSTR from, size_t count));
MSW_PAIR(HRESULT, StringCchCopyEx, (LPSTR to, size_t size, LPCSTR from, LPSTR *end, size_t *left, DWORD flags), (LPWSTR to, size_t size, LPCWSTR from, LPWSTR *end, size_t *left, DWORD flags));
MSW_PAIR(HRESULT, StringCchCat, (LPSTR to, size_t size, LPCSTR from), (LPWSTR to, size_t size, LPCWSTR from));
MSW_PAIR(HRESULT, StringCchCatN, (LPSTR to, size_t size, LPCSTR from, size_t count), (LPWSTR to, size_t size, LPCWSTR from, size_t count));
MSW_PAIR(HRESULT, StringCchCatEx, (LPSTR to, size_t size, LPCSTR from, LPSTR *end, size_t *left, DWORD flags), (LPWSTR to, size_t size, LPCWSTR from, LPWSTR *end, size_t *left, DWORD flags));
MSW_PAIR(HRESULT, StringCchPrintf, (LPSTR to, size_t size, LPCSTR format, ...), (LPWSTR to, size_t size, LPCWSTR format, ...));
MSW_PAIR(HRESULT, StringCchVPrintf, (LPSTR to, size_t size, LPCSTR format, va_list args), (LPWSTR to, size_t size, LPCWSTR format, va_list args));
MSW_PAIR(HRESULT, StringCchPrintfEx, (LPSTR to, size_t size, LPSTR *end, size_t *left, DWORD flags, LPCSTR format, ...), (LPWSTR to, size_t size, LPWSTR *end, size_t *left, DWORD flags, LPCWSTR format, ...));
MSW_PAIR(HRESULT, StringCchLength, (LPCSTR text, size_t max, size_t *length), (LPCWSTR text, size_t max, size_t *length));
MSW_PAIR(HRESULT, StringCchGets, (LPSTR to, size_t size), (LPWSTR to, size_t size));
MSW_PAIR(HRESULT, StringCbCopy, (LPSTR to, size_t size, LPCSTR from), (LPWSTR to, size_t size, LPCWSTR from));
MSW_PAIR(HRESULT, StringCbCopyN, (LPSTR to, size_t size, LPCSTR from, size_t count), (LPWSTR to, size_t size, LPCWSTR from, size_t count));
MSW_PAIR(HRESULT, StringCbCopyEx, (LPSTR to, size_t size, LPCSTR from, LPSTR *end, size_t *left, DWORD flags), (LPWSTR to, size_t size, LPCWSTR from, LPWSTR *end, size_t *left, DWORD flags));
MSW_PAIR(HRESULT, StringCbCat, (LPSTR to, size_t size, LPCSTR from), (LPWSTR to, size_t size, LPCWSTR from));
MSW_PAIR(HRESULT, StringCbCatN, (LPSTR to, size_t size, LPCSTR from, size_t count), (LPWSTR to, size_t size, LPCWSTR from, size_t count));
MSW_PAIR(HRESULT, StringCbCatEx, (LPSTR to, size_t size, LPCSTR from, LPSTR *end, size_t *left, DWORD flags), (LPWSTR to, size_t size, LPCWSTR from, LPWSTR *end, size_t *left, DWORD flags));
MSW_PAIR(HRESULT, StringCbPrintf, (LPSTR to, size_t size, LPCSTR format, ...), (LPWSTR to, size_t size, LPCWSTR format, ...));
MSW_PAIR(HRESULT, StringCbVPrintf, (LPSTR to, size_t size, LPCSTR format, va_list args), (LPWSTR to, size_t size, LPCWSTR format, va_list args));
MSW_PAIR(HRESULT, StringCbPrintfEx, (LPSTR to, size_t size, LPSTR *end, size_t *left, DWORD flags, LPCSTR format, ...), (LPWSTR to, size_t size, LPWSTR *end, size_t *left, DWORD flags, LPCWSTR format, ...));
MSW_PAIR(HRESULT, StringCbLength, (LPCSTR text, size_t max, size_t *length), (LPCWSTR text, size_t max, size_t *length));
MSW_PAIR(HRESULT, StringCbGets, (LPSTR to, size_t size), (LPWSTR to, size_t size));
MSW_END

#define StringCchCopy MSW_AW(StringCchCopy)
#define StringCchCopyN MSW_AW(StringCchCopyN)
#define StringCchCopyEx MSW_AW(StringCchCopyEx)
#define StringCchCat MSW_AW(StringCchCat)
#define StringCchCatN MSW_AW(StringCchCatN)
#define StringCchCatEx MSW_AW(StringCchCatEx)
#define StringCchPrintf MSW_AW(StringCchPrintf)
#define StringCchVPrintf MSW_AW(StringCchVPrintf)
#define StringCchPrintfEx MSW_AW(StringCchPrintfEx)
#define StringCchLength MSW_AW(StringCchLength)
#define StringCchGets MSW_AW(StringCchGets)
#define StringCbCopy MSW_AW(StringCbCopy)
#define StringCbCopyN MSW_AW(StringCbCopyN)
#define StringCbCopyEx MSW_AW(StringCbCopyEx)
#define StringCbCat MSW_AW(StringCbCat)
#define StringCbCatN MSW_AW(StringCbCatN)
#define StringCbCatEx MSW_AW(StringCbCatEx)
#define StringCbPrintf MSW_AW(StringCbPrintf)
#define StringCbVPrintf MSW_AW(StringCbVPrintf)
#define StringCbPrintfEx MSW_AW(StringCbPrintfEx)
#define StringCbLength MSW_AW(StringCbLength)
#define StringCbGets MSW_AW(StringCbGets)

#endif
