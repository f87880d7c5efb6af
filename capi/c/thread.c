/*
 * Threads: pthreads that the Go side knows by number. CreateThread returns once
 * the new thread has told its number and the handle exists; the thread goes on
 * when the handle is in the caller's hands, or ResumeThread is called.
 */
#include "internal.h"
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

struct thread {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	uint32_t tid;
	int suspended;   /* ResumeThread brings it to 0 before the thread starts */
	int begun;       /* the creator has the handle */
	int owners;      /* the thread itself and its creator, then the list */
	int priority;
	uintptr_t own;   /* a handle that closes itself with the thread, or 0 */
	pthread_t pthread;
	LPTHREAD_START_ROUTINE start;
	void *argument;
	struct thread *next;
};

static struct thread *threads; /* those that run */
static pthread_mutex_t threads_lock = PTHREAD_MUTEX_INITIALIZER;
static __thread struct thread *current;

static void release(struct thread *t)
{
	pthread_mutex_lock(&t->lock);
	int left = --t->owners;
	pthread_mutex_unlock(&t->lock);
	if (!left)
		free(t);
}

static void enlist(struct thread *t)
{
	pthread_mutex_lock(&threads_lock);
	t->next = threads;
	threads = t;
	pthread_mutex_unlock(&threads_lock);
}

/* The thread behind a handle, with a reference; null for one that C did not
   start or that has ended. */
static struct thread *find(HANDLE h)
{
	struct msgo_handle_info info;
	if (h == GetCurrentThread())
		info.id = msw_tid();
	else if (GO(msgo_handle_info(H(h), &info)) || info.kind != MSGO_KIND_THREAD)
		return NULL;
	pthread_mutex_lock(&threads_lock);
	struct thread *t = threads;
	while (t && t->tid != info.id)
		t = t->next;
	if (t) {
		pthread_mutex_lock(&t->lock);
		t->owners++;
		pthread_mutex_unlock(&t->lock);
	}
	pthread_mutex_unlock(&threads_lock);
	return t;
}

/* The place in the list that holds t, or the list's end. */
static struct thread **place_of(const struct thread *t)
{
	struct thread **p = &threads;
	while (*p && *p != t)
		p = &(*p)->next;
	return p;
}

/* The calling thread ends, in whatever way: behind this nobody finds it. */
void msw_drop_thread(void)
{
	struct thread *t = current;
	if (!t)
		return;
	pthread_mutex_lock(&threads_lock);
	struct thread **p = place_of(t);
	if (*p)
		*p = t->next;
	pthread_mutex_unlock(&threads_lock);
	current = NULL;
	if (t->own)
		GO(msgo_close(t->own));
	release(t);
}

static DWORD last_code; /* of the thread that ended last */

static void end(DWORD code)
{
	msw_drop_thread();
	__atomic_store_n(&last_code, code, __ATOMIC_SEQ_CST);
	GO(msgo_thread_exit(msw_tid(), code));
}

static void unlock(void *mutex) { pthread_mutex_unlock(mutex); }

/* Where ExitThread leaves a thread that C started. Windows destroys no C++ objects
   on the way; pthread_exit would, and ends the program at a catch (...). */
static __thread jmp_buf *way_out;

static void *run(void *argument)
{
	struct thread *t = argument;
	jmp_buf out;
	current = t;
	pthread_mutex_lock(&t->lock);
	pthread_cleanup_push(unlock, &t->lock); /* TerminateThread may end it here */
	t->tid = msw_tid();
	pthread_cond_broadcast(&t->changed);
	while (!t->begun || t->suspended)
		pthread_cond_wait(&t->changed, &t->lock);
	pthread_cleanup_pop(1);
	if (!_setjmp(out)) {
		way_out = &out;
		msw_run_apcs(); /* queued while it was suspended */
		end(t->start(t->argument));
	}
	way_out = NULL;
	return NULL;
}

static struct thread *launch(SIZE_T stack, LPTHREAD_START_ROUTINE start, void *argument, BOOL suspended)
{
	struct thread *t = calloc(1, sizeof *t);
	pthread_attr_t attr;
	if (!t)
		return NULL;
	pthread_mutex_init(&t->lock, NULL);
	pthread_cond_init(&t->changed, NULL);
	t->start = start;
	t->argument = argument;
	t->suspended = suspended;
	t->owners = 2;
	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	if (stack > 256 * 1024) /* less would not hold a call into Go with comfort */
		pthread_attr_setstacksize(&attr, (stack + 0xFFFF) & ~(SIZE_T)0xFFFF);
	int failed = pthread_create(&t->pthread, &attr, run, t);
	pthread_attr_destroy(&attr);
	if (failed) {
		free(t);
		return NULL;
	}
	pthread_mutex_lock(&t->lock);
	while (!t->tid)
		pthread_cond_wait(&t->changed, &t->lock);
	pthread_mutex_unlock(&t->lock);
	enlist(t);
	return t;
}

static void begin(struct thread *t)
{
	pthread_mutex_lock(&t->lock);
	t->begun = 1;
	pthread_cond_broadcast(&t->changed);
	pthread_mutex_unlock(&t->lock);
	release(t);
}

static HANDLE create(LPSECURITY_ATTRIBUTES security, SIZE_T stack, LPTHREAD_START_ROUTINE start, LPVOID argument, DWORD flags, LPDWORD id, BOOL closes)
{
	uintptr_t h = 0;
	if (!start || msw_forked()) {
		SetLastError(start ? ERROR_INVALID_HANDLE : ERROR_INVALID_PARAMETER);
		return NULL;
	}
	struct thread *t = launch(stack, start, argument, (flags & CREATE_SUSPENDED) != 0);
	if (!t) {
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
		return NULL;
	}
	uint32_t code = GO(msgo_thread_new(t->tid, msw_inherits(security), &h));
	if (id)
		*id = t->tid;
	if (closes)
		t->own = h;
	begin(t);
	return msw_result(code) ? (HANDLE)h : NULL;
}
EXPORT HANDLE WINAPI CreateThread(LPSECURITY_ATTRIBUTES security, SIZE_T stack, LPTHREAD_START_ROUTINE start, LPVOID argument, DWORD flags, LPDWORD id)
{
	return create(security, stack, start, argument, flags, id, FALSE);
}

/* The first thread stays until the others are over, and ends the process with
   the last one's code: by itself it would not end, for the threads of Go. */
static __attribute__((noreturn)) void end_last(void)
{
	msw_await_others();
	exit((int)__atomic_load_n(&last_code, __ATOMIC_SEQ_CST));
}

EXPORT VOID WINAPI ExitThread(DWORD code)
{
	end(code);
	if (way_out)
		_longjmp(*way_out, 1);
	if (msw_tid() == (uint32_t)getpid())
		end_last();
	pthread_exit(NULL);
}

EXPORT uintptr_t _beginthreadex(void *security, unsigned stack, unsigned (*start)(void *), void *argument, unsigned flags, unsigned *id)
{
	HANDLE h = CreateThread(security, stack, (LPTHREAD_START_ROUTINE)start, argument, flags, id);
	if (!h)
		errno = EAGAIN;
	return (uintptr_t)h;
}

struct plain {
	void (*start)(void *);
	void *argument;
};
static DWORD run_plain(LPVOID argument)
{
	struct plain p = *(struct plain *)argument;
	free(argument);
	p.start(p.argument);
	return 0;
}
/* The handle of such a thread closes itself at its end. */
EXPORT uintptr_t _beginthread(void (*start)(void *), unsigned stack, void *argument)
{
	struct plain *p = malloc(sizeof *p);
	*p = (struct plain){start, argument};
	HANDLE h = create(NULL, stack, run_plain, p, 0, NULL, TRUE);
	if (h)
		return (uintptr_t)h;
	free(p);
	errno = EAGAIN;
	return (uintptr_t)-1;
}
EXPORT void _endthreadex(unsigned code) { ExitThread(code); }
EXPORT void _endthread(void) { ExitThread(0); }

/* --- about threads ------------------------------------------------------ */

EXPORT HANDLE WINAPI GetCurrentThread(void) { return (HANDLE)(intptr_t)-2; }
EXPORT DWORD WINAPI GetCurrentThreadId(void) { return msw_tid(); }
EXPORT DWORD WINAPI GetThreadId(HANDLE h)
{
	struct msgo_handle_info info;
	if (h == GetCurrentThread())
		return msw_tid();
	uint32_t code = GO(msgo_handle_info(H(h), &info));
	if (!code && info.kind != MSGO_KIND_THREAD)
		code = ERROR_INVALID_HANDLE;
	return msw_result(code) ? info.id : 0;
}
EXPORT HANDLE WINAPI OpenThread(DWORD access, BOOL inherit, DWORD id)
{
	uintptr_t h = 0;
	return msw_result(GO(msgo_thread_open(id, access, inherit != 0, &h))) ? (HANDLE)h : NULL;
}
EXPORT BOOL WINAPI GetExitCodeThread(HANDLE h, LPDWORD code)
{
	uint32_t value = 0;
	if (!msw_result(GO(msgo_thread_exit_code(H(h), &value, msw_tid()))))
		return FALSE;
	if (!code)
		return msw_result(ERROR_NOACCESS);
	*code = value;
	return TRUE;
}

/* Only a thread that has not begun can be held: there is no way to stop a
   running one without stopping the goroutines that it may carry. The thread of
   a process that CreateProcess has suspended stands for the process. */
EXPORT DWORD WINAPI ResumeThread(HANDLE h)
{
	struct thread *t = find(h);
	uint32_t process = 0;
	if (!t) {
		if (!GO(msgo_process_resume(H(h), &process)))
			return process;
		return GetThreadId(h) ? 0 : (DWORD)-1;
	}
	pthread_mutex_lock(&t->lock);
	DWORD before = (DWORD)t->suspended;
	if (before)
		t->suspended--;
	pthread_cond_broadcast(&t->changed);
	pthread_mutex_unlock(&t->lock);
	release(t);
	return before;
}
EXPORT DWORD WINAPI SuspendThread(HANDLE h)
{
	struct thread *t = find(h);
	DWORD before = (DWORD)-1;
	if (!t) {
		SetLastError(GetThreadId(h) ? ERROR_NOT_SUPPORTED : ERROR_INVALID_HANDLE);
		return before;
	}
	pthread_mutex_lock(&t->lock);
	if (t->suspended)
		before = (DWORD)t->suspended++;
	pthread_mutex_unlock(&t->lock);
	release(t);
	if (before == (DWORD)-1)
		SetLastError(ERROR_NOT_SUPPORTED);
	return before;
}

/* The C library's signal for pthread_cancel, with which its sigaction does not
   deal, and the kernel's own structure, the same on all our processors. */
#define CANCEL 32
struct kernel_action {
	void *handler;
	unsigned long flags;
	void *restorer;
	uint64_t mask;
};

static void *wait_for_cancel(void *unused)
{
	for (;;)
		pause();
	return unused;
}

/* Has the C library install its handler, which it does when it cancels first. */
static BOOL cancel_one(void)
{
	pthread_t thread;
	sigset_t all, old;
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &old); /* the program's signals are not for it */
	BOOL made = !pthread_create(&thread, NULL, wait_for_cancel, NULL);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (made) {
		pthread_cancel(thread);
		pthread_join(thread, NULL);
	}
	return made;
}

/* From version 2.41 on, glibc cancels every thread by a signal that none can
   block, one inside Go too: its handler must not run on a goroutine's stack. */
static BOOL may_cancel(void)
{
	static BOOL ready;
	struct kernel_action action;
	pthread_mutex_lock(&threads_lock);
	if (!ready && cancel_one() && !syscall(SYS_rt_sigaction, CANCEL, NULL, &action, sizeof action.mask)) {
		action.flags |= SA_ONSTACK;
		ready = !syscall(SYS_rt_sigaction, CANCEL, &action, NULL, sizeof action.mask);
	}
	BOOL may = ready;
	pthread_mutex_unlock(&threads_lock);
	return may;
}

/* A thread is ended where it may be cancelled: in its next system call. One that
   is no longer listed has ended, and its pthread_t may be another's. */
static void cancel(struct thread *t)
{
	pthread_mutex_lock(&threads_lock);
	if (*place_of(t))
		pthread_cancel(t->pthread);
	pthread_mutex_unlock(&threads_lock);
}
EXPORT BOOL WINAPI TerminateThread(HANDLE h, DWORD code)
{
	if (h == GetCurrentThread() || GetThreadId(h) == msw_tid())
		ExitThread(code);
	if (!may_cancel())
		return msw_result(ERROR_NOT_ENOUGH_MEMORY);
	struct thread *t = find(h);
	if (!t)
		return msw_result(GetThreadId(h) ? ERROR_ACCESS_DENIED : ERROR_INVALID_HANDLE);
	GO(msgo_thread_exit(t->tid, code)); /* before the thread can tell its own */
	cancel(t);
	release(t);
	GO(msgo_cancel_synchronous(H(h)));
	return TRUE;
}
EXPORT BOOL WINAPI SwitchToThread(void) { return !sched_yield(); }
EXPORT DWORD WINAPI QueueUserAPC(PAPCFUNC function, HANDLE h, ULONG_PTR argument)
{
	return (DWORD)msw_result(GO(msgo_apc_queue(H(h), (void *)function, argument, msw_tid())));
}

/* Priorities are remembered: the system gives no more of them to programs. */
EXPORT BOOL WINAPI SetThreadPriority(HANDLE h, int priority)
{
	struct thread *t = find(h);
	if (t) {
		t->priority = priority;
		release(t);
		return TRUE;
	}
	return GetThreadId(h) != 0;
}
EXPORT int WINAPI GetThreadPriority(HANDLE h)
{
	struct thread *t = find(h);
	if (!t)
		return GetThreadId(h) ? THREAD_PRIORITY_NORMAL : THREAD_PRIORITY_ERROR_RETURN;
	int priority = t->priority;
	release(t);
	return priority;
}
EXPORT DWORD_PTR WINAPI SetThreadAffinityMask(HANDLE h, DWORD_PTR mask)
{
	DWORD id = GetThreadId(h);
	cpu_set_t old, set;
	DWORD_PTR before = 0;
	if (!id)
		return 0;
	CPU_ZERO(&set);
	sched_getaffinity((pid_t)id, sizeof old, &old);
	for (int i = 0; i < (int)sizeof mask * 8; i++) {
		if (mask >> i & 1)
			CPU_SET(i, &set);
		if (CPU_ISSET(i, &old))
			before |= (DWORD_PTR)1 << i;
	}
	if (sched_setaffinity((pid_t)id, sizeof set, &set))
		return (DWORD_PTR)msw_result(ERROR_INVALID_PARAMETER);
	return before;
}

static void as_filetime(LPFILETIME to, long long seconds, long long micros)
{
	uint64_t v = (uint64_t)(seconds * 10000000 + micros * 10);
	to->dwLowDateTime = (DWORD)v;
	to->dwHighDateTime = (DWORD)(v >> 32);
}
EXPORT BOOL WINAPI GetThreadTimes(HANDLE h, LPFILETIME created, LPFILETIME ended, LPFILETIME kernel, LPFILETIME user)
{
	struct rusage use;
	if (!GetThreadId(h))
		return FALSE;
	getrusage(h == GetCurrentThread() ? RUSAGE_THREAD : RUSAGE_SELF, &use);
	GetSystemTimeAsFileTime(created);
	as_filetime(ended, 0, 0);
	as_filetime(kernel, use.ru_stime.tv_sec, use.ru_stime.tv_usec);
	as_filetime(user, use.ru_utime.tv_sec, use.ru_utime.tv_usec);
	return TRUE;
}
