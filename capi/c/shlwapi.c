/* The path functions of shlwapi.h. Compiled twice, see wide.c: C is a
   character of this width, and the narrow forms come with the first. */
#include "internal.h"
#include <shlwapi.h>

#define DEFINE(C, S, copy, exists) \
	static const C *after_slash##S(const C *p) \
	{ \
		const C *last = p; \
		for (; *p; p++) \
			if (*p == '\\' || *p == '/') \
				last = p + 1; \
		return last; \
	} \
	EXPORT C *WINAPI PathFindFileName##S(const C *path) { return (C *)(path && *path ? after_slash##S(path) : path); } \
	EXPORT C *WINAPI PathFindExtension##S(const C *path) \
	{ \
		const C *dot = NULL, *p = after_slash##S(path); \
		for (; *p; p++) \
			if (*p == '.') \
				dot = p; \
		return (C *)(dot ? dot : p); \
	} \
	EXPORT VOID WINAPI PathRemoveExtension##S(C *path) { *PathFindExtension##S(path) = 0; } \
	EXPORT VOID WINAPI PathStripPath##S(C *path) \
	{ \
		const C *from = after_slash##S(path); \
		while ((*path++ = *from++)) \
			; \
	} \
	EXPORT BOOL WINAPI PathRemoveFileSpec##S(C *path) \
	{ \
		C *p = (C *)after_slash##S(path); \
		BOOL changed = *p != 0; \
		if (p > path + 1) /* the root keeps its slash */ \
			p--, changed = TRUE; \
		*p = 0; \
		return changed; \
	} \
	EXPORT BOOL WINAPI PathAppend##S(C *path, const C *more) \
	{ \
		size_t n = 0; \
		while (path[n]) \
			n++; \
		if (n && path[n - 1] != '\\' && path[n - 1] != '/' && n < MAX_PATH - 1) \
			path[n++] = '\\'; \
		while (*more == '\\' || *more == '/') \
			more++; \
		for (; *more && n < MAX_PATH - 1; n++) \
			path[n] = *more++; \
		path[n] = 0; \
		return !*more; \
	} \
	EXPORT C *WINAPI PathCombine##S(C *to, const C *dir, const C *file) \
	{ \
		if (file && (*file == '\\' || *file == '/')) \
			return copy(to, file, MAX_PATH); \
		*to = 0; \
		if (dir) \
			copy(to, dir, MAX_PATH); \
		return !file || PathAppend##S(to, file) ? to : NULL; \
	} \
	/* Decimal digits behind a sign; nothing else is a number. */ \
	EXPORT int WINAPI StrToInt##S(const C *text) \
	{ \
		unsigned n = 0; \
		const C *p = text && (*text == '-' || *text == '+') ? text + 1 : text; \
		for (; p && *p >= '0' && *p <= '9'; p++) \
			n = n * 10 + (unsigned)(*p - '0'); \
		return (int)(p && *text == '-' ? 0 - n : n); \
	} \
	EXPORT BOOL WINAPI PathFileExists##S(const C *path) { return path && exists(path) != INVALID_FILE_ATTRIBUTES; } \
	EXPORT BOOL WINAPI PathIsDirectory##S(const C *path) \
	{ \
		DWORD found = path ? exists(path) : INVALID_FILE_ATTRIBUTES; \
		return found != INVALID_FILE_ATTRIBUTES && (found & FILE_ATTRIBUTE_DIRECTORY); \
	}

DEFINE(wchar_t, W, lstrcpynW, GetFileAttributesW)
#if __SIZEOF_WCHAR_T__ != 2
DEFINE(char, A, lstrcpynA, GetFileAttributesA)
#endif
