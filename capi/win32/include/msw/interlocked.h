/* Interlocked operations, as compiler builtins. In C++ they also accept long,
   which is 32 bits in the source's mind and 64 here. */
#ifndef MSW_INTERLOCKED_H
#define MSW_INTERLOCKED_H

#define MSW_INTERLOCKED(T, S) \
	static inline T MSW_IL(InterlockedIncrement, S)(T volatile *p) { return __sync_add_and_fetch(p, 1); } \
	static inline T MSW_IL(InterlockedDecrement, S)(T volatile *p) { return __sync_sub_and_fetch(p, 1); } \
	static inline T MSW_IL(InterlockedExchange, S)(T volatile *p, T v) { return __atomic_exchange_n(p, v, __ATOMIC_SEQ_CST); } \
	static inline T MSW_IL(InterlockedExchangeAdd, S)(T volatile *p, T v) { return __sync_fetch_and_add(p, v); } \
	static inline T MSW_IL(InterlockedAdd, S)(T volatile *p, T v) { return __sync_add_and_fetch(p, v); } \
	static inline T MSW_IL(InterlockedAnd, S)(T volatile *p, T v) { return __sync_fetch_and_and(p, v); } \
	static inline T MSW_IL(InterlockedOr, S)(T volatile *p, T v) { return __sync_fetch_and_or(p, v); } \
	static inline T MSW_IL(InterlockedXor, S)(T volatile *p, T v) { return __sync_fetch_and_xor(p, v); } \
	static inline T MSW_IL(InterlockedCompareExchange, S)(T volatile *p, T v, T old) { return __sync_val_compare_and_swap(p, old, v); }

#define MSW_IL(name, suffix) name##suffix
MSW_INTERLOCKED(LONG, )
MSW_INTERLOCKED(LONGLONG, 64)
#ifdef __cplusplus
MSW_INTERLOCKED(DWORD, )
MSW_INTERLOCKED(long, )
MSW_INTERLOCKED(unsigned long, )
#endif

static inline PVOID InterlockedExchangePointer(PVOID volatile *p, PVOID v)
{
	return __atomic_exchange_n(p, v, __ATOMIC_SEQ_CST);
}
static inline PVOID InterlockedCompareExchangePointer(PVOID volatile *p, PVOID v, PVOID old)
{
	return __sync_val_compare_and_swap(p, old, v);
}
#define _InterlockedIncrement InterlockedIncrement
#define _InterlockedDecrement InterlockedDecrement
#define _InterlockedExchange InterlockedExchange
#define _InterlockedExchangeAdd InterlockedExchangeAdd
#define _InterlockedCompareExchange InterlockedCompareExchange
#define MemoryBarrier() __sync_synchronize()
#if defined(__x86_64__) || defined(__i386__)
#define YieldProcessor() __builtin_ia32_pause()
#else
#define YieldProcessor() ((void)0)
#endif

#endif
