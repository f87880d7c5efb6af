/* Locks inside one process: each is a word that threads sleep on by futex, so
   that they may stand in zeroed memory and need no destruction. */
#include "internal.h"
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#define ATOMIC __ATOMIC_SEQ_CST

/* Sleeps while *word is value, FALSE when the time is over. */
static BOOL doze(uint32_t *word, uint32_t value, DWORD timeout)
{
	struct timespec t = {(time_t)(timeout / 1000), (long)(timeout % 1000) * 1000000};
	long r = syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, timeout == INFINITE ? NULL : &t, NULL, 0);
	return !(r < 0 && errno == ETIMEDOUT);
}
static void rouse(uint32_t *word, int count) { syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, NULL, NULL, 0); }

/* --- critical sections -------------------------------------------------- */
/* LockCount: 0 free, 1 taken, 2 taken and somebody sleeps. */

static uint32_t *state(LPCRITICAL_SECTION s) { return (uint32_t *)&s->LockCount; }

EXPORT VOID WINAPI InitializeCriticalSection(LPCRITICAL_SECTION s) { memset(s, 0, sizeof *s); }
EXPORT BOOL WINAPI InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION s, DWORD spin)
{
	InitializeCriticalSection(s);
	s->SpinCount = spin;
	return TRUE;
}
EXPORT BOOL WINAPI InitializeCriticalSectionEx(LPCRITICAL_SECTION s, DWORD spin, DWORD flags)
{
	(void)flags;
	return InitializeCriticalSectionAndSpinCount(s, spin);
}
EXPORT BOOL WINAPI TryEnterCriticalSection(LPCRITICAL_SECTION s)
{
	HANDLE me = (HANDLE)(uintptr_t)msw_tid();
	uint32_t free_now = 0;
	if (__atomic_load_n(&s->OwningThread, ATOMIC) != me &&
	    !__atomic_compare_exchange_n(state(s), &free_now, 1, FALSE, ATOMIC, ATOMIC))
		return FALSE;
	__atomic_store_n(&s->OwningThread, me, ATOMIC);
	s->RecursionCount++;
	return TRUE;
}
EXPORT VOID WINAPI EnterCriticalSection(LPCRITICAL_SECTION s)
{
	if (TryEnterCriticalSection(s))
		return;
	while (__atomic_exchange_n(state(s), 2, ATOMIC))
		doze(state(s), 2, INFINITE);
	__atomic_store_n(&s->OwningThread, (HANDLE)(uintptr_t)msw_tid(), ATOMIC);
	s->RecursionCount = 1;
}
EXPORT VOID WINAPI LeaveCriticalSection(LPCRITICAL_SECTION s)
{
	if (--s->RecursionCount > 0)
		return;
	s->RecursionCount = 0;
	__atomic_store_n(&s->OwningThread, NULL, ATOMIC);
	if (__atomic_exchange_n(state(s), 0, ATOMIC) == 2)
		rouse(state(s), 1);
}
EXPORT VOID WINAPI DeleteCriticalSection(LPCRITICAL_SECTION s) { memset(s, 0, sizeof *s); }

/* --- slim locks --------------------------------------------------------- */
/* The word: the number of readers, or WRITER; SLEEPERS when somebody waits. */

#define WRITER 0x80000000u
#define SLEEPERS 0x40000000u
#define READERS 0x3FFFFFFFu

static uint32_t *word_of(PSRWLOCK lock) { return (uint32_t *)&lock->Ptr; }

/* Takes the lock if nobody holds it in a way that bars us. */
static BOOL take(uint32_t *w, BOOL writing)
{
	uint32_t old = __atomic_load_n(w, ATOMIC);
	while (!(old & WRITER) && !(writing && old & READERS))
		if (__atomic_compare_exchange_n(w, &old, writing ? old | WRITER : old + 1, FALSE, ATOMIC, ATOMIC))
			return TRUE;
	return FALSE;
}
static void acquire(PSRWLOCK lock, BOOL writing)
{
	uint32_t *w = word_of(lock);
	while (!take(w, writing)) {
		uint32_t old = __atomic_fetch_or(w, SLEEPERS, ATOMIC) | SLEEPERS;
		if (old & WRITER || (writing && old & READERS))
			doze(w, old, INFINITE);
	}
}
static void let_go(PSRWLOCK lock, BOOL writing)
{
	uint32_t *w = word_of(lock), old = __atomic_load_n(w, ATOMIC), now;
	do {
		now = writing ? old & ~WRITER : old - 1;
		if (!(now & READERS))
			now = 0; /* whoever sleeps is woken, and says so again */
	} while (!__atomic_compare_exchange_n(w, &old, now, FALSE, ATOMIC, ATOMIC));
	if (!now && old & SLEEPERS)
		rouse(w, INT_MAX);
}
EXPORT VOID WINAPI InitializeSRWLock(PSRWLOCK lock) { lock->Ptr = NULL; }
EXPORT VOID WINAPI AcquireSRWLockExclusive(PSRWLOCK lock) { acquire(lock, TRUE); }
EXPORT VOID WINAPI AcquireSRWLockShared(PSRWLOCK lock) { acquire(lock, FALSE); }
EXPORT VOID WINAPI ReleaseSRWLockExclusive(PSRWLOCK lock) { let_go(lock, TRUE); }
EXPORT VOID WINAPI ReleaseSRWLockShared(PSRWLOCK lock) { let_go(lock, FALSE); }
EXPORT BOOLEAN WINAPI TryAcquireSRWLockExclusive(PSRWLOCK lock) { return (BOOLEAN)take(word_of(lock), TRUE); }
EXPORT BOOLEAN WINAPI TryAcquireSRWLockShared(PSRWLOCK lock) { return (BOOLEAN)take(word_of(lock), FALSE); }

/* --- condition variables ------------------------------------------------ */
/* The word counts the wakes: who has seen an old number does not sleep. */

static uint32_t *wakes(PCONDITION_VARIABLE v) { return (uint32_t *)&v->Ptr; }

EXPORT VOID WINAPI InitializeConditionVariable(PCONDITION_VARIABLE v) { v->Ptr = NULL; }
EXPORT VOID WINAPI WakeConditionVariable(PCONDITION_VARIABLE v)
{
	__atomic_add_fetch(wakes(v), 1, ATOMIC);
	rouse(wakes(v), 1);
}
EXPORT VOID WINAPI WakeAllConditionVariable(PCONDITION_VARIABLE v)
{
	__atomic_add_fetch(wakes(v), 1, ATOMIC);
	rouse(wakes(v), INT_MAX);
}
EXPORT BOOL WINAPI SleepConditionVariableCS(PCONDITION_VARIABLE v, PCRITICAL_SECTION s, DWORD timeout)
{
	uint32_t seen = __atomic_load_n(wakes(v), ATOMIC);
	LeaveCriticalSection(s);
	BOOL woken = doze(wakes(v), seen, timeout);
	EnterCriticalSection(s);
	return woken ? TRUE : msw_result(ERROR_TIMEOUT);
}
EXPORT BOOL WINAPI SleepConditionVariableSRW(PCONDITION_VARIABLE v, PSRWLOCK lock, DWORD timeout, ULONG flags)
{
	BOOL writing = !(flags & CONDITION_VARIABLE_LOCKMODE_SHARED);
	uint32_t seen = __atomic_load_n(wakes(v), ATOMIC);
	let_go(lock, writing);
	BOOL woken = doze(wakes(v), seen, timeout);
	acquire(lock, writing);
	return woken ? TRUE : msw_result(ERROR_TIMEOUT);
}

/* --- once --------------------------------------------------------------- */
/* 0 not yet, 1 somebody is at it, else the context with bit 2 set. */

EXPORT VOID WINAPI InitOnceInitialize(PINIT_ONCE once) { once->Ptr = NULL; }
EXPORT BOOL WINAPI InitOnceExecuteOnce(PINIT_ONCE once, PINIT_ONCE_FN function, PVOID parameter, LPVOID *context)
{
	uintptr_t *p = (uintptr_t *)&once->Ptr, old = 0;
	void *made = NULL;
	while (!__atomic_compare_exchange_n(p, &old, 1, FALSE, ATOMIC, ATOMIC)) {
		if (old & 2) {
			if (context)
				*context = (void *)(old & ~(uintptr_t)3);
			return TRUE;
		}
		doze((uint32_t *)p, 1, INFINITE);
		old = 0;
	}
	BOOL done = function(once, parameter, &made);
	__atomic_store_n(p, done ? (uintptr_t)made | 2 : 0, ATOMIC);
	rouse((uint32_t *)p, INT_MAX);
	if (done && context)
		*context = made;
	return done;
}
