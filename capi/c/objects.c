/* Handles of every kind, the objects to wait for, and waiting. */
#include "internal.h"
#include <sched.h>

void msw_set_mode(uintptr_t h, uint32_t options);
uint32_t msw_mode(uintptr_t h);

/* --- handles ------------------------------------------------------------ */

EXPORT BOOL WINAPI CloseHandle(HANDLE h) { return msw_result(GO(msgo_close(H(h)))); }

EXPORT BOOL WINAPI DuplicateHandle(HANDLE source_process, HANDLE source, HANDLE target_process, LPHANDLE target, DWORD access, BOOL inherit, DWORD options)
{
	uintptr_t h = 0;
	if (!target_process && options & DUPLICATE_CLOSE_SOURCE && source_process == GetCurrentProcess())
		return CloseHandle(source); /* nothing but that */
	if (!msw_result(GO(msgo_duplicate(H(source_process), H(source), H(target_process), &h, access, inherit != 0, options, msw_tid()))))
		return FALSE;
	msw_set_mode(h, msw_mode(H(source)));
	if (target)
		*target = (HANDLE)h;
	return TRUE;
}

EXPORT BOOL WINAPI CompareObjectHandles(HANDLE a, HANDLE b)
{
	uint32_t same = 0;
	if (!msw_result(GO(msgo_same_object(H(a), H(b), &same))))
		return FALSE;
	return same ? TRUE : msw_result(ERROR_NOT_SAME_OBJECT);
}

EXPORT BOOL WINAPI GetHandleInformation(HANDLE h, LPDWORD flags)
{
	struct msgo_handle_info info;
	if (!msw_result(GO(msgo_handle_info(H(h), &info))))
		return FALSE;
	if (!flags)
		return msw_result(ERROR_NOACCESS);
	*flags = info.flags;
	return TRUE;
}

EXPORT BOOL WINAPI SetHandleInformation(HANDLE h, DWORD mask, DWORD flags) { return msw_result(GO(msgo_set_handle_flags(H(h), mask, flags))); }

/* --- named objects ------------------------------------------------------ */

/* The end of each Create...: the handle, with 183 as last error for one that
   was there and 0 for a new one. */
static HANDLE made(uint32_t code, uintptr_t h, uint32_t exists)
{
	SetLastError(code ? code : exists ? ERROR_ALREADY_EXISTS : 0);
	return code ? NULL : (HANDLE)h;
}

#define CREATE(name, call) \
	size_t n = 0; \
	uintptr_t h = 0; \
	uint32_t exists = 0; \
	u16 *wide = msw_to16(name, &n); \
	uint32_t code = GO(call); \
	free(wide); \
	return made(code, h, exists)

EXPORT HANDLE WINAPI CreateEventExA(LPSECURITY_ATTRIBUTES security, LPCSTR name, DWORD flags, DWORD access)
{
	CREATE(name, msgo_event_create(wide, (uint32_t)n, flags & CREATE_EVENT_MANUAL_RESET, flags & CREATE_EVENT_INITIAL_SET, access, msw_inherits(security), &h, &exists));
}
EXPORT HANDLE WINAPI CreateEventA(LPSECURITY_ATTRIBUTES security, BOOL manual, BOOL initial, LPCSTR name)
{
	return CreateEventExA(security, name, (manual ? CREATE_EVENT_MANUAL_RESET : 0) | (initial ? CREATE_EVENT_INITIAL_SET : 0), EVENT_ALL_ACCESS);
}
EXPORT HANDLE WINAPI CreateMutexExA(LPSECURITY_ATTRIBUTES security, LPCSTR name, DWORD flags, DWORD access)
{
	CREATE(name, msgo_mutex_create(wide, (uint32_t)n, flags & CREATE_MUTEX_INITIAL_OWNER, access, msw_inherits(security), &h, &exists, msw_tid()));
}
EXPORT HANDLE WINAPI CreateMutexA(LPSECURITY_ATTRIBUTES security, BOOL owned, LPCSTR name)
{
	return CreateMutexExA(security, name, owned ? CREATE_MUTEX_INITIAL_OWNER : 0, MUTEX_ALL_ACCESS);
}
EXPORT HANDLE WINAPI CreateSemaphoreA(LPSECURITY_ATTRIBUTES security, LONG initial, LONG maximum, LPCSTR name)
{
	CREATE(name, msgo_semaphore_create(wide, (uint32_t)n, initial, maximum, SEMAPHORE_ALL_ACCESS, msw_inherits(security), &h, &exists));
}
EXPORT HANDLE WINAPI CreateWaitableTimerA(LPSECURITY_ATTRIBUTES security, BOOL manual, LPCSTR name)
{
	CREATE(name, msgo_timer_create(wide, (uint32_t)n, manual != 0, TIMER_ALL_ACCESS, msw_inherits(security), &h, &exists));
}

static HANDLE open_object(enum msgo_kind kind, DWORD access, BOOL inherit, LPCSTR name)
{
	size_t n = 0;
	uintptr_t h = 0;
	u16 *wide = msw_to16(name, &n);
	uint32_t code = GO(msgo_object_open(kind, wide, (uint32_t)n, access, inherit != 0, &h));
	free(wide);
	return msw_result(code) ? (HANDLE)h : NULL;
}
EXPORT HANDLE WINAPI OpenEventA(DWORD access, BOOL inherit, LPCSTR name) { return open_object(MSGO_KIND_EVENT, access, inherit, name); }
EXPORT HANDLE WINAPI OpenMutexA(DWORD access, BOOL inherit, LPCSTR name) { return open_object(MSGO_KIND_MUTEX, access, inherit, name); }
EXPORT HANDLE WINAPI OpenSemaphoreA(DWORD access, BOOL inherit, LPCSTR name) { return open_object(MSGO_KIND_SEMAPHORE, access, inherit, name); }
EXPORT HANDLE WINAPI OpenWaitableTimerA(DWORD access, BOOL inherit, LPCSTR name) { return open_object(MSGO_KIND_TIMER, access, inherit, name); }

EXPORT BOOL WINAPI SetEvent(HANDLE h) { return msw_result(GO(msgo_event_set(H(h)))); }
EXPORT BOOL WINAPI ResetEvent(HANDLE h) { return msw_result(GO(msgo_event_reset(H(h)))); }
EXPORT BOOL WINAPI PulseEvent(HANDLE h) { return msw_result(GO(msgo_event_pulse(H(h)))); }
EXPORT BOOL WINAPI ReleaseMutex(HANDLE h) { return msw_result(GO(msgo_mutex_release(H(h), msw_tid()))); }
EXPORT BOOL WINAPI ReleaseSemaphore(HANDLE h, LONG count, LPLONG previous)
{
	int32_t before = 0;
	if (!msw_result(GO(msgo_semaphore_release(H(h), count, &before))))
		return FALSE;
	if (previous)
		*previous = before;
	return TRUE;
}
EXPORT BOOL WINAPI SetWaitableTimer(HANDLE h, const LARGE_INTEGER *due, LONG period, PTIMERAPCROUTINE routine, LPVOID argument, BOOL resume)
{
	(void)resume;
	if (!due || period < 0)
		return msw_result(ERROR_INVALID_PARAMETER);
	return msw_result(GO(msgo_timer_set(H(h), due->QuadPart, period, (void *)routine, (uintptr_t)argument, msw_tid())));
}
EXPORT BOOL WINAPI CancelWaitableTimer(HANDLE h) { return msw_result(GO(msgo_timer_cancel(H(h)))); }

/* --- waiting ------------------------------------------------------------ */

static DWORD waited(uint32_t code, uint32_t index)
{
	switch (code) {
	case 0: return index;
	case WAIT_TIMEOUT: return WAIT_TIMEOUT;
	case MSGO_APC: msw_run_apcs(); return WAIT_IO_COMPLETION;
	}
	SetLastError(code);
	return WAIT_FAILED;
}

EXPORT DWORD WINAPI WaitForMultipleObjectsEx(DWORD count, const HANDLE *objects, BOOL all, DWORD timeout, BOOL alertable)
{
	uint32_t index = 0;
	if (!objects)
		return waited(ERROR_NOACCESS, 0);
	uint32_t code = GO(msgo_wait((uintptr_t *)objects, count, all != 0, timeout, alertable != 0, &index, msw_tid()));
	return waited(code, index);
}
EXPORT DWORD WINAPI WaitForMultipleObjects(DWORD count, const HANDLE *objects, BOOL all, DWORD timeout) { return WaitForMultipleObjectsEx(count, objects, all, timeout, FALSE); }
EXPORT DWORD WINAPI WaitForSingleObjectEx(HANDLE object, DWORD timeout, BOOL alertable) { return WaitForMultipleObjectsEx(1, &object, FALSE, timeout, alertable); }
EXPORT DWORD WINAPI WaitForSingleObject(HANDLE object, DWORD timeout) { return WaitForMultipleObjectsEx(1, &object, FALSE, timeout, FALSE); }

EXPORT DWORD WINAPI SignalObjectAndWait(HANDLE signal, HANDLE object, DWORD timeout, BOOL alertable)
{
	uint32_t index = 0, code = GO(msgo_signal_and_wait(H(signal), H(object), timeout, alertable != 0, &index, msw_tid()));
	return waited(code, index);
}

EXPORT DWORD WINAPI SleepEx(DWORD milliseconds, BOOL alertable)
{
	if (alertable) {
		if (GO(msgo_sleep_alertable(milliseconds, msw_tid())) != MSGO_APC)
			return 0;
		msw_run_apcs();
		return WAIT_IO_COMPLETION;
	}
	struct timespec left = {(time_t)(milliseconds / 1000), (long)(milliseconds % 1000) * 1000000};
	if (!milliseconds)
		sched_yield();
	do
		while (milliseconds && clock_nanosleep(CLOCK_MONOTONIC, 0, &left, &left) == EINTR)
			;
	while (milliseconds == INFINITE);
	return 0;
}
EXPORT VOID WINAPI Sleep(DWORD milliseconds) { SleepEx(milliseconds, FALSE); }
