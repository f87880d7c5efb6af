/* Thread-local storage by index, with a function for what a thread leaves. */
#include "internal.h"
#include <pthread.h>

#define TLS_SLOTS 1088 /* as many as Windows has */
static unsigned char tls_used[TLS_SLOTS];
static unsigned tls_age[TLS_SLOTS];
static PFLS_CALLBACK_FUNCTION tls_callback[TLS_SLOTS];
static pthread_mutex_t tls_lock = PTHREAD_MUTEX_INITIALIZER;

/* A thread's values, from its first TlsSetValue to its end. They are behind a
 * pointer because a library that is loaded by dlopen gets thread-local memory
 * from a small reserve of libc's. */
struct tls_value {
	void *value;
	unsigned age;
};
static __thread struct tls_value *tls;
static pthread_key_t tls_key;
static pthread_once_t tls_once = PTHREAD_ONCE_INIT;

static void tls_end(void *values)
{
	struct tls_value *left = values;
	for (DWORD i = 0; i < TLS_SLOTS; i++)
		if (left[i].value && left[i].age == tls_age[i] && tls_callback[i])
			tls_callback[i](left[i].value);
	tls = NULL;
	free(values);
}

static void tls_start(void)
{
	pthread_key_create(&tls_key, tls_end);
}

static BOOL tls_ready(void)
{
	if (tls)
		return TRUE;
	pthread_once(&tls_once, tls_start);
	tls = calloc(TLS_SLOTS, sizeof *tls);
	return tls && pthread_setspecific(tls_key, tls) == 0;
}

EXPORT DWORD WINAPI FlsAlloc(PFLS_CALLBACK_FUNCTION callback)
{
	DWORD i = 0;
	pthread_mutex_lock(&tls_lock);
	while (i < TLS_SLOTS && tls_used[i])
		i++;
	if (i < TLS_SLOTS) {
		tls_used[i] = 1;
		tls_callback[i] = callback;
		tls_age[i]++; /* values of an earlier owner are void */
	}
	pthread_mutex_unlock(&tls_lock);
	if (i < TLS_SLOTS)
		return i;
	SetLastError(ERROR_NO_MORE_ITEMS);
	return TLS_OUT_OF_INDEXES;
}
EXPORT DWORD WINAPI TlsAlloc(void) { return FlsAlloc(NULL); }
EXPORT LPVOID WINAPI TlsGetValue(DWORD i)
{
	SetLastError(i < TLS_SLOTS ? 0 : ERROR_INVALID_PARAMETER);
	return i < TLS_SLOTS && tls && tls[i].age == tls_age[i] ? tls[i].value : NULL;
}
EXPORT BOOL WINAPI TlsSetValue(DWORD i, LPVOID value)
{
	if (i >= TLS_SLOTS)
		return msw_result(ERROR_INVALID_PARAMETER);
	if (!tls_ready())
		return msw_result(ERROR_NOT_ENOUGH_MEMORY);
	tls[i].value = value;
	tls[i].age = tls_age[i];
	return TRUE;
}
EXPORT BOOL WINAPI TlsFree(DWORD i)
{
	if (i >= TLS_SLOTS || !tls_used[i])
		return msw_result(ERROR_INVALID_PARAMETER);
	tls_used[i] = 0;
	tls_age[i]++;
	return TRUE;
}

/* Fibers there are none: each thread is one. */
EXPORT PVOID WINAPI FlsGetValue(DWORD i) { return TlsGetValue(i); }
EXPORT BOOL WINAPI FlsSetValue(DWORD i, PVOID value) { return TlsSetValue(i, value); }
EXPORT BOOL WINAPI FlsFree(DWORD i)
{
	if (i < TLS_SLOTS && tls_used[i] && tls_callback[i] && tls && tls[i].value && tls[i].age == tls_age[i])
		tls_callback[i](tls[i].value); /* this thread's; others lose theirs */
	return TlsFree(i);
}
