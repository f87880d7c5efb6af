/*
 * What redirect.h cannot tell clang: there a function that a header has used
 * (<cstdio> by "using", an inline function by calling it) keeps its symbol. So
 * the family of printf is also replaced by name, where it is called.
 */
#ifndef MSW_REDIRECT_CLANG_H
#define MSW_REDIRECT_CLANG_H

#ifdef __cplusplus
#include <cstdio> /* these two undefine what follows */
#include <cwchar>
#define MSW_STD(name) namespace std { using ::name; }
#else
#define MSW_STD(name)
#endif

MSW_BEGIN
int msw_printf(const char *format, ...);
int msw_fprintf(FILE *file, const char *format, ...);
int msw_sprintf(char *to, const char *format, ...);
int msw_snprintf(char *to, size_t size, const char *format, ...);
int msw_vprintf(const char *format, va_list args);
int msw_vfprintf(FILE *file, const char *format, va_list args);
int msw_vsprintf(char *to, const char *format, va_list args);
int msw_vsnprintf(char *to, size_t size, const char *format, va_list args);
int msw_wprintf(const wchar_t *format, ...) MSW_W(msw_wprintf);
int msw_fwprintf(FILE *file, const wchar_t *format, ...) MSW_W(msw_fwprintf);
int msw_swprintf(wchar_t *to, size_t size, const wchar_t *format, ...) MSW_W(msw_swprintf);
int msw_vwprintf(const wchar_t *format, va_list args) MSW_W(msw_vwprintf);
int msw_vfwprintf(FILE *file, const wchar_t *format, va_list args) MSW_W(msw_vfwprintf);
int msw_vswprintf(wchar_t *to, size_t size, const wchar_t *format, va_list args) MSW_W(msw_vswprintf);
#ifdef MSW_SHORT_WCHAR
size_t msw_mbrtowc(wchar_t *to, const char *text, size_t size, mbstate_t *state) MSW_W(msw_mbrtowc);
#endif
MSW_END

MSW_STD(msw_printf)
MSW_STD(msw_fprintf)
MSW_STD(msw_sprintf)
MSW_STD(msw_snprintf)
MSW_STD(msw_vprintf)
MSW_STD(msw_vfprintf)
MSW_STD(msw_vsprintf)
MSW_STD(msw_vsnprintf)
MSW_STD(msw_wprintf)
MSW_STD(msw_fwprintf)
MSW_STD(msw_swprintf)
MSW_STD(msw_vwprintf)
MSW_STD(msw_vfwprintf)
MSW_STD(msw_vswprintf)

#define printf(...) msw_printf(__VA_ARGS__)
#define fprintf(...) msw_fprintf(__VA_ARGS__)
#define sprintf(...) msw_sprintf(__VA_ARGS__)
#define snprintf(...) msw_snprintf(__VA_ARGS__)
#define vprintf(...) msw_vprintf(__VA_ARGS__)
#define vfprintf(...) msw_vfprintf(__VA_ARGS__)
#define vsprintf(...) msw_vsprintf(__VA_ARGS__)
#define vsnprintf(...) msw_vsnprintf(__VA_ARGS__)
#define wprintf(...) msw_wprintf(__VA_ARGS__)
#define fwprintf(...) msw_fwprintf(__VA_ARGS__)
#define swprintf(...) msw_swprintf(__VA_ARGS__)
#define vwprintf(...) msw_vwprintf(__VA_ARGS__)
#define vfwprintf(...) msw_vfwprintf(__VA_ARGS__)
#define vswprintf(...) msw_vswprintf(__VA_ARGS__)
#ifdef MSW_SHORT_WCHAR
MSW_STD(msw_mbrtowc)
#define mbrtowc(...) msw_mbrtowc(__VA_ARGS__)
#endif

#endif
