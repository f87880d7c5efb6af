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

#pragma redefine_extname printf msw_printf
#pragma redefine_extname fprintf msw_fprintf
#pragma redefine_extname sprintf msw_sprintf
#pragma redefine_extname snprintf msw_snprintf
#pragma redefine_extname vprintf msw_vprintf
#pragma redefine_extname vfprintf msw_vfprintf
#pragma redefine_extname vsprintf msw_vsprintf
#pragma redefine_extname vsnprintf msw_vsnprintf
#pragma redefine_extname setlocale msw_setlocale
#pragma redefine_extname system msw_system
#pragma redefine_extname clock msw_clock
#pragma redefine_extname fopen msw_fopen

#ifdef MSW_SHORT_WCHAR
#pragma redefine_extname wprintf msw_wprintf16
#pragma redefine_extname fwprintf msw_fwprintf16
#pragma redefine_extname swprintf msw_swprintf16
#pragma redefine_extname vwprintf msw_vwprintf16
#pragma redefine_extname vfwprintf msw_vfwprintf16
#pragma redefine_extname vswprintf msw_vswprintf16
#pragma redefine_extname fgetws msw_fgetws16
#pragma redefine_extname fputws msw_fputws16
#pragma redefine_extname fgetwc msw_fgetwc16
#pragma redefine_extname getwc msw_getwc16
#pragma redefine_extname getwchar msw_getwchar16
#pragma redefine_extname fputwc msw_fputwc16
#pragma redefine_extname putwc msw_putwc16
#pragma redefine_extname putwchar msw_putwchar16
#pragma redefine_extname ungetwc msw_ungetwc16
#pragma redefine_extname wcslen msw_wcslen16
#pragma redefine_extname wcscpy msw_wcscpy16
#pragma redefine_extname wcsncpy msw_wcsncpy16
#pragma redefine_extname wcscat msw_wcscat16
#pragma redefine_extname wcsncat msw_wcsncat16
#pragma redefine_extname wcscmp msw_wcscmp16
#pragma redefine_extname wcsncmp msw_wcsncmp16
#pragma redefine_extname wcschr msw_wcschr16
#pragma redefine_extname wcsrchr msw_wcsrchr16
#pragma redefine_extname wcsstr msw_wcsstr16
#pragma redefine_extname wcstok msw_wcstok16
#pragma redefine_extname wcspbrk msw_wcspbrk16
#pragma redefine_extname wcsspn msw_wcsspn16
#pragma redefine_extname wcscspn msw_wcscspn16
#pragma redefine_extname wcscoll msw_wcscoll16
#pragma redefine_extname wcsxfrm msw_wcsxfrm16
#pragma redefine_extname wcstol msw_wcstol16
#pragma redefine_extname wcstoul msw_wcstoul16
#pragma redefine_extname wcstoll msw_wcstoll16
#pragma redefine_extname wcstoull msw_wcstoull16
#pragma redefine_extname wcstod msw_wcstod16
#pragma redefine_extname wcstof msw_wcstof16
#pragma redefine_extname wmemcpy msw_wmemcpy16
#pragma redefine_extname wmemmove msw_wmemmove16
#pragma redefine_extname wmemset msw_wmemset16
#pragma redefine_extname wmemcmp msw_wmemcmp16
#pragma redefine_extname wmemchr msw_wmemchr16
#pragma redefine_extname mbstowcs msw_mbstowcs16
#pragma redefine_extname wcstombs msw_wcstombs16
#pragma redefine_extname mbtowc msw_mbtowc16
#pragma redefine_extname wctomb msw_wctomb16
#pragma redefine_extname mbrtowc msw_mbrtowc16
#pragma redefine_extname wcrtomb msw_wcrtomb16
#pragma redefine_extname mbsrtowcs msw_mbsrtowcs16
#pragma redefine_extname wcsrtombs msw_wcsrtombs16
#pragma redefine_extname wcsdup msw_wcsdup16
#pragma redefine_extname wcscasecmp msw_wcscasecmp16
#pragma redefine_extname wcsncasecmp msw_wcsncasecmp16
#pragma redefine_extname wcsftime msw_wcsftime16
#pragma redefine_extname wcsnlen msw_wcsnlen16
#else
#pragma redefine_extname wprintf msw_wprintf
#pragma redefine_extname fwprintf msw_fwprintf
#pragma redefine_extname swprintf msw_swprintf
#pragma redefine_extname vwprintf msw_vwprintf
#pragma redefine_extname vfwprintf msw_vfwprintf
#pragma redefine_extname vswprintf msw_vswprintf
#pragma redefine_extname fgetws msw_fgetws
#pragma redefine_extname fputws msw_fputws
#pragma redefine_extname fgetwc msw_fgetwc
#pragma redefine_extname getwc msw_getwc
#pragma redefine_extname getwchar msw_getwchar
#pragma redefine_extname fputwc msw_fputwc
#pragma redefine_extname putwc msw_putwc
#pragma redefine_extname putwchar msw_putwchar
#pragma redefine_extname ungetwc msw_ungetwc
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
