/* Waiting for a variable to change: waiters stand in a line that belongs to the
   variable's address, and a few addresses share one. */
#include "internal.h"
#include <pthread.h>
#include <time.h>

#define LINES 64
static struct line {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	BOOL ready;
} lines[LINES];
static pthread_mutex_t setup = PTHREAD_MUTEX_INITIALIZER;

static struct line *line_of(const volatile void *address)
{
	struct line *l = &lines[((uintptr_t)address >> 4) % LINES];
	pthread_mutex_lock(&setup);
	if (!l->ready) {
		pthread_condattr_t clock;
		pthread_condattr_init(&clock);
		pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
		pthread_cond_init(&l->changed, &clock);
		pthread_condattr_destroy(&clock);
		pthread_mutex_init(&l->lock, NULL);
		l->ready = TRUE;
	}
	pthread_mutex_unlock(&setup);
	return l;
}

/* It may return early, as it may on Windows: programs look again. */
EXPORT BOOL WINAPI WaitOnAddress(volatile VOID *address, PVOID compare, SIZE_T size, DWORD milliseconds)
{
	struct timespec end;
	int code = 0;
	if (!address || !compare || (size != 1 && size != 2 && size != 4 && size != 8))
		return msw_result(ERROR_INVALID_PARAMETER);
	struct line *l = line_of(address);
	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += milliseconds / 1000;
	end.tv_nsec += (long)(milliseconds % 1000) * 1000000;
	if (end.tv_nsec >= 1000000000)
		end.tv_sec++, end.tv_nsec -= 1000000000;
	pthread_mutex_lock(&l->lock);
	if (!memcmp((const void *)address, compare, size))
		code = milliseconds == INFINITE ? pthread_cond_wait(&l->changed, &l->lock) : pthread_cond_timedwait(&l->changed, &l->lock, &end);
	pthread_mutex_unlock(&l->lock);
	return code ? msw_result(ERROR_TIMEOUT) : TRUE;
}
EXPORT VOID WINAPI WakeByAddressAll(PVOID address)
{
	struct line *l = line_of(address);
	pthread_mutex_lock(&l->lock);
	pthread_cond_broadcast(&l->changed);
	pthread_mutex_unlock(&l->lock);
}
EXPORT VOID WINAPI WakeByAddressSingle(PVOID address) { WakeByAddressAll(address); } /* who shares the line wakes too early */
