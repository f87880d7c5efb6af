/*
 * The character mode of this translation unit, and what the compiler must be
 * told so that source written for another compiler passes.
 *
 *   ANSI          nothing defined: char is UTF-8, WCHAR is the system's wchar_t
 *   UNICODE       UNICODE and _UNICODE: TCHAR is the system's 4-byte wchar_t
 *   UNICODE, 2    the same and -fshort-wchar: TCHAR is 2 bytes, as on Windows
 *
 * Wide functions have one library symbol for each width; MSW_W picks it.
 */
#ifndef MSW_MODE_H
#define MSW_MODE_H

#include <stddef.h>

#if defined(_UNICODE) && !defined(UNICODE)
#define UNICODE
#elif defined(UNICODE) && !defined(_UNICODE)
#define _UNICODE
#endif

#if __SIZEOF_WCHAR_T__ == 2
#define MSW_SHORT_WCHAR 1
#define MSW_W(name) __asm__(#name "16")
#else
#define MSW_W(name)
#endif

#ifdef __cplusplus
#define MSW_BEGIN extern "C" {
#define MSW_END }
#define MSW_EXTERN_C extern "C"
#else
#define MSW_BEGIN
#define MSW_END
#define MSW_EXTERN_C extern
#endif

#ifdef UNICODE
#define MSW_AW(name) name##W
#else
#define MSW_AW(name) name##A
#endif

/* One declaration of both forms of a function that takes text. */
#define MSW_PAIR(ret, name, a, w) \
	ret name##A a; \
	ret name##W w MSW_W(name##W)

/* Calling conventions are all one here. */
#define WINAPI
#define WINAPIV
#define APIENTRY
#define CALLBACK
#define PASCAL
#define NTAPI
#define WINBASEAPI
#define WINUSERAPI
#define NTSYSAPI
#define CDECL
#define __cdecl
#define _cdecl
#define __stdcall
#define _stdcall
#define __fastcall
#define _fastcall
#define __thiscall
#define __vectorcall
#define __pascal
#define __CRTDECL
#define _CRTIMP
#define __ptr32
#define __ptr64
#define __unaligned
#define __w64

#define __int8 char
#define __int16 short
#define __int32 int
#define __int64 long long
#define _int64 long long

#define __forceinline __inline__ __attribute__((always_inline))
#define _inline __inline__
#define FORCEINLINE static inline

#define __declspec(x) MSW_DECLSPEC_##x
#define _declspec(x) MSW_DECLSPEC_##x
#define MSW_DECLSPEC_dllexport __attribute__((visibility("default")))
#define MSW_DECLSPEC_dllimport
#define MSW_DECLSPEC_noreturn __attribute__((noreturn))
#define MSW_DECLSPEC_noinline __attribute__((noinline))
#define MSW_DECLSPEC_nothrow
#define MSW_DECLSPEC_novtable
#define MSW_DECLSPEC_naked
#define MSW_DECLSPEC_restrict
#define MSW_DECLSPEC_selectany __attribute__((weak))
#define MSW_DECLSPEC_thread __thread
#define MSW_DECLSPEC_deprecated __attribute__((deprecated))
#define MSW_DECLSPEC_align(n) __attribute__((aligned(n)))
#define MSW_DECLSPEC_uuid(x)
#define MSW_DECLSPEC_property(...)

#define DECLSPEC_NORETURN __attribute__((noreturn))
#define DECLSPEC_NOINLINE __attribute__((noinline))
#define DECLSPEC_ALIGN(n) __attribute__((aligned(n)))
#define DECLSPEC_IMPORT
#define DECLSPEC_EXPORT __attribute__((visibility("default")))
#define DECLSPEC_NOTHROW
#define DECLSPEC_DEPRECATED __attribute__((deprecated))
#define DECLSPEC_SELECTANY __attribute__((weak))
#define DECLSPEC_HIDDEN __attribute__((visibility("hidden")))
#define __assume(x) ((void)0)
#define __noop(...) ((void)0)
#define __debugbreak() __builtin_trap()
#define __fallthrough

/* Structured exceptions do not exist here: the guarded block just runs, then
   the one of __finally. The GNU C++ library says that __try is try, and so it
   is here; what is caught then is what __leave throws. In C it is a goto to
   the end of the block, which mailslot-cc writes. */
#define GetExceptionCode() (0u)
#define _exception_code() (0u)
#define GetExceptionInformation() ((struct _EXCEPTION_POINTERS *)0)
#define AbnormalTermination() (0)
#ifndef __cplusplus
#define __try if (1)
#define __except(filter) else if (0 && (filter))
#define __finally
#else
struct msw_left {};
#ifndef __try
#define __try      try
#endif
#define __leave throw msw_left()
#define __except(filter) catch (const msw_left &) {} if (0 && (filter))
#define __finally catch (const msw_left &) {}
#endif

#endif
