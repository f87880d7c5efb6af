/* Life of the library, last errors, and the way into Go. */
#include "internal.h"
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static __thread DWORD last_error;
static __thread uint32_t own_tid;
static __thread int inside; /* calls into Go on this thread's stack */
static int forked;          /* this is a child that has not exec'd */
static struct msgo_shared shared;

EXPORT DWORD WINAPI GetLastError(void) { return last_error; }
EXPORT VOID WINAPI SetLastError(DWORD code) { last_error = code; }
EXPORT VOID WINAPI SetLastErrorEx(DWORD code, DWORD type) { (void)type; last_error = code; }
EXPORT int WINAPI WSAGetLastError(void) { return (int)last_error; }
EXPORT void WINAPI WSASetLastError(int code) { last_error = (DWORD)code; }

BOOL msw_result(uint32_t code)
{
	if (code)
		last_error = code;
	return !code;
}

static pthread_key_t thread_end;

/* A thread that the library has met ends. */
static void thread_ended(void *unused)
{
	sigset_t old;
	(void)unused;
	if (msw_enter(&old)) {
		msgo_thread_exit(own_tid, 0);
		msw_leave(&old);
	}
}

uint32_t msw_tid(void)
{
	if (!own_tid) {
		own_tid = (uint32_t)syscall(SYS_gettid);
		pthread_setspecific(thread_end, &shared);
	}
	return own_tid;
}

/* --- signals --------------------------------------------------------------- */
/*
 * A handler without SA_ONSTACK runs on the stack that it interrupts, and a
 * goroutine's is small. So no thread that runs Go takes asynchronous signals:
 * ours block them around each call, Go's own threads from their start. While
 * all of a program's threads are inside calls, one thread of ours takes what
 * is sent to the process: Ctrl-C ends a blocked ReadFile, and handlers run.
 */

static sigset_t blocked;
static uint64_t masked; /* signals that some caller had blocked for itself */
static uint32_t turn;   /* counts changes of masked; the signal thread waits for it */

/* Signals that the thread itself causes stay open: the Go runtime wants them. */
static void asynchronous(sigset_t *set)
{
	static const int synchronous[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS, SIGURG};
	sigfillset(set);
	for (size_t i = 0; i < sizeof synchronous / sizeof *synchronous; i++)
		sigdelset(set, synchronous[i]);
}

/* The first 64 signals of a set, which are all there are on Linux. */
static uint64_t bits(const sigset_t *set)
{
	uint64_t word;
	memcpy(&word, set, sizeof word);
	return word;
}

static void *take_signals(void *unused)
{
	(void)unused;
	prctl(PR_SET_NAME, "mailslot-signal");
	for (;;) {
		uint32_t seen = __atomic_load_n(&turn, __ATOMIC_SEQ_CST);
		uint64_t mask = __atomic_load_n(&masked, __ATOMIC_SEQ_CST);
		sigset_t set;
		sigemptyset(&set);
		memcpy(&set, &mask, sizeof mask);
		pthread_sigmask(SIG_SETMASK, &set, NULL);
		syscall(SYS_futex, &turn, FUTEX_WAIT_PRIVATE, seen, NULL, NULL, 0);
	}
	return NULL;
}

/* A program that blocks a signal waits for it by sigwait or signalfd: the
   signal thread must not take it away. */
static __attribute__((noinline)) void respect(uint64_t mask)
{
	__atomic_or_fetch(&masked, mask, __ATOMIC_SEQ_CST);
	__atomic_add_fetch(&turn, 1, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &turn, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static void start_signal_thread(void)
{
	pthread_attr_t attributes;
	pthread_t thread;
	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attributes, 1 << 20); /* for the program's handlers */
	pthread_create(&thread, &attributes, take_signals, NULL);
	pthread_attr_destroy(&attributes);
}

BOOL msw_forked(void) { return forked; }

BOOL msw_enter(sigset_t *old)
{
	if (__builtin_expect(forked, 0))
		return FALSE;
	if (inside++)
		return TRUE;
	pthread_sigmask(SIG_BLOCK, &blocked, old);
	uint64_t own = bits(old) & bits(&blocked);
	if (__builtin_expect(own & ~__atomic_load_n(&masked, __ATOMIC_RELAXED), 0))
		respect(own);
	return TRUE;
}

void msw_leave(const sigset_t *old)
{
	if (!--inside)
		pthread_sigmask(SIG_SETMASK, old, NULL);
}

/* --- loading, forking, ending ---------------------------------------------- */

/* In a child by fork no goroutine runs: every call must fail at once, and what
   keeps the parent's names alive is closed. */
static void in_child(void)
{
	forked = 1;
	for (int i = 0; i < MSGO_HELD_WORDS; i++)
		for (uint32_t word = shared.held[i]; word; word &= word - 1)
			close(i * 32 + __builtin_ctz(word));
}

static sigset_t before;
static struct rlimit files;

/* Runs before the constructor of the Go runtime, whose threads inherit the mask
   and which raises the limit of open files. */
__attribute__((constructor(101))) static void loading(void)
{
	asynchronous(&blocked);
	pthread_sigmask(SIG_BLOCK, &blocked, &before);
	getrlimit(RLIMIT_NOFILE, &files);
}

__attribute__((constructor)) static void loaded(void)
{
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_key_create(&thread_end, thread_ended);
	pthread_atfork(NULL, NULL, in_child);
	GO(msgo_init(&shared)); /* after this the runtime has started */
	setrlimit(RLIMIT_NOFILE, &files);
	start_signal_thread();
}

__attribute__((destructor)) static void unloaded(void)
{
	GO(msgo_exit());
}

void msw_run_apcs(void)
{
	struct msgo_apc apc;
	while (GO(msgo_apc_take(&apc, msw_tid())) == 0) {
		switch (apc.kind) {
		case MSGO_APC_USER: ((PAPCFUNC)apc.routine)(apc.a); break;
		case MSGO_APC_WIN32: ((LPOVERLAPPED_COMPLETION_ROUTINE)apc.routine)((DWORD)apc.a, (DWORD)apc.b, (LPOVERLAPPED)apc.c); break;
		case MSGO_APC_NT: ((PIO_APC_ROUTINE)apc.routine)((PVOID)apc.a, (PIO_STATUS_BLOCK)apc.b, 0); break;
		case MSGO_APC_TIMER: ((PTIMERAPCROUTINE)apc.routine)((LPVOID)apc.a, (DWORD)apc.b, (DWORD)apc.c); break;
		}
	}
}

/* The Win32 code of a failed system call. */
DWORD msw_errno_code(int number)
{
	switch (number) {
	case 0: return 0;
	case ENOENT: return ERROR_FILE_NOT_FOUND;
	case ENOTDIR: case ELOOP: return ERROR_PATH_NOT_FOUND;
	case EMFILE: case ENFILE: return ERROR_TOO_MANY_OPEN_FILES;
	case EACCES: case EPERM: case EISDIR: case EROFS: return ERROR_ACCESS_DENIED;
	case EBADF: return ERROR_INVALID_HANDLE;
	case ENOMEM: return ERROR_NOT_ENOUGH_MEMORY;
	case EEXIST: return ERROR_FILE_EXISTS;
	case EINVAL: return ERROR_INVALID_PARAMETER;
	case EPIPE: return ERROR_NO_DATA;
	case ENOSPC: case EDQUOT: return ERROR_DISK_FULL;
	case ENAMETOOLONG: return ERROR_FILENAME_EXCED_RANGE;
	case ENOTEMPTY: return ERROR_DIR_NOT_EMPTY;
	case EFAULT: return ERROR_NOACCESS;
	case ESPIPE: return ERROR_INVALID_FUNCTION;
	case EBUSY: case ETXTBSY: return ERROR_SHARING_VIOLATION;
	}
	return ERROR_GEN_FAILURE;
}
