/* The thread pool: threads come as work does and go after some idle seconds. */
#include "internal.h"
#include <pthread.h>

enum { MOST = 200, IDLE_SECONDS = 5 };

/* A piece of work. It stands in the queue while callbacks of it have yet to
   begin, and is freed when it is closed and none is left. */
struct _TP_WORK {
	PTP_WORK_CALLBACK callback;
	PTP_SIMPLE_CALLBACK simple; /* or this one, once */
	void *context;
	unsigned pending, running;
	BOOL queued, closed;
	PTP_WORK next;
};

static pthread_mutex_t pool_lock = PTHREAD_MUTEX_INITIALIZER; /* for all below and all work */
static pthread_cond_t work_came = PTHREAD_COND_INITIALIZER, work_ended = PTHREAD_COND_INITIALIZER;
static PTP_WORK first, last;
static unsigned waiting; /* callbacks that have yet to begin */
static unsigned threads, idle; /* all, and those that wait for work */

static void enqueue(PTP_WORK w)
{
	w->next = NULL;
	w->queued = TRUE;
	if (first)
		last->next = w;
	else
		first = w;
	last = w;
}

static void unlink_work(PTP_WORK w)
{
	PTP_WORK before = NULL, p = first;
	for (; p && p != w; p = p->next)
		before = p;
	if (!p)
		return;
	if (before)
		before->next = w->next;
	else
		first = w->next;
	if (last == w)
		last = before;
	w->queued = FALSE;
}

/* A callback of w has ended, or was the last to be given up. */
static void settle(PTP_WORK w)
{
	if (w->pending || w->running)
		return;
	if (w->closed)
		free(w);
	else
		pthread_cond_broadcast(&work_ended);
}

/* Takes one callback of the first in the queue, which goes to its end. */
static void work_once(void)
{
	PTP_WORK w = first;
	unlink_work(w);
	waiting--;
	w->running++;
	if (--w->pending)
		enqueue(w);
	pthread_mutex_unlock(&pool_lock);
	if (w->simple)
		w->simple(NULL, w->context);
	else
		w->callback(NULL, w->context, w);
	pthread_mutex_lock(&pool_lock);
	w->running--;
	settle(w);
}

static DWORD run(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&pool_lock);
	for (int late = 0; first || !late;) {
		if (first) {
			work_once();
			late = 0;
			continue;
		}
		struct timespec until;
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_sec += IDLE_SECONDS;
		idle++;
		late = pthread_cond_timedwait(&work_came, &pool_lock, &until) == ETIMEDOUT;
		idle--;
	}
	threads--;
	pthread_mutex_unlock(&pool_lock);
	return 0;
}

/* Has a thread do one more callback of w. False if there is none to be had. */
static BOOL submit(PTP_WORK w)
{
	w->pending++;
	waiting++;
	if (!w->queued)
		enqueue(w);
	pthread_cond_signal(&work_came);
	if (waiting <= idle || threads == MOST)
		return TRUE;
	HANDLE h = CreateThread(NULL, 0, run, NULL, 0, NULL); /* which needs the lock later */
	if (!h)
		return threads > 0; /* one of which will come to it */
	threads++;
	return CloseHandle(h);
}

/* Gives up the callbacks that have not begun, which others may wait for. */
static void cancel(PTP_WORK w)
{
	unlink_work(w);
	waiting -= w->pending;
	w->pending = 0;
	pthread_cond_broadcast(&work_ended);
}

EXPORT PTP_WORK WINAPI CreateThreadpoolWork(PTP_WORK_CALLBACK callback, PVOID context, PTP_CALLBACK_ENVIRON environment)
{
	(void)environment;
	PTP_WORK w = callback ? calloc(1, sizeof *w) : NULL;
	if (!w) {
		SetLastError(callback ? ERROR_NOT_ENOUGH_MEMORY : ERROR_INVALID_PARAMETER);
		return NULL;
	}
	w->callback = callback;
	w->context = context;
	return w;
}

EXPORT VOID WINAPI SubmitThreadpoolWork(PTP_WORK w)
{
	pthread_mutex_lock(&pool_lock);
	submit(w); /* without a thread it stays, for the next one */
	pthread_mutex_unlock(&pool_lock);
}

EXPORT VOID WINAPI WaitForThreadpoolWorkCallbacks(PTP_WORK w, BOOL give_up)
{
	pthread_mutex_lock(&pool_lock);
	if (give_up)
		cancel(w);
	while (w->pending || w->running)
		pthread_cond_wait(&work_ended, &pool_lock);
	pthread_mutex_unlock(&pool_lock);
}

EXPORT VOID WINAPI CloseThreadpoolWork(PTP_WORK w)
{
	pthread_mutex_lock(&pool_lock);
	w->closed = TRUE;
	settle(w);
	pthread_mutex_unlock(&pool_lock);
}

EXPORT BOOL WINAPI TrySubmitThreadpoolCallback(PTP_SIMPLE_CALLBACK callback, PVOID context, PTP_CALLBACK_ENVIRON environment)
{
	(void)environment;
	PTP_WORK w = callback ? calloc(1, sizeof *w) : NULL;
	if (!w)
		return msw_result(callback ? ERROR_NOT_ENOUGH_MEMORY : ERROR_INVALID_PARAMETER);
	w->simple = callback;
	w->context = context;
	w->closed = TRUE; /* it goes with its callback */
	pthread_mutex_lock(&pool_lock);
	BOOL ok = submit(w);
	if (!ok) {
		cancel(w);
		settle(w);
	}
	pthread_mutex_unlock(&pool_lock);
	return ok;
}
