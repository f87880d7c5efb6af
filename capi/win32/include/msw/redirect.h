/*
 * Standard functions that behave differently on the other side, sent to the
 * library's own under another symbol. Narrow printf knows %I64d, %hs, %S and
 * 32-bit %ld; wide input and output goes through the narrow stream as UTF-8,
 * so that both may be mixed on one stream, and %s means wide there. With
 * 2-byte wchar_t every wide function of the system would misread its
 * arguments, and all of them are replaced.
 */
#ifndef MSW_REDIRECT_H
#define MSW_REDIRECT_H

/* Said again with another symbol, which counts wherever the program has
   included the system's own declaration, in C++ too. */
#define MSW_SEND(name, to) extern __typeof__(name) name __asm__(#to);
#if defined(__clang__) && defined(__cplusplus)
#define MSW_SEND_USED(name, to) /* its C++ library has used it: too late */
#else
#define MSW_SEND_USED(name, to) MSW_SEND(name, to)
#endif
#if defined(__clang__) && (defined(__cplusplus) || defined(__USE_EXTERN_INLINES))
#define MSW_BY_MACRO /* clang does not hear of a symbol that comes after the first use */
#endif
#ifdef MSW_BY_MACRO
#define MSW_SEND_INLINED(name, to)
#else
#define MSW_SEND_INLINED(name, to) MSW_SEND(name, to)
#endif
MSW_BEGIN
MSW_SEND(printf, msw_printf)
MSW_SEND(fprintf, msw_fprintf)
MSW_SEND(sprintf, msw_sprintf)
MSW_SEND(snprintf, msw_snprintf)
MSW_SEND_INLINED(vprintf, msw_vprintf)
MSW_SEND_INLINED(vfprintf, msw_vfprintf)
MSW_SEND(vsprintf, msw_vsprintf)
MSW_SEND_USED(vsnprintf, msw_vsnprintf)
MSW_SEND(setlocale, msw_setlocale)
MSW_SEND(system, msw_system)
MSW_SEND(clock, msw_clock)
MSW_SEND(fopen, msw_fopen)

#ifdef MSW_SHORT_WCHAR
MSW_SEND(wprintf, msw_wprintf16)
MSW_SEND(fwprintf, msw_fwprintf16)
MSW_SEND(swprintf, msw_swprintf16)
MSW_SEND(vwprintf, msw_vwprintf16)
MSW_SEND(vfwprintf, msw_vfwprintf16)
MSW_SEND_USED(vswprintf, msw_vswprintf16)
MSW_SEND(fgetws, msw_fgetws16)
MSW_SEND(fputws, msw_fputws16)
MSW_SEND(fgetwc, msw_fgetwc16)
MSW_SEND(getwc, msw_getwc16)
MSW_SEND(getwchar, msw_getwchar16)
MSW_SEND(fputwc, msw_fputwc16)
MSW_SEND(putwc, msw_putwc16)
MSW_SEND(putwchar, msw_putwchar16)
MSW_SEND(ungetwc, msw_ungetwc16)
MSW_SEND(wcslen, msw_wcslen16)
MSW_SEND(wcscpy, msw_wcscpy16)
MSW_SEND(wcsncpy, msw_wcsncpy16)
MSW_SEND(wcscat, msw_wcscat16)
MSW_SEND(wcsncat, msw_wcsncat16)
MSW_SEND(wcscmp, msw_wcscmp16)
MSW_SEND(wcsncmp, msw_wcsncmp16)
MSW_SEND(wcstok, msw_wcstok16)
#ifndef __cplusplus
MSW_SEND(wcschr, msw_wcschr16)
MSW_SEND(wcsrchr, msw_wcsrchr16)
MSW_SEND(wcsstr, msw_wcsstr16)
MSW_SEND(wcspbrk, msw_wcspbrk16)
MSW_SEND(wmemchr, msw_wmemchr16)
#endif
MSW_SEND(wcsspn, msw_wcsspn16)
MSW_SEND(wcscspn, msw_wcscspn16)
MSW_SEND(wcscoll, msw_wcscoll16)
MSW_SEND(wcsxfrm, msw_wcsxfrm16)
MSW_SEND(wcstol, msw_wcstol16)
MSW_SEND(wcstoul, msw_wcstoul16)
MSW_SEND(wcstoll, msw_wcstoll16)
MSW_SEND(wcstoull, msw_wcstoull16)
MSW_SEND(wcstod, msw_wcstod16)
MSW_SEND(wcstof, msw_wcstof16)
MSW_SEND(wmemcpy, msw_wmemcpy16)
MSW_SEND(wmemmove, msw_wmemmove16)
MSW_SEND(wmemset, msw_wmemset16)
MSW_SEND(wmemcmp, msw_wmemcmp16)
MSW_SEND(mbstowcs, msw_mbstowcs16)
MSW_SEND(wcstombs, msw_wcstombs16)
MSW_SEND(mbtowc, msw_mbtowc16)
MSW_SEND(wctomb, msw_wctomb16)
MSW_SEND_INLINED(mbrtowc, msw_mbrtowc16)
MSW_SEND(wcrtomb, msw_wcrtomb16)
MSW_SEND(mbsrtowcs, msw_mbsrtowcs16)
MSW_SEND(wcsrtombs, msw_wcsrtombs16)
#ifdef __USE_XOPEN2K8
MSW_SEND(wcsdup, msw_wcsdup16)
MSW_SEND(wcscasecmp, msw_wcscasecmp16)
MSW_SEND(wcsncasecmp, msw_wcsncasecmp16)
#endif
MSW_SEND(wcsftime, msw_wcsftime16)
#ifdef __USE_XOPEN2K8
MSW_SEND(wcsnlen, msw_wcsnlen16)
#endif
#else
MSW_SEND(wprintf, msw_wprintf)
MSW_SEND(fwprintf, msw_fwprintf)
MSW_SEND(swprintf, msw_swprintf)
MSW_SEND(vwprintf, msw_vwprintf)
MSW_SEND(vfwprintf, msw_vfwprintf)
MSW_SEND_USED(vswprintf, msw_vswprintf)
MSW_SEND(fgetws, msw_fgetws)
MSW_SEND(fputws, msw_fputws)
MSW_SEND(fgetwc, msw_fgetwc)
MSW_SEND(getwc, msw_getwc)
MSW_SEND(getwchar, msw_getwchar)
MSW_SEND(fputwc, msw_fputwc)
MSW_SEND(putwc, msw_putwc)
MSW_SEND(putwchar, msw_putwchar)
MSW_SEND(ungetwc, msw_ungetwc)
#endif

MSW_END

#ifdef MSW_BY_MACRO
#include "redirect_clang.h"
#endif

#if defined(MSW_SHORT_WCHAR) && defined(__cplusplus)
/* In C++ these are two functions each, with a symbol given already. */
MSW_BEGIN
wchar_t *msw_wcschr(const wchar_t *text, wchar_t c) MSW_W(msw_wcschr);
wchar_t *msw_wcsrchr(const wchar_t *text, wchar_t c) MSW_W(msw_wcsrchr);
wchar_t *msw_wcsstr(const wchar_t *text, const wchar_t *part) MSW_W(msw_wcsstr);
wchar_t *msw_wcspbrk(const wchar_t *text, const wchar_t *set) MSW_W(msw_wcspbrk);
wchar_t *msw_wmemchr(const wchar_t *text, wchar_t c, size_t size) MSW_W(msw_wmemchr);
MSW_END
namespace std {
using ::msw_wcschr;
using ::msw_wcsrchr;
using ::msw_wcsstr;
using ::msw_wcspbrk;
using ::msw_wmemchr;
}
#define wcschr msw_wcschr
#define wcsrchr msw_wcsrchr
#define wcsstr msw_wcsstr
#define wcspbrk msw_wcspbrk
#define wmemchr msw_wmemchr
#endif

/* glibc has given these three another symbol already. */
MSW_BEGIN
int msw_wscanf(const wchar_t *format, ...) MSW_W(msw_wscanf);
int msw_fwscanf(FILE *file, const wchar_t *format, ...) MSW_W(msw_fwscanf);
int msw_swscanf(const wchar_t *text, const wchar_t *format, ...) MSW_W(msw_swscanf);
MSW_END
#define wscanf(...) msw_wscanf(__VA_ARGS__)
#define fwscanf(...) msw_fwscanf(__VA_ARGS__)
#define swscanf(...) msw_swscanf(__VA_ARGS__)

#endif
