/*
 * Signals and the stacks of goroutines.
 *
 * A handler without SA_ONSTACK runs on the stack that it interrupts, and a
 * goroutine's is small. So no thread that runs Go may take a signal that has
 * such a handler. Go's own threads block asynchronous signals from their start;
 * the program's threads do around each call, and one thread of ours takes what
 * is sent to the process while all of them are inside: Ctrl-C ends a blocked
 * ReadFile, and handlers run.
 *
 * Two system calls a call are half of its time, and few programs have such a
 * handler. So the gate is open, and nobody blocks, as long as none has been
 * installed: this library stands before the C library's sigaction and its like,
 * and closes the gate for good before it lets the first one in. A thread that
 * is inside then is made to block by a signal of ours. Where the program's
 * sigaction is not this one (dlopen, sanitizers), the gate is closed always. A
 * handler installed by a bare system call is not seen.
 */
#include "internal.h"
#include <dlfcn.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

enum place {
	OUTSIDE,
	OPEN,  /* inside a call, with the signals that the program has open */
	MASKED /* inside, and old is what to go back to */
};

/* A thread that calls. Its place is changed by itself and by the handler that
   runs on it, and read by who closes the gate. */
struct visitor {
	int depth;
	enum place place;
	uint64_t old;
	pid_t tid;
	BOOL listed;
	BOOL ended; /* not listed again: nobody would say when it is over */
	struct visitor *next;
};
static __thread struct visitor me __attribute__((tls_model("initial-exec")));

static pthread_mutex_t visitors_lock = PTHREAD_MUTEX_INITIALIZER;
static struct visitor *visitors;

static uint64_t asynchronous; /* what is blocked inside */
static uint64_t masked;       /* signals that some caller had blocked for itself */
static uint32_t turn;         /* counts changes of masked; the signal thread waits for it */
static int closed = 1;        /* the gate */
static int settled;           /* and nobody is inside with open signals */
static uint32_t leaving;      /* the thread that ends the process, or 0 */

/* --- masks ---------------------------------------------------------------- */

/* The 64 signals of Linux; the kernel's own sets are no longer. */
static uint64_t bits(const sigset_t *set)
{
	uint64_t word;
	memcpy(&word, set, sizeof word);
	return word;
}
static uint64_t change(int how, uint64_t word)
{
	sigset_t set, old;
	sigemptyset(&set);
	memcpy(&set, &word, sizeof word);
	pthread_sigmask(how, &set, &old);
	return bits(&old);
}

/* Signals that the thread itself causes stay open: the Go runtime wants them. */
static void choose(void)
{
	static const int synchronous[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS, SIGURG};
	sigset_t set;
	sigfillset(&set);
	for (size_t i = 0; i < sizeof synchronous / sizeof *synchronous; i++)
		sigdelset(&set, synchronous[i]);
	asynchronous = bits(&set);
}
static BOOL is_asynchronous(int number) { return number >= 1 && number <= 64 && asynchronous >> (number - 1) & 1; }

uint64_t msw_block_all(void)
{
	choose();
	return change(SIG_BLOCK, asynchronous);
}
void msw_unblock(uint64_t old) { change(SIG_SETMASK, old); }

/* write(2), but a pipe that nobody reads is an error only, as on Windows: the
   thread's SIGPIPE is taken before it can end the program. */
ssize_t msw_write(int fd, const void *buffer, size_t size)
{
	static const struct timespec now;
	sigset_t pipe;
	sigemptyset(&pipe);
	sigaddset(&pipe, SIGPIPE);
	uint64_t old = change(SIG_BLOCK, bits(&pipe));
	ssize_t n = write(fd, buffer, size);
	int failed = errno;
	if (n < 0 && failed == EPIPE && !(old & bits(&pipe)))
		sigtimedwait(&pipe, NULL, &now);
	change(SIG_SETMASK, old);
	errno = failed;
	return n;
}

/* --- the thread for signals ------------------------------------------------ */

static void *take_signals(void *unused)
{
	(void)unused;
	prctl(PR_SET_NAME, "mailslot-signal");
	msw_serve(); /* for handlers of the program that call */
	for (;;) {
		uint32_t seen = __atomic_load_n(&turn, __ATOMIC_SEQ_CST);
		BOOL needed = __atomic_load_n(&closed, __ATOMIC_SEQ_CST);
		change(SIG_SETMASK, needed ? __atomic_load_n(&masked, __ATOMIC_SEQ_CST) : ~0ull);
		syscall(SYS_futex, &turn, FUTEX_WAIT_PRIVATE, seen, NULL, NULL, 0);
	}
	return NULL;
}
static void wake(void)
{
	__atomic_add_fetch(&turn, 1, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &turn, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}
/* A program that blocks a signal waits for it by sigwait or signalfd: the
   signal thread must not take it away. */
static __attribute__((noinline)) void respect(uint64_t mask)
{
	__atomic_or_fetch(&masked, mask, __ATOMIC_SEQ_CST);
	wake();
}

void msw_start_signal_thread(void)
{
	pthread_attr_t attributes;
	pthread_t thread;
	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attributes, 1 << 20); /* for the program's handlers */
	pthread_create(&thread, &attributes, take_signals, NULL);
	pthread_attr_destroy(&attributes);
}

/* --- calls ------------------------------------------------------------------ */

static __attribute__((noinline)) BOOL list(void)
{
	if (me.ended)
		return FALSE;
	me.tid = (pid_t)msw_tid(); /* which sees to it that the end of the thread is told */
	pthread_mutex_lock(&visitors_lock);
	me.next = visitors;
	visitors = &me;
	me.listed = TRUE;
	pthread_mutex_unlock(&visitors_lock);
	return TRUE;
}
void msw_forget_thread(void)
{
	pthread_mutex_lock(&visitors_lock);
	for (struct visitor **v = &visitors; *v; v = &(*v)->next)
		if (*v == &me) {
			*v = me.next;
			break;
		}
	me.listed = FALSE;
	me.ended = TRUE;
	pthread_mutex_unlock(&visitors_lock);
}

static void go_out(void)
{
	if (__atomic_exchange_n(&me.place, OUTSIDE, __ATOMIC_SEQ_CST) == MASKED)
		change(SIG_SETMASK, me.old);
}

/* The process ends, and its handles are closed: of that no other thread shall
   hear, as on Windows they are over before. All destructors of the program have
   run by then and the ending thread takes no lock of this library any more, so
   one that a thread keeps in here is in nobody's way. */
void msw_end_others(void)
{
	__atomic_store_n(&leaving, msw_tid(), __ATOMIC_SEQ_CST);
	__atomic_store_n(&closed, 1, __ATOMIC_SEQ_CST); /* so that msw_enter looks */
}
/* Of two that end it the last goes on. */
static __attribute__((noinline)) void stay(void)
{
	while (__atomic_load_n(&leaving, __ATOMIC_SEQ_CST) != msw_tid())
		pause();
}

BOOL msw_enter(void)
{
	if (__builtin_expect(msw_forked(), 0))
		return FALSE;
	if (me.depth++)
		return TRUE;
	if (!__atomic_load_n(&closed, __ATOMIC_RELAXED) && (__builtin_expect(me.listed, 1) || list())) {
		__atomic_store_n(&me.place, OPEN, __ATOMIC_SEQ_CST);
		if (!__atomic_load_n(&closed, __ATOMIC_SEQ_CST))
			return TRUE;
		go_out(); /* who closes it may not have seen this thread */
	}
	if (__builtin_expect(__atomic_load_n(&leaving, __ATOMIC_RELAXED) != 0, 0))
		stay();
	me.old = change(SIG_BLOCK, asynchronous);
	uint64_t own = me.old & asynchronous;
	if (__builtin_expect(own & ~__atomic_load_n(&masked, __ATOMIC_RELAXED), 0))
		respect(own);
	__atomic_store_n(&me.place, MASKED, __ATOMIC_RELAXED);
	return TRUE;
}
void msw_leave(void)
{
	if (--me.depth)
		return;
	go_out();
	if (__builtin_expect(__atomic_load_n(&leaving, __ATOMIC_RELAXED) != 0, 0))
		stay();
}

/* --- the gate ----------------------------------------------------------------- */

/* Runs on the alternate stack of a thread inside: when it returns, the thread's
   asynchronous signals are blocked. */
static void mask_visitor(int number, siginfo_t *info, void *context)
{
	ucontext_t *interrupted = context;
	uint64_t now = bits(&interrupted->uc_sigmask);
	(void)number, (void)info;
	if (__atomic_load_n(&me.place, __ATOMIC_SEQ_CST) != OPEN)
		return;
	me.old = now;
	__atomic_or_fetch(&masked, now & asynchronous, __ATOMIC_SEQ_CST);
	now |= asynchronous;
	memcpy(&interrupted->uc_sigmask, &now, sizeof now); /* the kernel's set has no more */
	__atomic_store_n(&me.place, MASKED, __ATOMIC_SEQ_CST);
}

/* Whether a thread has a signal blocked, with all others we may suppose; or is
   no more. */
static BOOL blocks(pid_t tid, int number)
{
	char path[64], line[256];
	unsigned long long set = ~0ull;
	snprintf(path, sizeof path, "/proc/self/task/%d/status", tid);
	FILE *f = fopen(path, "re");
	while (f && fgets(line, sizeof line, f))
		if (sscanf(line, "SigBlk: %llx", &set) == 1)
			break;
	if (f)
		fclose(f);
	return set >> (number - 1) & 1;
}

/* A real-time signal that nobody handles; not the last, which is valgrind's. */
static int free_signal(void)
{
	struct sigaction there;
	int number = SIGRTMAX - 1;
	while (number > SIGRTMIN && !sigaction(number, NULL, &there) && there.sa_handler != SIG_DFL)
		number--;
	return number;
}

/* Makes every thread block that is inside with open signals. The signal stays
   ours if it was sent: a thread that left meanwhile may get it late. */
static void mask_visitors(void)
{
	struct sigaction action = {.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART}, before;
	int number = free_signal();
	BOOL sent = FALSE;
	action.sa_sigaction = mask_visitor;
	sigfillset(&action.sa_mask);
	sigaction(number, &action, &before);
	for (struct visitor *v = visitors; v; v = v->next) {
		if (__atomic_load_n(&v->place, __ATOMIC_SEQ_CST) != OPEN || blocks(v->tid, number))
			continue;
		if (syscall(SYS_tgkill, getpid(), v->tid, number))
			continue;
		sent = TRUE;
		while (__atomic_load_n(&v->place, __ATOMIC_SEQ_CST) == OPEN)
			sched_yield();
	}
	if (!sent)
		sigaction(number, &before, NULL);
}

static void close_gate(void)
{
	if (__atomic_load_n(&settled, __ATOMIC_SEQ_CST) || msw_forked())
		return;
	pthread_mutex_lock(&visitors_lock);
	if (!closed) {
		__atomic_store_n(&closed, 1, __ATOMIC_SEQ_CST);
		mask_visitors();
		wake();
	}
	__atomic_store_n(&settled, 1, __ATOMIC_SEQ_CST);
	pthread_mutex_unlock(&visitors_lock);
}

/* The C library's function, behind ours. */
static void *next(void **cache, const char *name)
{
	if (!__atomic_load_n(cache, __ATOMIC_ACQUIRE))
		__atomic_store_n(cache, dlsym(RTLD_NEXT, name), __ATOMIC_RELEASE);
	return *cache;
}
#define NEXT(name) \
	static void *cache; \
	__typeof__(&name) real = (__typeof__(&name))next(&cache, #name)

static BOOL harmless(sighandler_t handler) { return handler == SIG_DFL || handler == SIG_IGN || handler == SIG_ERR; }
static BOOL needs_gate(int number, const struct sigaction *action)
{
	const int safe = SA_ONSTACK | SA_RESTART;
	return is_asynchronous(number) && !harmless(action->sa_handler) && (action->sa_flags & safe) != safe;
}

EXPORT int sigaction(int number, const struct sigaction *action, struct sigaction *old)
{
	NEXT(sigaction);
	if (action && needs_gate(number, action))
		close_gate();
	return real(number, action, old);
}
#define BEFORE(name) \
	EXPORT sighandler_t name(int number, sighandler_t handler) \
	{ \
		NEXT(name); \
		if (is_asynchronous(number) && !harmless(handler)) \
			close_gate(); \
		return real(number, handler); \
	}
#pragma GCC diagnostic ignored "-Wdeprecated-declarations" /* programs may use them all the same */
sighandler_t bsd_signal(int number, sighandler_t handler);
BEFORE(signal)
BEFORE(bsd_signal)
BEFORE(sysv_signal)
BEFORE(__sysv_signal)
BEFORE(sigset)
EXPORT int siginterrupt(int number, int interrupt)
{
	NEXT(siginterrupt);
	if (interrupt)
		close_gate();
	return real(number, interrupt);
}

/* Opens it if handlers are seen from now on and none is there already that
   needs it closed. */
void msw_open_gate(void)
{
	struct sigaction there;
	if (dlsym(RTLD_DEFAULT, "sigaction") != (void *)sigaction || dlsym(RTLD_DEFAULT, "signal") != (void *)signal)
		return;
	for (int number = 1; number <= 64; number++)
		if (!sigaction(number, NULL, &there) && needs_gate(number, &there))
			return;
	__atomic_store_n(&closed, 0, __ATOMIC_SEQ_CST);
}
