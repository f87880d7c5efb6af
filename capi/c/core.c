/* Life of the library, last errors, and the way into Go. */
#include "internal.h"
#include <linux/futex.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static __thread DWORD last_error;
static __thread uint32_t own_tid;
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
static __thread BOOL over; /* the thread's end has begun */
static uint32_t met;       /* threads that the library has met and that run */

static void count(uint32_t more)
{
	__atomic_add_fetch(&met, more, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &met, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}
void msw_await_others(void)
{
	for (uint32_t now; (now = __atomic_load_n(&met, __ATOMIC_SEQ_CST)) > 1;)
		syscall(SYS_futex, &met, FUTEX_WAIT_PRIVATE, now, NULL, NULL, 0);
}

/* A thread that the library has met ends. It may call again from the destructor
   of another key: then it is met anew, and ends once more. */
static void thread_ended(void *unused)
{
	(void)unused;
	msw_drop_thread(); /* if it was cancelled */
	msw_drop_queue(own_tid);
	if (msw_enter()) {
		msgo_thread_exit(own_tid, 0);
		msw_leave();
	}
	msw_forget_thread();
	own_tid = 0;
	if (!over)
		count(-1u);
	over = TRUE;
}

uint32_t msw_tid(void)
{
	if (!own_tid) {
		own_tid = (uint32_t)syscall(SYS_gettid);
		pthread_setspecific(thread_end, &shared);
		if (!over)
			count(1);
	}
	return own_tid;
}
void msw_serve(void) { own_tid = (uint32_t)syscall(SYS_gettid); }

BOOL msw_forked(void) { return forked; }

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

static void say_code(int code, void *unused)
{
	(void)unused;
	GO(msgo_say_code((uint32_t)code));
}

static uint64_t before;
static struct rlimit files;

/* Runs before the constructor of the Go runtime, whose threads inherit the mask
   and which raises the limit of open files. */
__attribute__((constructor(101))) static void loading(void)
{
	before = msw_block_all();
	getrlimit(RLIMIT_NOFILE, &files);
}

__attribute__((constructor)) static void loaded(void)
{
	msw_unblock(before);
	pthread_key_create(&thread_end, thread_ended);
	pthread_atfork(NULL, NULL, in_child);
	GO(msgo_init(&shared)); /* after this the runtime has started */
	for (DWORD i = 0; i < 3; i++)
		SetStdHandle(STD_INPUT_HANDLE - i, (HANDLE)shared.standard[i]);
	setrlimit(RLIMIT_NOFILE, &files);
	on_exit(say_code, NULL);
	msw_start_signal_thread();
	msw_open_gate();
}

__attribute__((destructor)) static void unloaded(void)
{
	if (!msw_forked())
		msw_end_others();
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
	case EXDEV: return ERROR_NOT_SAME_DEVICE;
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
