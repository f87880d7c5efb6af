/* Macros over windows.h that console programs use. */
#ifndef _INC_WINDOWSX
#define _INC_WINDOWSX

#include "windows.h"

#define GlobalAllocPtr(flags, size) (GlobalLock(GlobalAlloc((flags), (size))))
#define GlobalPtrHandle(block) ((HGLOBAL)GlobalHandle(block))
#define GlobalLockPtr(block) ((BOOL)(SIZE_T)GlobalLock(GlobalPtrHandle(block)))
#define GlobalUnlockPtr(block) GlobalUnlock(GlobalPtrHandle(block))
#define GlobalFreePtr(block) (GlobalUnlockPtr(block), (BOOL)(SIZE_T)GlobalFree(GlobalPtrHandle(block)))

#endif
