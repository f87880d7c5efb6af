/* Threads of the C run-time, and child programs. */
#ifndef _INC_PROCESS
#define _INC_PROCESS

#include "msw/crt.h"
#include <unistd.h>

#define _P_WAIT 0
#define _P_NOWAIT 1
#define _P_OVERLAY 2
#define _P_NOWAITO 3
#define _P_DETACH 4
#define P_WAIT _P_WAIT
#define P_NOWAIT _P_NOWAIT
#define P_OVERLAY _P_OVERLAY
#define P_DETACH _P_DETACH

typedef void (*_beginthread_proc_type)(void *);
typedef unsigned (*_beginthreadex_proc_type)(void *);

MSW_BEGIN
uintptr_t _beginthread(void (*start)(void *), unsigned stack, void *argument);
uintptr_t _beginthreadex(void *security, unsigned stack, unsigned (*start)(void *), void *argument, unsigned flags, unsigned *id);
void _endthread(void) __attribute__((noreturn));
void _endthreadex(unsigned code) __attribute__((noreturn));
int _getpid(void);
intptr_t _spawnl(int mode, const char *path, const char *arg0, ...);
intptr_t _spawnlp(int mode, const char *path, const char *arg0, ...);
intptr_t _spawnv(int mode, const char *path, const char *const *argv);
intptr_t _spawnvp(int mode, const char *path, const char *const *argv);
intptr_t _wspawnl(int mode, const wchar_t *path, const wchar_t *arg0, ...) MSW_W(_wspawnl);
intptr_t _execl(const char *path, const char *arg0, ...);
intptr_t _execv(const char *path, const char *const *argv);
intptr_t _cwait(int *status, intptr_t process, int action);
void _cexit(void);
void _c_exit(void);
MSW_END

#define spawnl _spawnl
#define spawnlp _spawnlp
#define spawnv _spawnv
#define spawnvp _spawnvp
#define cwait _cwait

#if defined(__cplusplus) && defined(__LP64__)
/* The thread's id in an unsigned long, its stack as NULL. */
inline uintptr_t _beginthreadex(void *security, unsigned stack, unsigned (*start)(void *), void *argument, unsigned flags, unsigned long *id)
{
	unsigned value = 0;
	uintptr_t handle = _beginthreadex(security, stack, start, argument, flags, &value);
	if (id)
		*id = value;
	return handle;
}
inline uintptr_t _beginthreadex(void *security, unsigned stack, unsigned (*start)(void *), void *argument, unsigned flags, long null)
{
	(void)null;
	return _beginthreadex(security, stack, start, argument, flags, static_cast<unsigned *>(0));
}
#endif

#endif
