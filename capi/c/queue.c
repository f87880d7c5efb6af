/* Messages between threads: a queue for each thread that asks or is told, with
   an event that is set while something is in it. There are no windows. */
#include "internal.h"
#include <pthread.h>

struct node {
	struct node *next;
	MSG msg;
};
struct queue {
	struct queue *next;
	DWORD thread;
	HANDLE ready;
	struct node *first, **last;
};
static struct queue *queues;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* Called with the lock held. */
static struct queue *queue_of(DWORD thread)
{
	struct queue *q = queues;
	while (q && q->thread != thread)
		q = q->next;
	if (q || !(q = calloc(1, sizeof *q)))
		return q;
	q->thread = thread;
	q->last = &q->first;
	q->ready = CreateEventA(NULL, TRUE, FALSE, NULL);
	q->next = queues;
	return queues = q;
}
static HANDLE ready(void)
{
	pthread_mutex_lock(&lock);
	struct queue *q = queue_of(GetCurrentThreadId());
	pthread_mutex_unlock(&lock);
	return q ? q->ready : NULL;
}
/* The thread ends. */
void msw_drop_queue(DWORD thread)
{
	pthread_mutex_lock(&lock);
	struct queue **at = &queues, *q;
	while (*at && (*at)->thread != thread)
		at = &(*at)->next;
	if ((q = *at))
		*at = q->next;
	pthread_mutex_unlock(&lock);
	if (!q)
		return;
	for (struct node *n = q->first, *next; n; n = next)
		next = n->next, free(n);
	CloseHandle(q->ready);
	free(q);
}

EXPORT BOOL WINAPI PostThreadMessageA(DWORD thread, UINT message, WPARAM w, LPARAM l)
{
	HANDLE alive = OpenThread(SYNCHRONIZE, FALSE, thread); /* one of this process */
	if (!alive)
		return msw_result(ERROR_INVALID_THREAD_ID);
	CloseHandle(alive);
	struct node *n = calloc(1, sizeof *n);
	if (!n)
		return msw_result(ERROR_NOT_ENOUGH_MEMORY);
	n->msg = (MSG){.message = message, .wParam = w, .lParam = l, .time = GetTickCount()};
	pthread_mutex_lock(&lock);
	struct queue *q = queue_of(thread);
	if (q) {
		*q->last = n;
		q->last = &n->next;
		SetEvent(q->ready);
	}
	pthread_mutex_unlock(&lock);
	if (q)
		return TRUE;
	free(n);
	return msw_result(ERROR_NOT_ENOUGH_MEMORY);
}
EXPORT BOOL WINAPI PostMessageA(HWND window, UINT message, WPARAM w, LPARAM l)
{
	return window ? msw_result(ERROR_INVALID_WINDOW_HANDLE) : PostThreadMessageA(GetCurrentThreadId(), message, w, l);
}
EXPORT VOID WINAPI PostQuitMessage(int code) { PostThreadMessageA(GetCurrentThreadId(), WM_QUIT, (WPARAM)code, 0); }

/* The first message between least and most; 0 and 0 are all, and WM_QUIT always
   is among them. */
static BOOL take(MSG *msg, UINT least, UINT most, BOOL remove)
{
	BOOL found = FALSE;
	pthread_mutex_lock(&lock);
	struct queue *q = queue_of(GetCurrentThreadId());
	for (struct node **at = q ? &q->first : NULL, *n; at && !found && (n = *at); at = &n->next) {
		if (n->msg.message != WM_QUIT && (least || most) && (n->msg.message < least || n->msg.message > most))
			continue;
		found = TRUE;
		*msg = n->msg;
		if (!remove)
			break;
		if (!(*at = n->next))
			q->last = at;
		free(n);
		break;
	}
	if (q && !q->first)
		ResetEvent(q->ready);
	pthread_mutex_unlock(&lock);
	return found;
}

/* A message that is not asked for leaves the event set: then look again soon. */
#define LOOK_AGAIN 10
EXPORT BOOL WINAPI GetMessageA(LPMSG msg, HWND window, UINT least, UINT most)
{
	(void)window;
	if (!msg)
		return msw_result(ERROR_NOACCESS) - 1;
	HANDLE e = ready();
	while (!take(msg, least, most, TRUE)) {
		WaitForSingleObject(e, INFINITE);
		if (least || most)
			Sleep(LOOK_AGAIN);
	}
	return msg->message != WM_QUIT;
}
EXPORT BOOL WINAPI PeekMessageA(LPMSG msg, HWND window, UINT least, UINT most, UINT remove)
{
	(void)window;
	return msg && take(msg, least, most, (remove & PM_REMOVE) != 0);
}
EXPORT BOOL WINAPI TranslateMessage(const MSG *msg) { (void)msg; return FALSE; }
EXPORT LRESULT WINAPI DispatchMessageA(const MSG *msg)
{
	if (msg && msg->message == WM_TIMER && msg->lParam)
		((TIMERPROC)msg->lParam)(NULL, WM_TIMER, msg->wParam, GetTickCount());
	return 0;
}
EXPORT DWORD WINAPI MsgWaitForMultipleObjects(DWORD count, const HANDLE *objects, BOOL all, DWORD timeout, DWORD mask)
{
	HANDLE with[MAXIMUM_WAIT_OBJECTS];
	if (count >= MAXIMUM_WAIT_OBJECTS || (count && !objects)) {
		SetLastError(ERROR_INVALID_PARAMETER);
		return WAIT_FAILED;
	}
	if (count)
		memcpy(with, objects, count * sizeof *with);
	with[count] = ready();
	return WaitForMultipleObjectsEx(count + (mask != 0), with, all, timeout, FALSE);
}

/* --- timers ----------------------------------------------------------------- */

struct ticker {
	struct ticker *next;
	DWORD thread;
	UINT_PTR id;
	TIMERPROC routine;
	HANDLE timer;
};
static struct ticker *tickers;

static VOID CALLBACK tick(PVOID p, BOOLEAN fired)
{
	const struct ticker *t = p;
	(void)fired;
	PostThreadMessageA(t->thread, WM_TIMER, t->id, (LPARAM)t->routine);
}
EXPORT BOOL WINAPI KillTimer(HWND window, UINT_PTR id)
{
	struct ticker *t, **at = &tickers;
	(void)window;
	pthread_mutex_lock(&lock);
	while (*at && ((*at)->id != id || (*at)->thread != GetCurrentThreadId()))
		at = &(*at)->next;
	if ((t = *at))
		*at = t->next;
	pthread_mutex_unlock(&lock);
	if (!t)
		return msw_result(ERROR_INVALID_PARAMETER);
	DeleteTimerQueueTimer(NULL, t->timer, INVALID_HANDLE_VALUE);
	free(t);
	return TRUE;
}
/* Without a window the number is a new one, unless it is that of a timer. */
EXPORT UINT_PTR WINAPI SetTimer(HWND window, UINT_PTR id, UINT milliseconds, TIMERPROC routine)
{
	static UINT_PTR last = 0x7F00;
	struct ticker *t = calloc(1, sizeof *t);
	if (!t)
		return (UINT_PTR)msw_result(ERROR_NOT_ENOUGH_MEMORY);
	if (!id || !KillTimer(window, id))
		id = __atomic_add_fetch(&last, 1, __ATOMIC_SEQ_CST);
	*t = (struct ticker){.thread = GetCurrentThreadId(), .id = id, .routine = routine};
	if (milliseconds < 10)
		milliseconds = 10; /* the least there is */
	pthread_mutex_lock(&lock);
	BOOL made = CreateTimerQueueTimer(&t->timer, NULL, tick, t, milliseconds, milliseconds, WT_EXECUTEINTIMERTHREAD);
	t->next = tickers;
	if (made)
		tickers = t;
	pthread_mutex_unlock(&lock);
	if (made)
		return id;
	free(t);
	return 0;
}
