/* Colours and font words that console programs use. */
#ifndef _WINGDI_
#define _WINGDI_

#include "windef.h"

#define RGB(r, g, b) ((COLORREF)((BYTE)(r) | (DWORD)(BYTE)(g) << 8 | (DWORD)(BYTE)(b) << 16))
#define GetRValue(c) ((BYTE)(c))
#define GetGValue(c) ((BYTE)((c) >> 8))
#define GetBValue(c) ((BYTE)((c) >> 16))
#define FF_DONTCARE 0u
#define DEFAULT_CHARSET 1u
#define RUSSIAN_CHARSET 204u
#define FW_DONTCARE 0
#define FW_NORMAL 400
#define FW_BOLD 700

#endif
