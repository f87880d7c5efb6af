/* Life of the library, last errors, and the way into Go. */
#include "internal.h"
#include <pthread.h>
#include <signal.h>
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

/* Signals that the thread itself causes stay open: the Go runtime wants them. */
static void asynchronous(sigset_t *set)
{
	static const int synchronous[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS, SIGPROF, SIGURG};
	sigfillset(set);
	for (size_t i = 0; i < sizeof synchronous / sizeof *synchronous; i++)
		sigdelset(set, synchronous[i]);
}

static sigset_t blocked;
static int has_handlers = 1; /* blocking costs a system call each way */

BOOL msw_enter(sigset_t *old)
{
	if (__builtin_expect(forked, 0))
		return FALSE;
	if (!inside++ && has_handlers)
		pthread_sigmask(SIG_BLOCK, &blocked, old);
	return TRUE;
}

void msw_leave(const sigset_t *old)
{
	if (!--inside && has_handlers)
		pthread_sigmask(SIG_SETMASK, old, NULL);
}

/* In a child by fork no goroutine runs: every call must fail at once, and what
   keeps the parent's names alive is closed. */
static void in_child(void)
{
	forked = 1;
	for (int i = 0; i < MSGO_FORK_FDS; i++)
		if (shared.fork_fds[i] >= 0)
			close(shared.fork_fds[i]);
}

__attribute__((constructor)) static void loaded(void)
{
	asynchronous(&blocked);
	pthread_key_create(&thread_end, thread_ended);
	memset(shared.fork_fds, 0xFF, sizeof shared.fork_fds);
	pthread_atfork(NULL, NULL, in_child);
	GO(msgo_init(&shared));
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
