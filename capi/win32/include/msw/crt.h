/*
 * The C run-time of the other side: functions that its stdio.h, string.h,
 * stdlib.h and time.h declare and this system's do not. Every header of this
 * directory that a program may rely on for them includes this one.
 */
#ifndef MSW_CRT_H
#define MSW_CRT_H

#include "mode.h"
#include <alloca.h>
#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>
#include <wctype.h>
#include <sys/stat.h>
#include <unistd.h> /* before __argv is a macro: its prototypes have a parameter of that name */
#ifdef __cplusplus
#include <cwchar> /* it undefines what redirect.h defines */
#endif
#ifndef MSW_INSIDE
#include "redirect.h"
#endif

#ifndef _ERRNO_T_DEFINED
#define _ERRNO_T_DEFINED
typedef int errno_t;
#endif
#ifndef _RSIZE_T_DEFINED
#define _RSIZE_T_DEFINED
typedef size_t rsize_t;
#endif
#ifndef STRUNCATE
#define STRUNCATE 80
#endif
#define _TRUNCATE ((size_t)-1)
#define _MAX_PATH 260
#define _MAX_DRIVE 3
#define _MAX_DIR 256
#define _MAX_FNAME 256
#define _MAX_EXT 256
#ifndef CLK_TCK
#define CLK_TCK CLOCKS_PER_SEC
#endif
#define _I8_MIN ((signed char)-128)
#define _UI32_MAX 0xffffffffu
#define _I64_MAX 9223372036854775807LL
#define _UI64_MAX 18446744073709551615ULL
#ifndef _countof
#define _countof(a) (sizeof(a) / sizeof((a)[0]))
#endif
#define _CVTBUFSIZE 349
#define _S_IREAD 0400
#define _S_IWRITE 0200

typedef long long __time64_t;
typedef int __time32_t;
typedef void *_locale_t_msw;
struct _timeb {
	time_t time;
	unsigned short millitm;
	short timezone, dstflag;
};
#define __timeb64 _timeb
#define _timeb64 _timeb

MSW_BEGIN

/* --- stdio ----------------------------------------------------------------- */

int printf_s(const char *format, ...);
int fprintf_s(FILE *file, const char *format, ...);
int sprintf_s(char *buffer, size_t size, const char *format, ...);
int vsprintf_s(char *buffer, size_t size, const char *format, va_list args);
int _snprintf(char *buffer, size_t size, const char *format, ...);
int _vsnprintf(char *buffer, size_t size, const char *format, va_list args);
int _snprintf_s(char *buffer, size_t size, size_t count, const char *format, ...);
int _vsnprintf_s(char *buffer, size_t size, size_t count, const char *format, va_list args);
int _scprintf(const char *format, ...);
int _vscprintf(const char *format, va_list args);
int msw_scanf(const char *format, ...);
int msw_fscanf(FILE *file, const char *format, ...);
int msw_sscanf(const char *text, const char *format, ...);
void msw_scan_longs(unsigned mask);
int scanf_s(const char *format, ...);
int fscanf_s(FILE *file, const char *format, ...);
int sscanf_s(const char *text, const char *format, ...);
char *gets_s(char *buffer, size_t size);
char *msw_gets(char *buffer);
errno_t fopen_s(FILE **file, const char *name, const char *mode);
errno_t freopen_s(FILE **file, const char *name, const char *mode, FILE *stream);
FILE *_fsopen(const char *name, const char *mode, int share);
int _wunlink(const wchar_t *name) MSW_W(_wunlink);
errno_t tmpfile_s(FILE **file);
errno_t tmpnam_s(char *name, size_t size);
FILE *_popen(const char *command, const char *mode);
int _pclose(FILE *file);
int _fileno(FILE *file);
int _flushall(void);
int _fcloseall(void);
int _fputchar(int c);
int _fgetchar(void);
int _fseeki64(FILE *file, long long offset, int whence);
long long _ftelli64(FILE *file);
FILE *_fdopen(int fd, const char *mode);
int _unlink(const char *name);

/* --- wide stdio ------------------------------------------------------------- */

int wprintf_s(const wchar_t *format, ...) MSW_W(wprintf_s);
int fwprintf_s(FILE *file, const wchar_t *format, ...) MSW_W(fwprintf_s);
int swprintf_s(wchar_t *buffer, size_t size, const wchar_t *format, ...) MSW_W(swprintf_s);
int vswprintf_s(wchar_t *buffer, size_t size, const wchar_t *format, va_list args) MSW_W(vswprintf_s);
int _swprintf(wchar_t *buffer, const wchar_t *format, ...) MSW_W(_swprintf);
int _vswprintf(wchar_t *buffer, const wchar_t *format, va_list args) MSW_W(_vswprintf);
int _snwprintf(wchar_t *buffer, size_t size, const wchar_t *format, ...) MSW_W(_snwprintf);
int _vsnwprintf(wchar_t *buffer, size_t size, const wchar_t *format, va_list args) MSW_W(_vsnwprintf);
int _snwprintf_s(wchar_t *buffer, size_t size, size_t count, const wchar_t *format, ...) MSW_W(_snwprintf_s);
int _vsnwprintf_s(wchar_t *buffer, size_t size, size_t count, const wchar_t *format, va_list args) MSW_W(_vsnwprintf_s);
int _scwprintf(const wchar_t *format, ...) MSW_W(_scwprintf);
int _vscwprintf(const wchar_t *format, va_list args) MSW_W(_vscwprintf);
int wscanf_s(const wchar_t *format, ...) MSW_W(wscanf_s);
int fwscanf_s(FILE *file, const wchar_t *format, ...) MSW_W(fwscanf_s);
int swscanf_s(const wchar_t *text, const wchar_t *format, ...) MSW_W(swscanf_s);
wchar_t *_getws(wchar_t *buffer) MSW_W(_getws);
wchar_t *_getws_s(wchar_t *buffer, size_t size) MSW_W(_getws_s);
int _putws(const wchar_t *text) MSW_W(_putws);
FILE *_wfopen(const wchar_t *name, const wchar_t *mode) MSW_W(_wfopen);
errno_t _wfopen_s(FILE **file, const wchar_t *name, const wchar_t *mode) MSW_W(_wfopen_s);
FILE *_wpopen(const wchar_t *command, const wchar_t *mode) MSW_W(_wpopen);
void _wperror(const wchar_t *text) MSW_W(_wperror);
int _wremove(const wchar_t *name) MSW_W(_wremove);
int _wrename(const wchar_t *from, const wchar_t *to) MSW_W(_wrename);
int _wstat(const wchar_t *name, struct stat *info) MSW_W(_wstat);
FILE *_wfsopen(const wchar_t *name, const wchar_t *mode, int share) MSW_W(_wfsopen);
FILE *_wfreopen(const wchar_t *name, const wchar_t *mode, FILE *stream) MSW_W(_wfreopen);
errno_t _wfreopen_s(FILE **file, const wchar_t *name, const wchar_t *mode, FILE *stream) MSW_W(_wfreopen_s);

/* --- string ------------------------------------------------------------------ */

errno_t strcpy_s(char *to, rsize_t size, const char *from);
errno_t strcat_s(char *to, rsize_t size, const char *from);
errno_t strncpy_s(char *to, rsize_t size, const char *from, rsize_t count);
errno_t strncat_s(char *to, rsize_t size, const char *from, rsize_t count);
char *strtok_s(char *text, const char *delimiters, char **context);
errno_t strerror_s(char *buffer, size_t size, int number);
errno_t memcpy_s(void *to, rsize_t size, const void *from, rsize_t count);
errno_t memmove_s(void *to, rsize_t size, const void *from, rsize_t count);
size_t strnlen_s(const char *text, size_t size);
char *_strdup(const char *text);
int _stricmp(const char *a, const char *b);
int _strnicmp(const char *a, const char *b, size_t count);
int _strcmpi(const char *a, const char *b);
int _memicmp(const void *a, const void *b, size_t count);
char *_strlwr(char *text);
char *_strupr(char *text);
errno_t _strlwr_s(char *text, size_t size);
errno_t _strupr_s(char *text, size_t size);
char *_strrev(char *text);
char *_strset(char *text, int c);
char *_strnset(char *text, int c, size_t count);
char *_strninc(const char *text, size_t count);

errno_t _wcsupr_s(wchar_t *text, size_t size) MSW_W(_wcsupr_s);
errno_t _wcslwr_s(wchar_t *text, size_t size) MSW_W(_wcslwr_s);
wchar_t *_wcsnset(wchar_t *text, wchar_t c, size_t count) MSW_W(_wcsnset);
wchar_t *_wcserror(int number) MSW_W(_wcserror);
errno_t _wcserror_s(wchar_t *buffer, size_t size, int number) MSW_W(_wcserror_s);
errno_t wcscpy_s(wchar_t *to, rsize_t size, const wchar_t *from) MSW_W(wcscpy_s);
errno_t wcscat_s(wchar_t *to, rsize_t size, const wchar_t *from) MSW_W(wcscat_s);
errno_t wcsncpy_s(wchar_t *to, rsize_t size, const wchar_t *from, rsize_t count) MSW_W(wcsncpy_s);
errno_t wcsncat_s(wchar_t *to, rsize_t size, const wchar_t *from, rsize_t count) MSW_W(wcsncat_s);
wchar_t *wcstok_s(wchar_t *text, const wchar_t *delimiters, wchar_t **context) MSW_W(wcstok_s);
errno_t wmemcpy_s(wchar_t *to, rsize_t size, const wchar_t *from, rsize_t count) MSW_W(wmemcpy_s);
size_t wcsnlen_s(const wchar_t *text, size_t size) MSW_W(wcsnlen_s);
wchar_t *_wcsdup(const wchar_t *text) MSW_W(_wcsdup);
int _wcsicmp(const wchar_t *a, const wchar_t *b) MSW_W(_wcsicmp);
int _wcsnicmp(const wchar_t *a, const wchar_t *b, size_t count) MSW_W(_wcsnicmp);
wchar_t *_wcslwr(wchar_t *text) MSW_W(_wcslwr);
wchar_t *_wcsupr(wchar_t *text) MSW_W(_wcsupr);
wchar_t *_wcsrev(wchar_t *text) MSW_W(_wcsrev);
wchar_t *_wcsset(wchar_t *text, wchar_t c) MSW_W(_wcsset);

/* --- stdlib ------------------------------------------------------------------- */

char *_itoa(int value, char *text, int radix);
char *_ltoa(long value, char *text, int radix);
char *_ultoa(unsigned long value, char *text, int radix);
char *_i64toa(long long value, char *text, int radix);
char *_ui64toa(unsigned long long value, char *text, int radix);
errno_t _itoa_s(int value, char *text, size_t size, int radix);
errno_t _ltoa_s(long value, char *text, size_t size, int radix);
errno_t _ultoa_s(unsigned long value, char *text, size_t size, int radix);
errno_t _i64toa_s(long long value, char *text, size_t size, int radix);
long long _atoi64(const char *text);
unsigned long long _strtoui64(const char *text, char **end, int base);
long long _strtoi64(const char *text, char **end, int base);
wchar_t *_itow(int value, wchar_t *text, int radix) MSW_W(_itow);
wchar_t *_ltow(long value, wchar_t *text, int radix) MSW_W(_ltow);
wchar_t *_ultow(unsigned long value, wchar_t *text, int radix) MSW_W(_ultow);
wchar_t *_i64tow(long long value, wchar_t *text, int radix) MSW_W(_i64tow);
errno_t _itow_s(int value, wchar_t *text, size_t size, int radix) MSW_W(_itow_s);
errno_t _ltow_s(long value, wchar_t *text, size_t size, int radix) MSW_W(_ltow_s);
errno_t _ultow_s(unsigned long value, wchar_t *text, size_t size, int radix) MSW_W(_ultow_s);
errno_t _i64tow_s(long long value, wchar_t *text, size_t size, int radix) MSW_W(_i64tow_s);
errno_t _ui64tow_s(unsigned long long value, wchar_t *text, size_t size, int radix) MSW_W(_ui64tow_s);
int _wtoi(const wchar_t *text) MSW_W(_wtoi);
long _wtol(const wchar_t *text) MSW_W(_wtol);
long long _wtoi64(const wchar_t *text) MSW_W(_wtoi64);
double _wtof(const wchar_t *text) MSW_W(_wtof);
int _wsystem(const wchar_t *command) MSW_W(_wsystem);
wchar_t *_wgetenv(const wchar_t *name) MSW_W(_wgetenv);
errno_t _dupenv_s(char **value, size_t *size, const char *name);
errno_t getenv_s(size_t *needed, char *value, size_t size, const char *name);
int _putenv(const char *assignment);
errno_t _putenv_s(const char *name, const char *value);
errno_t rand_s(unsigned int *value);
errno_t mbstowcs_s(size_t *converted, wchar_t *to, size_t size, const char *from, size_t count) MSW_W(mbstowcs_s);
errno_t wcstombs_s(size_t *converted, char *to, size_t size, const wchar_t *from, size_t count) MSW_W(wcstombs_s);
void _splitpath(const char *path, char *drive, char *dir, char *name, char *extension);
errno_t _splitpath_s(const char *path, char *drive, size_t drive_size, char *dir, size_t dir_size, char *name, size_t name_size, char *extension, size_t extension_size);
void _makepath(char *path, const char *drive, const char *dir, const char *name, const char *extension);
errno_t _makepath_s(char *path, size_t size, const char *drive, const char *dir, const char *name, const char *extension);
errno_t _wmakepath_s(wchar_t *path, size_t size, const wchar_t *drive, const wchar_t *dir, const wchar_t *name, const wchar_t *extension) MSW_W(_wmakepath_s);
errno_t _wgetenv_s(size_t *needed, wchar_t *value, size_t size, const wchar_t *name) MSW_W(_wgetenv_s);
void _wsplitpath(const wchar_t *path, wchar_t *drive, wchar_t *dir, wchar_t *name, wchar_t *extension) MSW_W(_wsplitpath);
errno_t _wsplitpath_s(const wchar_t *path, wchar_t *drive, size_t drive_size, wchar_t *dir, size_t dir_size, wchar_t *name, size_t name_size, wchar_t *extension, size_t extension_size) MSW_W(_wsplitpath_s);
void _wmakepath(wchar_t *path, const wchar_t *drive, const wchar_t *dir, const wchar_t *name, const wchar_t *extension) MSW_W(_wmakepath);
wchar_t *_wfullpath(wchar_t *absolute, const wchar_t *path, size_t size) MSW_W(_wfullpath);
int _wputenv(const wchar_t *assignment) MSW_W(_wputenv);
errno_t _wputenv_s(const wchar_t *name, const wchar_t *value) MSW_W(_wputenv_s);
errno_t _wdupenv_s(wchar_t **value, size_t *size, const wchar_t *name) MSW_W(_wdupenv_s);
char *_fullpath(char *absolute, const char *path, size_t size);
void _sleep(unsigned long milliseconds);
void _beep(unsigned frequency, unsigned duration);
unsigned _rotl(unsigned value, int shift);
unsigned _rotr(unsigned value, int shift);
errno_t _get_errno(int *value);
errno_t _set_errno(int value);
errno_t _get_doserrno(unsigned long *value);
unsigned long *__doserrno(void);
int *msw_argc(void);
char ***msw_argv(void);
wchar_t ***msw_wargv(void) MSW_W(msw_wargv);
void *_aligned_malloc(size_t size, size_t alignment);
void _aligned_free(void *block);
size_t _msize(void *block);
/* Tells narrow printf that %ls means 2-byte characters here. */
void msw_short_wchar(void);
int _set_error_mode(int mode);
unsigned _set_abort_behavior(unsigned flags, unsigned mask);

/* --- time and locale ------------------------------------------------------------ */

errno_t localtime_s(struct tm *result, const time_t *time);
errno_t gmtime_s(struct tm *result, const time_t *time);
errno_t asctime_s(char *text, size_t size, const struct tm *time);
errno_t ctime_s(char *text, size_t size, const time_t *time);
errno_t _localtime64_s(struct tm *result, const __time64_t *time);
struct tm *_localtime64(const __time64_t *time);
struct tm *_gmtime64(const __time64_t *time);
char *_ctime64(const __time64_t *time);
__time64_t _time64(__time64_t *time);
__time64_t _mktime64(struct tm *time);
double _difftime64(__time64_t a, __time64_t b);
void _ftime(struct _timeb *time);
errno_t _ftime_s(struct _timeb *time);
char *_strdate(char *text);
char *_strtime(char *text);
errno_t _strdate_s(char *text, size_t size);
errno_t _strtime_s(char *text, size_t size);
wchar_t *_wstrdate(wchar_t *text) MSW_W(_wstrdate);
wchar_t *_wstrtime(wchar_t *text) MSW_W(_wstrtime);
errno_t _wstrdate_s(wchar_t *text, size_t size) MSW_W(_wstrdate_s);
errno_t _wstrtime_s(wchar_t *text, size_t size) MSW_W(_wstrtime_s);
wchar_t *_wasctime(const struct tm *time) MSW_W(_wasctime);
wchar_t *_wctime(const time_t *time) MSW_W(_wctime);
errno_t _wasctime_s(wchar_t *text, size_t size, const struct tm *time) MSW_W(_wasctime_s);
errno_t _wctime_s(wchar_t *text, size_t size, const time_t *time) MSW_W(_wctime_s);
wchar_t *_wsetlocale(int category, const wchar_t *locale) MSW_W(_wsetlocale);
int _configthreadlocale(int mode);
MSW_END

#define _ftime64 _ftime
#define _ftime64_s _ftime_s
#define _tzset tzset
#define _atoi_l(t, l) atoi(t)
#define __argc (*msw_argc())
#define __argv (*msw_argv())
#define __wargv (*msw_wargv())
#define _doserrno (*__doserrno())
#define _wcsicoll _wcsicmp
#define _stricoll _stricmp
#define _onexit atexit
#define _CrtSetDbgFlag(x) (0)
#define _CrtDumpMemoryLeaks() (0)
#define _environ environ
#define _P_tmpdir "/tmp"
#define _alloca alloca
#define _malloca malloc
#define _freea free
#define vprintf_s vprintf
#define vfprintf_s vfprintf
#define vwprintf_s vwprintf
#define vfwprintf_s vfwprintf
#define wmemmove_s wmemcpy_s
#define _strset_s(s, n, c) (_strset((s), (c)), 0)
#define _wcsset_s(s, n, c) (_wcsset((s), (c)), 0)
#define _ui64toa_s(v, s, n, r) (_ui64toa((v), (s), (r)), 0)
#define _splitpath32 _splitpath
#define _gcvt gcvt
#define _ecvt ecvt
#define _fcvt fcvt
#define _abs64 llabs
#define _atodbl(d, s) (*(d) = atof(s), 0)
#define _tempnam tempnam
#define _umask umask
#define _swab swab
#define _getw getw
#define _putw putw
#define _strtold strtold
#define _wcstoi64 wcstoll
#define _wcstoui64 wcstoull
#define _isctype(c, m) isctype((c), (m))
#define _stat stat
#define _fstat fstat
#define _stat64 stat
#define _fstat64 fstat
#define _stati64 stat
#define _wstat64 _wstat
#define _S_IFMT S_IFMT
#define _S_IFDIR S_IFDIR
#define _S_IFREG S_IFREG
#define _S_IFCHR S_IFCHR
#define _S_IEXEC 0100
#define _CRT_STRINGIZE_(x) #x
#define _CRT_STRINGIZE(x) _CRT_STRINGIZE_(x)
#define _CRT_WIDE_(s) L##s
#define _CRT_WIDE(s) _CRT_WIDE_(s)
#define __STDC_WANT_SECURE_LIB__ 1
#define _isnan(x) __builtin_isnan(x)
#define _finite(x) __builtin_isfinite(x)
#define _hypot hypot
#define _lrotl _rotl
#define _lrotr _rotr
#define _byteswap_ushort __builtin_bswap16
#define _byteswap_ulong __builtin_bswap32
#define _byteswap_uint64 __builtin_bswap64
#define _memccpy memccpy
#define _mkgmtime timegm
#define _utime utime
#define _timezone timezone
#define _daylight daylight
#define _tzname tzname
#define _wpgmptr (*__wargv)
#define _pgmptr (*__argv)
#ifndef __cplusplus /* there the C++ library has members of these names */
#ifndef __max
#define __max(a, b) (((a) > (b)) ? (a) : (b))
#define __min(a, b) (((a) < (b)) ? (a) : (b))
#endif
#endif
typedef void (*_invalid_parameter_handler)(const wchar_t *, const wchar_t *, const wchar_t *, unsigned, uintptr_t);
static inline _invalid_parameter_handler _set_invalid_parameter_handler(_invalid_parameter_handler handler) { return (void)handler, (_invalid_parameter_handler)0; }
static inline unsigned _controlfp(unsigned value, unsigned mask) { return (void)value, (void)mask, 0x9001Fu; }
static inline unsigned _clearfp(void) { return 0; }
static inline unsigned _statusfp(void) { return 0; }
static inline int _resetstkoflw(void) { return 1; }

#if defined(MSW_SHORT_WCHAR) && !defined(MSW_INSIDE)
static void __attribute__((constructor, unused)) msw_tell_width(void) { msw_short_wchar(); }
#endif

#include "oldnames.h"
#ifndef MSW_INSIDE
#include "scan.h"
#endif
#ifdef __cplusplus
#include "templates.h"
#endif

#endif
