/* In C++ the secure functions find the size of an array themselves. */
#ifndef MSW_TEMPLATES_H
#define MSW_TEMPLATES_H

extern "C++" {
template <size_t N> inline errno_t strcpy_s(char (&to)[N], const char *from) { return strcpy_s(to, N, from); }
template <size_t N> inline errno_t strcat_s(char (&to)[N], const char *from) { return strcat_s(to, N, from); }
template <size_t N> inline errno_t strncpy_s(char (&to)[N], const char *from, size_t count) { return strncpy_s(to, N, from, count); }
template <size_t N> inline errno_t strncat_s(char (&to)[N], const char *from, size_t count) { return strncat_s(to, N, from, count); }
template <size_t N> inline errno_t wcscpy_s(wchar_t (&to)[N], const wchar_t *from) { return wcscpy_s(to, N, from); }
template <size_t N> inline errno_t wcscat_s(wchar_t (&to)[N], const wchar_t *from) { return wcscat_s(to, N, from); }
template <size_t N> inline errno_t wcsncpy_s(wchar_t (&to)[N], const wchar_t *from, size_t count) { return wcsncpy_s(to, N, from, count); }
template <size_t N> inline errno_t wcsncat_s(wchar_t (&to)[N], const wchar_t *from, size_t count) { return wcsncat_s(to, N, from, count); }
template <size_t N> inline char *gets_s(char (&to)[N]) { return gets_s(to, N); }
template <size_t N> inline wchar_t *_getws_s(wchar_t (&to)[N]) { return _getws_s(to, N); }
template <size_t N> inline errno_t _itoa_s(int value, char (&to)[N], int radix) { return _itoa_s(value, to, N, radix); }
template <size_t N> inline errno_t _ltoa_s(long value, char (&to)[N], int radix) { return _ltoa_s(value, to, N, radix); }
template <size_t N> inline errno_t _itow_s(int value, wchar_t (&to)[N], int radix) { return _itow_s(value, to, N, radix); }
template <size_t N> inline errno_t _strlwr_s(char (&to)[N]) { return _strlwr_s(to, N); }
template <size_t N> inline errno_t _strupr_s(char (&to)[N]) { return _strupr_s(to, N); }
template <size_t N> inline errno_t _wcslwr_s(wchar_t (&to)[N]) { return _wcslwr_s(to, N); }
template <size_t N> inline errno_t _wcsupr_s(wchar_t (&to)[N]) { return _wcsupr_s(to, N); }
template <size_t N> inline errno_t _ultoa_s(unsigned long value, char (&to)[N], int radix) { return _ultoa_s(value, to, N, radix); }
template <size_t N> inline errno_t _i64toa_s(long long value, char (&to)[N], int radix) { return _i64toa_s(value, to, N, radix); }
template <size_t N> inline errno_t _wstrdate_s(wchar_t (&to)[N]) { return _wstrdate_s(to, N); }
template <size_t N> inline errno_t _wstrtime_s(wchar_t (&to)[N]) { return _wstrtime_s(to, N); }
template <size_t N> inline errno_t tmpnam_s(char (&to)[N]) { return tmpnam_s(to, N); }
template <size_t N> inline errno_t asctime_s(char (&to)[N], const struct tm *time) { return asctime_s(to, N, time); }
template <size_t N> inline errno_t ctime_s(char (&to)[N], const time_t *time) { return ctime_s(to, N, time); }
template <size_t N> inline errno_t _strdate_s(char (&to)[N]) { return _strdate_s(to, N); }
template <size_t N> inline errno_t _strtime_s(char (&to)[N]) { return _strtime_s(to, N); }
template <size_t N> inline errno_t strerror_s(char (&to)[N], int number) { return strerror_s(to, N, number); }
template <size_t N> inline errno_t mbstowcs_s(size_t *converted, wchar_t (&to)[N], const char *from, size_t count) { return mbstowcs_s(converted, to, N, from, count); }
template <size_t N> inline errno_t wcstombs_s(size_t *converted, char (&to)[N], const wchar_t *from, size_t count) { return wcstombs_s(converted, to, N, from, count); }
template <size_t N> inline errno_t _makepath_s(char (&to)[N], const char *drive, const char *dir, const char *name, const char *extension) { return _makepath_s(to, N, drive, dir, name, extension); }
template <size_t N> inline errno_t _wmakepath_s(wchar_t (&to)[N], const wchar_t *drive, const wchar_t *dir, const wchar_t *name, const wchar_t *extension) { return _wmakepath_s(to, N, drive, dir, name, extension); }
template <size_t D, size_t F, size_t N, size_t E> inline errno_t _splitpath_s(const char *path, char (&drive)[D], char (&dir)[F], char (&name)[N], char (&extension)[E]) { return _splitpath_s(path, drive, D, dir, F, name, N, extension, E); }
template <size_t D, size_t F, size_t N, size_t E> inline errno_t _wsplitpath_s(const wchar_t *path, wchar_t (&drive)[D], wchar_t (&dir)[F], wchar_t (&name)[N], wchar_t (&extension)[E]) { return _wsplitpath_s(path, drive, D, dir, F, name, N, extension, E); }
template <size_t N> inline errno_t _ltow_s(long value, wchar_t (&to)[N], int radix) { return _ltow_s(value, to, N, radix); }
template <size_t N> inline errno_t getenv_s(size_t *needed, char (&to)[N], const char *name) { return getenv_s(needed, to, N, name); }
template <size_t N> inline int _snprintf_s(char (&to)[N], size_t count, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int n = _vsnprintf_s(to, N, count, format, args);
	va_end(args);
	return n;
}
template <size_t N> inline int _vsnprintf_s(char (&to)[N], size_t count, const char *format, va_list args) { return _vsnprintf_s(to, N, count, format, args); }
template <size_t N> inline int _snwprintf_s(wchar_t (&to)[N], size_t count, const wchar_t *format, ...)
{
	va_list args;
	va_start(args, format);
	int n = _vsnwprintf_s(to, N, count, format, args);
	va_end(args);
	return n;
}
template <size_t N> inline int _vsnwprintf_s(wchar_t (&to)[N], size_t count, const wchar_t *format, va_list args) { return _vsnwprintf_s(to, N, count, format, args); }

template <size_t N> inline int vsprintf_s(char (&to)[N], const char *format, va_list args) { return vsprintf_s(to, N, format, args); }
template <size_t N> inline int vswprintf_s(wchar_t (&to)[N], const wchar_t *format, va_list args) { return vswprintf_s(to, N, format, args); }
template <size_t N> inline int sprintf_s(char (&to)[N], const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int n = vsprintf_s(to, N, format, args);
	va_end(args);
	return n;
}
template <size_t N> inline int swprintf_s(wchar_t (&to)[N], const wchar_t *format, ...)
{
	va_list args;
	va_start(args, format);
	int n = vswprintf_s(to, N, format, args);
	va_end(args);
	return n;
}

/* min and max of two types, as the macros of windows.h allow; the C++
   library's own are preferred where both types are one. */
#if !defined(NOMINMAX) && !defined(min) && !defined(max)
#if __cplusplus >= 201103L
#define MSW_EITHER(A, B) decltype(0 ? A() : B())
#else
#define MSW_EITHER(A, B) __typeof__(0 ? A() : B())
#endif
template <class A, class B> inline MSW_EITHER(A, B) min(A a, B b) { return a < b ? a : b; }
template <class A, class B> inline MSW_EITHER(A, B) max(A a, B b) { return a > b ? a : b; }
template <class A, class B> inline MSW_EITHER(A, B) __min(A a, B b) { return a < b ? a : b; }
template <class A, class B> inline MSW_EITHER(A, B) __max(A a, B b) { return a > b ? a : b; }
#undef MSW_EITHER
#endif
}

#endif
