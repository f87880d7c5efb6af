/* Timer queues and the old thread pool. */
#ifndef _THREADPOOLLEGACYAPISET_H_
#define _THREADPOOLLEGACYAPISET_H_

#include "minwinbase.h"

#define WT_EXECUTEDEFAULT 0x0u
#define WT_EXECUTEINIOTHREAD 0x1u
#define WT_EXECUTEINWAITTHREAD 0x4u
#define WT_EXECUTEONLYONCE 0x8u
#define WT_EXECUTELONGFUNCTION 0x10u
#define WT_EXECUTEINTIMERTHREAD 0x20u
#define WT_EXECUTEINPERSISTENTTHREAD 0x80u

MSW_BEGIN
HANDLE WINAPI CreateTimerQueue(void);
BOOL WINAPI CreateTimerQueueTimer(PHANDLE timer, HANDLE queue, WAITORTIMERCALLBACK callback, PVOID parameter, DWORD due, DWORD period, ULONG flags);
BOOL WINAPI ChangeTimerQueueTimer(HANDLE queue, HANDLE timer, ULONG due, ULONG period);
BOOL WINAPI DeleteTimerQueueTimer(HANDLE queue, HANDLE timer, HANDLE event);
BOOL WINAPI DeleteTimerQueue(HANDLE queue);
BOOL WINAPI DeleteTimerQueueEx(HANDLE queue, HANDLE event);
BOOL WINAPI QueueUserWorkItem(LPTHREAD_START_ROUTINE function, PVOID parameter, ULONG flags);
BOOL WINAPI RegisterWaitForSingleObject(PHANDLE wait, HANDLE object, WAITORTIMERCALLBACK callback, PVOID parameter, ULONG timeout, ULONG flags);
BOOL WINAPI UnregisterWait(HANDLE wait);
BOOL WINAPI UnregisterWaitEx(HANDLE wait, HANDLE event);
MSW_END

#endif
