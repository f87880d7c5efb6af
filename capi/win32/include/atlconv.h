/* Conversions that live until the function returns: W2A, A2W, T2A and theirs. */
#ifndef __ATLCONV_H__
#define __ATLCONV_H__

#include "windows.h"

#define USES_CONVERSION ((void)0)
#define W2A(text) __extension__({ \
	LPCWSTR msw_from = (text); \
	int msw_size = msw_from ? WideCharToMultiByte(CP_ACP, 0, msw_from, -1, NULL, 0, NULL, NULL) : 0; \
	LPSTR msw_to = msw_from ? (LPSTR)__builtin_alloca((size_t)msw_size + 1) : (LPSTR)0; \
	if (msw_to) \
		WideCharToMultiByte(CP_ACP, 0, msw_from, -1, msw_to, msw_size, NULL, NULL); \
	msw_to; })
#define A2W(text) __extension__({ \
	LPCSTR msw_from = (text); \
	int msw_size = msw_from ? MultiByteToWideChar(CP_ACP, 0, msw_from, -1, NULL, 0) : 0; \
	LPWSTR msw_to = msw_from ? (LPWSTR)__builtin_alloca(((size_t)msw_size + 1) * sizeof(WCHAR)) : (LPWSTR)0; \
	if (msw_to) \
		MultiByteToWideChar(CP_ACP, 0, msw_from, -1, msw_to, msw_size); \
	msw_to; })
#ifdef UNICODE
#define T2A(text) W2A(text)
#define A2T(text) A2W(text)
#define T2W(text) ((LPWSTR)(text))
#define W2T(text) ((LPWSTR)(text))
#else
#define T2A(text) ((LPSTR)(text))
#define A2T(text) ((LPSTR)(text))
#define T2W(text) A2W(text)
#define W2T(text) W2A(text)
#endif
#define W2CA(text) ((LPCSTR)W2A(text))
#define A2CW(text) ((LPCWSTR)A2W(text))
#define T2CA(text) ((LPCSTR)T2A(text))
#define A2CT(text) ((LPCTSTR)A2T(text))
#define T2CW(text) ((LPCWSTR)T2W(text))
#define W2CT(text) ((LPCTSTR)W2T(text))

#endif
