/* Waiting, and the objects to wait for; locks inside one process. */
#ifndef _SYNCHAPI_H_
#define _SYNCHAPI_H_

#include "minwinbase.h"

#define WAIT_OBJECT_0 0u
#define WAIT_ABANDONED 0x80u
#define WAIT_ABANDONED_0 0x80u
#define WAIT_IO_COMPLETION 0xC0u
#define WAIT_FAILED ((DWORD)0xFFFFFFFFu)
#ifndef WAIT_TIMEOUT
#define WAIT_TIMEOUT 258
#endif
#define CREATE_MUTEX_INITIAL_OWNER 1
#define CREATE_EVENT_MANUAL_RESET 1
#define CREATE_EVENT_INITIAL_SET 2
#define CREATE_WAITABLE_TIMER_MANUAL_RESET 1

/* Storage for the library's own lock; programs use none of the fields. */
typedef struct _RTL_CRITICAL_SECTION {
	PVOID DebugInfo;
	LONG LockCount, RecursionCount;
	HANDLE OwningThread, LockSemaphore;
	ULONG_PTR SpinCount;
} RTL_CRITICAL_SECTION, *PRTL_CRITICAL_SECTION, CRITICAL_SECTION, *PCRITICAL_SECTION, *LPCRITICAL_SECTION;
typedef struct _RTL_SRWLOCK {
	PVOID Ptr;
} RTL_SRWLOCK, SRWLOCK, *PSRWLOCK;
typedef struct _RTL_CONDITION_VARIABLE {
	PVOID Ptr;
} RTL_CONDITION_VARIABLE, CONDITION_VARIABLE, *PCONDITION_VARIABLE;
typedef union _RTL_RUN_ONCE {
	PVOID Ptr;
} RTL_RUN_ONCE, INIT_ONCE, *PINIT_ONCE, *LPINIT_ONCE;
typedef BOOL(WINAPI *PINIT_ONCE_FN)(PINIT_ONCE once, PVOID parameter, PVOID *context);
#define SRWLOCK_INIT {0}
#define CONDITION_VARIABLE_INIT {0}
#define CONDITION_VARIABLE_LOCKMODE_SHARED 1u
#define INIT_ONCE_STATIC_INIT {0}

MSW_BEGIN
/* Waits timeout milliseconds (0: only looks, INFINITE) for a handle: 0 when it is
   signaled, WAIT_TIMEOUT, WAIT_ABANDONED of a mutex, WAIT_FAILED. A server handle
   is signaled unless a read waits on it; it does not tell whether a message is
   there (GetMailslotInfo and mailslot_pollfd do).
   Errors: 6 (no handle). */
DWORD WINAPI WaitForSingleObject(HANDLE object, DWORD timeout);
DWORD WINAPI WaitForSingleObjectEx(HANDLE object, DWORD timeout, BOOL alertable);
DWORD WINAPI WaitForMultipleObjects(DWORD count, const HANDLE *objects, BOOL all, DWORD timeout);
DWORD WINAPI WaitForMultipleObjectsEx(DWORD count, const HANDLE *objects, BOOL all, DWORD timeout, BOOL alertable);
DWORD WINAPI SignalObjectAndWait(HANDLE signal, HANDLE object, DWORD timeout, BOOL alertable);
VOID WINAPI Sleep(DWORD milliseconds);
DWORD WINAPI SleepEx(DWORD milliseconds, BOOL alertable);

MSW_PAIR(HANDLE, CreateEvent, (LPSECURITY_ATTRIBUTES security, BOOL manual, BOOL initial, LPCSTR name), (LPSECURITY_ATTRIBUTES security, BOOL manual, BOOL initial, LPCWSTR name));
MSW_PAIR(HANDLE, CreateEventEx, (LPSECURITY_ATTRIBUTES security, LPCSTR name, DWORD flags, DWORD access), (LPSECURITY_ATTRIBUTES security, LPCWSTR name, DWORD flags, DWORD access));
MSW_PAIR(HANDLE, OpenEvent, (DWORD access, BOOL inherit, LPCSTR name), (DWORD access, BOOL inherit, LPCWSTR name));
BOOL WINAPI SetEvent(HANDLE event);
BOOL WINAPI ResetEvent(HANDLE event);
BOOL WINAPI PulseEvent(HANDLE event);
MSW_PAIR(HANDLE, CreateMutex, (LPSECURITY_ATTRIBUTES security, BOOL owned, LPCSTR name), (LPSECURITY_ATTRIBUTES security, BOOL owned, LPCWSTR name));
MSW_PAIR(HANDLE, CreateMutexEx, (LPSECURITY_ATTRIBUTES security, LPCSTR name, DWORD flags, DWORD access), (LPSECURITY_ATTRIBUTES security, LPCWSTR name, DWORD flags, DWORD access));
MSW_PAIR(HANDLE, OpenMutex, (DWORD access, BOOL inherit, LPCSTR name), (DWORD access, BOOL inherit, LPCWSTR name));
BOOL WINAPI ReleaseMutex(HANDLE mutex);
MSW_PAIR(HANDLE, CreateSemaphore, (LPSECURITY_ATTRIBUTES security, LONG initial, LONG maximum, LPCSTR name), (LPSECURITY_ATTRIBUTES security, LONG initial, LONG maximum, LPCWSTR name));
MSW_PAIR(HANDLE, OpenSemaphore, (DWORD access, BOOL inherit, LPCSTR name), (DWORD access, BOOL inherit, LPCWSTR name));
BOOL WINAPI ReleaseSemaphore(HANDLE semaphore, LONG count, LPLONG previous);
MSW_PAIR(HANDLE, CreateWaitableTimer, (LPSECURITY_ATTRIBUTES security, BOOL manual, LPCSTR name), (LPSECURITY_ATTRIBUTES security, BOOL manual, LPCWSTR name));
MSW_PAIR(HANDLE, OpenWaitableTimer, (DWORD access, BOOL inherit, LPCSTR name), (DWORD access, BOOL inherit, LPCWSTR name));
BOOL WINAPI SetWaitableTimer(HANDLE timer, const LARGE_INTEGER *due, LONG period, PTIMERAPCROUTINE routine, LPVOID argument, BOOL resume);
BOOL WINAPI CancelWaitableTimer(HANDLE timer);

VOID WINAPI InitializeCriticalSection(LPCRITICAL_SECTION section);
BOOL WINAPI InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION section, DWORD spin);
BOOL WINAPI InitializeCriticalSectionEx(LPCRITICAL_SECTION section, DWORD spin, DWORD flags);
VOID WINAPI EnterCriticalSection(LPCRITICAL_SECTION section);
BOOL WINAPI TryEnterCriticalSection(LPCRITICAL_SECTION section);
VOID WINAPI LeaveCriticalSection(LPCRITICAL_SECTION section);
VOID WINAPI DeleteCriticalSection(LPCRITICAL_SECTION section);
VOID WINAPI InitializeSRWLock(PSRWLOCK lock);
VOID WINAPI AcquireSRWLockExclusive(PSRWLOCK lock);
VOID WINAPI AcquireSRWLockShared(PSRWLOCK lock);
VOID WINAPI ReleaseSRWLockExclusive(PSRWLOCK lock);
VOID WINAPI ReleaseSRWLockShared(PSRWLOCK lock);
BOOLEAN WINAPI TryAcquireSRWLockExclusive(PSRWLOCK lock);
BOOLEAN WINAPI TryAcquireSRWLockShared(PSRWLOCK lock);
VOID WINAPI InitializeConditionVariable(PCONDITION_VARIABLE variable);
BOOL WINAPI SleepConditionVariableCS(PCONDITION_VARIABLE variable, PCRITICAL_SECTION section, DWORD timeout);
BOOL WINAPI SleepConditionVariableSRW(PCONDITION_VARIABLE variable, PSRWLOCK lock, DWORD timeout, ULONG flags);
VOID WINAPI WakeConditionVariable(PCONDITION_VARIABLE variable);
VOID WINAPI WakeAllConditionVariable(PCONDITION_VARIABLE variable);
BOOL WINAPI WaitOnAddress(volatile VOID *address, PVOID compare, SIZE_T size, DWORD milliseconds);
VOID WINAPI WakeByAddressSingle(PVOID address);
VOID WINAPI WakeByAddressAll(PVOID address);
VOID WINAPI InitOnceInitialize(PINIT_ONCE once);
BOOL WINAPI InitOnceExecuteOnce(PINIT_ONCE once, PINIT_ONCE_FN function, PVOID parameter, LPVOID *context);
MSW_END

#define CreateEvent MSW_AW(CreateEvent)
#define CreateEventEx MSW_AW(CreateEventEx)
#define OpenEvent MSW_AW(OpenEvent)
#define CreateMutex MSW_AW(CreateMutex)
#define CreateMutexEx MSW_AW(CreateMutexEx)
#define OpenMutex MSW_AW(OpenMutex)
/* LONG_MAX is the greatest of this system's long: it is the greatest LONG there. */
#ifndef MSW_INSIDE
#define MSW_CLAMP(n) ((long long)(n) > 0x7FFFFFFF ? 0x7FFFFFFF : (LONG)(n))
#define CreateSemaphoreA(s, i, m, n) CreateSemaphoreA((s), (i), MSW_CLAMP(m), (n))
#define CreateSemaphoreW(s, i, m, n) CreateSemaphoreW((s), (i), MSW_CLAMP(m), (n))
#endif
#define CreateSemaphoreExA(s, i, m, n, flags, access) CreateSemaphoreA((s), (i), (m), (n))
#define CreateSemaphoreExW(s, i, m, n, flags, access) CreateSemaphoreW((s), (i), (m), (n))
#define CreateSemaphoreEx MSW_AW(CreateSemaphoreEx)
#define CreateSemaphore MSW_AW(CreateSemaphore)
#define OpenSemaphore MSW_AW(OpenSemaphore)
#define CreateWaitableTimer MSW_AW(CreateWaitableTimer)
#define OpenWaitableTimer MSW_AW(OpenWaitableTimer)

#include "msw/longs.h"

#endif
