/* Timer queues, work items and registered waits: each a thread over the objects
   of the rest of the library. */
#include "internal.h"
#include <pthread.h>

/* One timer or registered wait. Its thread sleeps on stop (and the object). */
struct job {
	HANDLE stop, changed, thread, object, done;
	WAITORTIMERCALLBACK callback;
	void *parameter;
	DWORD due, period, tid; /* a wait's time-out is due */
	ULONG flags;
	struct job *next;       /* of the same queue */
};
struct queue {
	struct job *jobs;
};
static struct queue common; /* the queue of those who name none */
static pthread_mutex_t jobs_lock = PTHREAD_MUTEX_INITIALIZER;

static DWORD run_timer(void *argument)
{
	struct job *j = argument;
	HANDLE both[] = {j->stop, j->changed};
	DWORD wait = j->due;
	for (;;) {
		switch (WaitForMultipleObjects(2, both, FALSE, wait)) {
		case WAIT_OBJECT_0: return 0;
		case WAIT_OBJECT_0 + 1: wait = __atomic_load_n(&j->due, __ATOMIC_SEQ_CST); continue;
		}
		j->callback(j->parameter, TRUE);
		DWORD period = __atomic_load_n(&j->period, __ATOMIC_SEQ_CST);
		wait = period && !(j->flags & WT_EXECUTEONLYONCE) ? period : INFINITE;
	}
}

static DWORD run_wait(void *argument)
{
	struct job *j = argument;
	HANDLE both[] = {j->stop, j->object};
	for (;;) {
		DWORD r = WaitForMultipleObjects(2, both, FALSE, j->due);
		if (r == WAIT_OBJECT_0 || r == WAIT_FAILED)
			return 0;
		j->callback(j->parameter, r == WAIT_TIMEOUT);
		if (j->flags & WT_EXECUTEONLYONCE)
			return 0;
	}
}

static void discard(struct job *j)
{
	if (j->stop)
		CloseHandle(j->stop);
	if (j->changed)
		CloseHandle(j->changed);
	if (j->thread)
		CloseHandle(j->thread);
	if (j->object)
		CloseHandle(j->object);
	free(j);
}

static BOOL begin(struct job *j, LPTHREAD_START_ROUTINE run)
{
	j->stop = CreateEventA(NULL, TRUE, FALSE, NULL);
	j->changed = CreateEventA(NULL, FALSE, FALSE, NULL);
	j->thread = CreateThread(NULL, 0, run, j, 0, &j->tid);
	return j->stop && j->changed && j->thread;
}

static DWORD finish(void *argument)
{
	struct job *j = argument;
	WaitForSingleObject(j->thread, INFINITE);
	if (j->done)
		SetEvent(j->done);
	discard(j);
	return 0;
}

/* Ends a job. event: INVALID_HANDLE_VALUE waits for a running callback, null
   does not, another one is set when it is over. A callback may end its own job
   and is not waited for then. */
static BOOL stop(struct job *j, HANDLE event)
{
	SetEvent(j->stop);
	if (event == INVALID_HANDLE_VALUE && j->tid != GetCurrentThreadId()) {
		finish(j);
		return TRUE;
	}
	j->done = event == INVALID_HANDLE_VALUE ? NULL : event;
	HANDLE h = CreateThread(NULL, 0, finish, j, 0, NULL);
	if (h)
		CloseHandle(h);
	return event ? msw_result(ERROR_IO_PENDING) : TRUE;
}

/* --- timer queues ------------------------------------------------------- */

EXPORT HANDLE WINAPI CreateTimerQueue(void) { return calloc(1, sizeof(struct queue)); }

EXPORT BOOL WINAPI CreateTimerQueueTimer(PHANDLE timer, HANDLE queue, WAITORTIMERCALLBACK callback, PVOID parameter, DWORD due, DWORD period, ULONG flags)
{
	struct queue *q = queue ? queue : &common;
	struct job *j = calloc(1, sizeof *j);
	if (!timer || !callback) {
		free(j);
		return msw_result(ERROR_INVALID_PARAMETER);
	}
	*j = (struct job){.callback = callback, .parameter = parameter, .due = due, .period = period, .flags = flags};
	pthread_mutex_lock(&jobs_lock);
	*timer = j; /* before a callback can ask for it */
	BOOL ok = begin(j, run_timer);
	if (ok) {
		j->next = q->jobs;
		q->jobs = j;
	}
	pthread_mutex_unlock(&jobs_lock);
	if (!ok)
		discard(j);
	return ok;
}
EXPORT BOOL WINAPI ChangeTimerQueueTimer(HANDLE queue, HANDLE timer, ULONG due, ULONG period)
{
	struct job *j = timer;
	(void)queue;
	if (!j)
		return msw_result(ERROR_INVALID_PARAMETER);
	__atomic_store_n(&j->due, due, __ATOMIC_SEQ_CST);
	__atomic_store_n(&j->period, period, __ATOMIC_SEQ_CST);
	return SetEvent(j->changed);
}
EXPORT BOOL WINAPI DeleteTimerQueueTimer(HANDLE queue, HANDLE timer, HANDLE event)
{
	struct queue *q = queue ? queue : &common;
	pthread_mutex_lock(&jobs_lock);
	struct job **p = &q->jobs;
	while (*p && *p != timer)
		p = &(*p)->next;
	BOOL found = *p != NULL;
	if (found)
		*p = (*p)->next;
	pthread_mutex_unlock(&jobs_lock);
	return found && timer ? stop(timer, event) : msw_result(ERROR_INVALID_PARAMETER);
}
EXPORT BOOL WINAPI DeleteTimerQueueEx(HANDLE queue, HANDLE event)
{
	struct queue *q = queue;
	if (!q || q == &common)
		return msw_result(ERROR_INVALID_HANDLE);
	pthread_mutex_lock(&jobs_lock);
	struct job *j = q->jobs;
	q->jobs = NULL;
	pthread_mutex_unlock(&jobs_lock);
	while (j) {
		struct job *next = j->next;
		stop(j, event ? INVALID_HANDLE_VALUE : NULL);
		j = next;
	}
	if (event && event != INVALID_HANDLE_VALUE)
		SetEvent(event);
	free(q);
	return TRUE;
}
EXPORT BOOL WINAPI DeleteTimerQueue(HANDLE queue) { return DeleteTimerQueueEx(queue, NULL); }

/* --- work items and registered waits ------------------------------------ */

EXPORT BOOL WINAPI QueueUserWorkItem(LPTHREAD_START_ROUTINE function, PVOID parameter, ULONG flags)
{
	(void)flags;
	HANDLE h = CreateThread(NULL, 0, function, parameter, 0, NULL);
	if (h)
		CloseHandle(h);
	return h != NULL;
}

EXPORT BOOL WINAPI RegisterWaitForSingleObject(PHANDLE wait, HANDLE object, WAITORTIMERCALLBACK callback, PVOID parameter, ULONG timeout, ULONG flags)
{
	struct job *j = calloc(1, sizeof *j);
	*j = (struct job){.callback = callback, .parameter = parameter, .due = timeout, .flags = flags};
	if (!DuplicateHandle(GetCurrentProcess(), object, GetCurrentProcess(), &j->object, 0, FALSE, DUPLICATE_SAME_ACCESS)) {
		free(j);
		return FALSE;
	}
	*wait = j;
	if (begin(j, run_wait))
		return TRUE;
	discard(j);
	return FALSE;
}
EXPORT BOOL WINAPI UnregisterWaitEx(HANDLE wait, HANDLE event) { return wait ? stop(wait, event) : msw_result(ERROR_INVALID_HANDLE); }
EXPORT BOOL WINAPI UnregisterWait(HANDLE wait) { return UnregisterWaitEx(wait, NULL); }
