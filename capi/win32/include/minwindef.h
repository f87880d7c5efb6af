/* The basic types: sizes as on Windows, whatever the size of long here. */
#ifndef _MINWINDEF_
#define _MINWINDEF_
#ifndef _WINDEF_
#define _WINDEF_
#endif

#include "msw/mode.h"
#include "msw/sal.h"
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>

#ifndef VOID
#define VOID void
#endif
#ifndef CONST
#define CONST const
#endif
#ifndef FALSE
#define FALSE 0
#endif
#ifndef TRUE
#define TRUE 1
#endif
#ifndef NULL
#define NULL ((void *)0)
#endif
#ifndef MAX_PATH
#define MAX_PATH 260
#endif
#define FAR
#define NEAR
#define far
#define near

typedef char CHAR, CCHAR;
typedef unsigned char BYTE, UCHAR, BOOLEAN;
typedef short SHORT;
typedef unsigned short WORD, USHORT;
typedef int INT, BOOL, LONG, HRESULT, INT32, LONG32, NTSTATUS;
typedef unsigned int UINT, DWORD, ULONG, UINT32, ULONG32, DWORD32;
typedef long long LONGLONG, INT64, LONG64;
typedef unsigned long long ULONGLONG, DWORDLONG, UINT64, ULONG64, DWORD64;
typedef signed char INT8;
typedef unsigned char UINT8;
typedef short INT16;
typedef unsigned short UINT16;
typedef float FLOAT;
typedef double DOUBLE;
typedef intptr_t INT_PTR, LONG_PTR, SSIZE_T, LPARAM, LRESULT;
typedef uintptr_t UINT_PTR, ULONG_PTR, DWORD_PTR, WPARAM, KAFFINITY;
typedef size_t SIZE_T;
typedef WORD ATOM, LANGID;
typedef DWORD LCID, COLORREF, ACCESS_MASK, LCTYPE;

typedef void *PVOID, *LPVOID, *HANDLE;
typedef const void *LPCVOID, *PCVOID;
typedef HANDLE *PHANDLE, *LPHANDLE;
typedef CHAR *PCHAR, *LPSTR, *PSTR, *LPCH, *PCH, *NPSTR, *PSZ;
typedef const CHAR *LPCSTR, *PCSTR, *LPCCH, *PCSZ;
typedef wchar_t WCHAR;
typedef WCHAR *PWCHAR, *LPWSTR, *PWSTR, *LPWCH, *PWCH, *NWPSTR, *BSTR;
typedef const WCHAR *LPCWSTR, *PCWSTR, *LPCWCH;
typedef BYTE *PBYTE, *LPBYTE;
typedef UCHAR *PUCHAR;
typedef BOOLEAN *PBOOLEAN;
typedef SHORT *PSHORT;
typedef USHORT *PUSHORT;
typedef WORD *PWORD, *LPWORD;
typedef INT *PINT, *LPINT;
typedef UINT *PUINT;
typedef BOOL *PBOOL, *LPBOOL;
typedef LONG *PLONG, *LPLONG;
typedef ULONG *PULONG;
typedef DWORD *PDWORD, *LPDWORD;
typedef LONGLONG *PLONGLONG;
typedef ULONGLONG *PULONGLONG;
typedef DWORD64 *PDWORD64;
typedef ULONG_PTR *PULONG_PTR;
typedef DWORD_PTR *PDWORD_PTR;
typedef SIZE_T *PSIZE_T;
typedef FLOAT *PFLOAT;
typedef ACCESS_MASK *PACCESS_MASK, REGSAM;
typedef NTSTATUS *PNTSTATUS;

#ifdef UNICODE
typedef WCHAR TCHAR, *PTCHAR, *PTCH, *LPTCH;
typedef LPWSTR LPTSTR, PTSTR;
typedef LPCWSTR LPCTSTR, PCTSTR;
typedef WCHAR TBYTE;
#define MSW_TEXT(s) L##s
#else
typedef CHAR TCHAR, *PTCHAR, *PTCH, *LPTCH;
typedef LPSTR LPTSTR, PTSTR;
typedef LPCSTR LPCTSTR, PCTSTR;
typedef unsigned char TBYTE;
#define MSW_TEXT(s) s
#endif
#define _TCHAR_DEFINED
#define TEXT(s) MSW_TEXT(s)

#define DECLARE_HANDLE(name) \
	struct name##__ { int unused; }; \
	typedef struct name##__ *name
DECLARE_HANDLE(HINSTANCE);
DECLARE_HANDLE(HWND);
DECLARE_HANDLE(HICON);
DECLARE_HANDLE(HBRUSH);
DECLARE_HANDLE(HMENU);
DECLARE_HANDLE(HDC);
DECLARE_HANDLE(HKEY);
DECLARE_HANDLE(HFONT);
DECLARE_HANDLE(HBITMAP);
DECLARE_HANDLE(HKL);
typedef HINSTANCE HMODULE;
typedef HICON HCURSOR;
typedef void *HGDIOBJ;
typedef HANDLE HGLOBAL, HLOCAL, HRSRC;
typedef int HFILE;
typedef INT_PTR (*FARPROC)(void);
typedef INT_PTR (*NEARPROC)(void);
typedef INT_PTR (*PROC)(void);

typedef struct _FILETIME {
	DWORD dwLowDateTime;
	DWORD dwHighDateTime;
} FILETIME, *PFILETIME, *LPFILETIME;

typedef struct tagPOINT {
	LONG x, y;
} POINT, *PPOINT, *LPPOINT;
typedef struct tagSIZE {
	LONG cx, cy;
} SIZE, *PSIZE, *LPSIZE;
typedef struct tagRECT {
	LONG left, top, right, bottom;
} RECT, *PRECT, *LPRECT;
typedef const RECT *LPCRECT;

#ifndef GUID_DEFINED
#define GUID_DEFINED
typedef struct _GUID {
	DWORD Data1;
	WORD Data2, Data3;
	BYTE Data4[8];
} GUID, IID, CLSID, *LPGUID, *LPIID;
#ifdef __cplusplus
#define REFGUID const GUID &
#define REFIID const IID &
#else
#define REFGUID const GUID *
#define REFIID const IID *
#endif
#endif

/* The programs' own min and max, as windows.h gives them; only in C, since
   the C++ library's std::min would not survive them. NOMINMAX is honoured. */
#if !defined(NOMINMAX) && !defined(__cplusplus)
#ifndef max
#define max(a, b) (((a) > (b)) ? (a) : (b))
#endif
#ifndef min
#define min(a, b) (((a) < (b)) ? (a) : (b))
#endif
#endif

#define MAKEWORD(a, b) ((WORD)(((BYTE)((DWORD_PTR)(a) & 0xff)) | ((WORD)((BYTE)((DWORD_PTR)(b) & 0xff))) << 8))
#define MAKELONG(a, b) ((LONG)(((WORD)((DWORD_PTR)(a) & 0xffff)) | ((DWORD)((WORD)((DWORD_PTR)(b) & 0xffff))) << 16))
#define LOWORD(l) ((WORD)((DWORD_PTR)(l) & 0xffff))
#define HIWORD(l) ((WORD)(((DWORD_PTR)(l) >> 16) & 0xffff))
#define LOBYTE(w) ((BYTE)((DWORD_PTR)(w) & 0xff))
#define HIBYTE(w) ((BYTE)(((DWORD_PTR)(w) >> 8) & 0xff))
#define UNREFERENCED_PARAMETER(p) ((void)(p))
#define DBG_UNREFERENCED_PARAMETER(p) ((void)(p))
#define HandleToUlong(h) ((ULONG)(ULONG_PTR)(h))
#define HandleToLong(h) ((LONG)(LONG_PTR)(h))
#define UlongToHandle(u) ((HANDLE)(ULONG_PTR)(u))
#define LongToHandle(u) ((HANDLE)(LONG_PTR)(u))
#define PtrToUlong(p) ((ULONG)(ULONG_PTR)(p))
#define HandleToULong(h) HandleToUlong(h)
#define ULongToHandle(u) UlongToHandle(u)
#define PtrToULong(p) PtrToUlong(p)
#define PtrToInt(p) ((INT)(INT_PTR)(p))
#define PtrToUint(p) ((UINT)(UINT_PTR)(p))
#define PtrToLong(p) ((LONG)(LONG_PTR)(p))
#define IntToPtr(i) ((void *)(INT_PTR)(INT)(i))
#define UIntToPtr(u) ((void *)(UINT_PTR)(UINT)(u))
#define LongToPtr(l) ((void *)(LONG_PTR)(LONG)(l))
#define ULongToPtr(u) UlongToPtr(u)
#define HFILE_ERROR ((HFILE)-1)
#define UlongToPtr(u) ((void *)(ULONG_PTR)(u))
#define C_ASSERT(e) typedef char msw_assert[(e) ? 1 : -1] __attribute__((unused))
#define FIELD_OFFSET(t, f) ((LONG)(LONG_PTR)offsetof(t, f))
#define CONTAINING_RECORD(a, t, f) ((t *)((char *)(a) - offsetof(t, f)))
#define RTL_NUMBER_OF(a) (sizeof(a) / sizeof((a)[0]))
#define ARRAYSIZE(a) RTL_NUMBER_OF(a)
#define MAXBYTE 0xff
#define MAXWORD 0xffff
#define MAXDWORD 0xffffffffu
#define MAXLONG 0x7fffffff
#define MAXCHAR 0x7f
#define MAXSHORT 0x7fff
#define MINLONG ((LONG)0x80000000)

#endif
