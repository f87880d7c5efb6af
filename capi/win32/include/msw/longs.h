/*
 * A program may hand an unsigned long * where windows.h says DWORD *: there both
 * are 32 bits. In C++ overloads take it through a DWORD; they are templates that
 * exist only for those types, so that NULL still means the plain function. In C
 * macros clear the half that the call does not write.
 */
#if defined(__cplusplus) && defined(__LP64__)

#ifndef MSW_LONGS
#define MSW_LONGS

template <class T, class R> struct msw_if_long {};
template <class R> struct msw_if_long<unsigned long, R> { typedef R type; };
template <class R> struct msw_if_long<long, R> { typedef R type; };
template <class R> struct msw_if_long<int, R> { typedef R type; };

/* The DWORD behind a pointer of another type, copied back after the call. */
class msw_dword {
	unsigned long *to_;
	DWORD *plain_;
	DWORD value_;

public:
	explicit msw_dword(unsigned long *p) : to_(p), plain_(0), value_(p ? static_cast<DWORD>(*p) : 0) {}
	explicit msw_dword(long *p) : to_(reinterpret_cast<unsigned long *>(p)), plain_(0), value_(p ? static_cast<DWORD>(*p) : 0) {}
	explicit msw_dword(int *p) : to_(0), plain_(reinterpret_cast<DWORD *>(p)), value_(0) {}
	explicit msw_dword(DWORD *p) : to_(0), plain_(p), value_(0) {}
	explicit msw_dword(long) : to_(0), plain_(0), value_(0) {}
	explicit msw_dword(void *) : to_(0), plain_(0), value_(0) {}
#if __cplusplus >= 201103L
	explicit msw_dword(decltype(nullptr)) : to_(0), plain_(0), value_(0) {}
#endif
	~msw_dword() { if (to_) *to_ = value_; }
	DWORD *get() { return to_ ? &value_ : plain_; }
};
#endif

#if defined(_APISETFILE_) && !defined(MSW_LONGS_FILE)
#define MSW_LONGS_FILE
template <class T> inline typename msw_if_long<T, BOOL>::type
ReadFile(HANDLE file, LPVOID buffer, DWORD size, T *read, LPOVERLAPPED overlapped)
{
	return ReadFile(file, buffer, size, msw_dword(read).get(), overlapped);
}
template <class T> inline typename msw_if_long<T, BOOL>::type
WriteFile(HANDLE file, LPCVOID buffer, DWORD size, T *written, LPOVERLAPPED overlapped)
{
	return WriteFile(file, buffer, size, msw_dword(written).get(), overlapped);
}
template <class T> inline typename msw_if_long<T, DWORD>::type GetFileSize(HANDLE file, T *high)
{
	return GetFileSize(file, msw_dword(high).get());
}
#endif

#if defined(_IO_APISET_H_) && !defined(MSW_LONGS_IO)
#define MSW_LONGS_IO
template <class T> inline typename msw_if_long<T, BOOL>::type
GetOverlappedResult(HANDLE file, LPOVERLAPPED overlapped, T *bytes, BOOL wait)
{
	return GetOverlappedResult(file, overlapped, msw_dword(bytes).get(), wait);
}
#endif

#if defined(_PROCESSTHREADSAPI_H_) && !defined(MSW_LONGS_THREADS)
#define MSW_LONGS_THREADS
template <class T> inline typename msw_if_long<T, BOOL>::type GetExitCodeThread(HANDLE thread, T *code)
{
	return GetExitCodeThread(thread, msw_dword(code).get());
}
template <class T> inline typename msw_if_long<T, BOOL>::type GetExitCodeProcess(HANDLE process, T *code)
{
	return GetExitCodeProcess(process, msw_dword(code).get());
}
template <class T> inline typename msw_if_long<T, HANDLE>::type
CreateThread(LPSECURITY_ATTRIBUTES security, SIZE_T stack, LPTHREAD_START_ROUTINE start, LPVOID argument, DWORD flags, T *id)
{
	return CreateThread(security, stack, start, argument, flags, msw_dword(id).get());
}
/* A thread function that returns unsigned long, or nothing. */
template <class R> inline HANDLE
CreateThread(LPSECURITY_ATTRIBUTES security, SIZE_T stack, R (*start)(LPVOID), LPVOID argument, DWORD flags, LPDWORD id)
{
	return CreateThread(security, stack, reinterpret_cast<LPTHREAD_START_ROUTINE>(start), argument, flags, id);
}
template <class R, class T> inline typename msw_if_long<T, HANDLE>::type
CreateThread(LPSECURITY_ATTRIBUTES security, SIZE_T stack, R (*start)(LPVOID), LPVOID argument, DWORD flags, T *id)
{
	return CreateThread(security, stack, reinterpret_cast<LPTHREAD_START_ROUTINE>(start), argument, flags, msw_dword(id).get());
}
#endif

#if defined(_SYNCHAPI_H_) && !defined(MSW_LONGS_SYNCH)
#define MSW_LONGS_SYNCH
template <class T> inline typename msw_if_long<T, BOOL>::type ReleaseSemaphore(HANDLE semaphore, LONG count, T *previous)
{
	return ReleaseSemaphore(semaphore, count, reinterpret_cast<LPLONG>(msw_dword(previous).get()));
}
#endif

#if defined(_SYSINFOAPI_H_) && !defined(MSW_LONGS_SYSTEM)
#define MSW_LONGS_SYSTEM
template <class C, class T> inline typename msw_if_long<T, BOOL>::type GetComputerNameA(C *name, T *size)
{
	return GetComputerNameA(name, msw_dword(size).get());
}
template <class C, class T> inline typename msw_if_long<T, BOOL>::type GetComputerNameW(C *name, T *size)
{
	return GetComputerNameW(name, msw_dword(size).get());
}
template <class C, class T> inline typename msw_if_long<T, BOOL>::type GetUserNameA(C *name, T *size)
{
	return GetUserNameA(name, msw_dword(size).get());
}
#endif

#if defined(_WINCON_) && !defined(MSW_LONGS_CONSOLE)
#define MSW_LONGS_CONSOLE
template <class T> inline typename msw_if_long<T, BOOL>::type
WriteConsoleA(HANDLE console, const VOID *text, DWORD length, T *written, LPVOID reserved)
{
	return WriteConsoleA(console, text, length, msw_dword(written).get(), reserved);
}
template <class T> inline typename msw_if_long<T, BOOL>::type
ReadConsoleA(HANDLE console, LPVOID text, DWORD length, T *read, LPVOID control)
{
	return ReadConsoleA(console, text, length, msw_dword(read).get(), control);
}
#endif

#if defined(MSW_WINBASE_DECLARED) && !defined(MSW_LONGS_BASE)
#define MSW_LONGS_BASE
template <class A> struct msw_is_long { enum { value = 0 }; };
template <> struct msw_is_long<unsigned long *> { enum { value = 1 }; };
template <> struct msw_is_long<long *> { enum { value = 1 }; };
template <> struct msw_is_long<int *> { enum { value = 1 }; };
template <bool, class R> struct msw_if {};
template <class R> struct msw_if<true, R> { typedef R type; };

/* Some of the four may be NULL, and some already DWORD *. */
template <class A, class B, class C, class D> inline typename msw_if<
	(msw_is_long<A>::value || msw_is_long<B>::value || msw_is_long<C>::value || msw_is_long<D>::value), BOOL>::type
GetMailslotInfo(HANDLE slot, A max, B next, C count, D timeout)
{
	return GetMailslotInfo(slot, msw_dword(max).get(), msw_dword(next).get(), msw_dword(count).get(), msw_dword(timeout).get());
}
#endif

#endif

#if !defined(__cplusplus) && defined(__LP64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ && !defined(MSW_INSIDE)
#ifndef MSW_LOW
#define MSW_LOW(p) __extension__({ \
	__typeof__(p) msw_p_ = (p); \
	if (__builtin_types_compatible_p(__typeof__(msw_p_), unsigned long *) || __builtin_types_compatible_p(__typeof__(msw_p_), long *)) \
		if (msw_p_) \
			((DWORD *)(uintptr_t)msw_p_)[1] = 0; \
	(DWORD *)(uintptr_t)msw_p_; })
/* A compound literal among the arguments looks like several: then all stay as
   they are. */
#define MSW_NTH(a, b, c, d, e, f, g, h, i, j, k, n, ...) n
#define MSW_COUNT(...) MSW_NTH(__VA_ARGS__, more, more, more, more, more, 6, 5, 4, 3, 2, 1, 0)
#define MSW_JOIN_(a, b) a##b
#define MSW_JOIN(a, b) MSW_JOIN_(a, b)
#define MSW_FOURTH(...) MSW_JOIN(MSW_FOURTH_OF_, MSW_COUNT(__VA_ARGS__))(__VA_ARGS__)
#define MSW_FOURTH_OF_5(a, b, c, d, e) (a), (b), (c), MSW_LOW(d), (e)
#define MSW_FOURTH_OF_6(...) __VA_ARGS__
#define MSW_FOURTH_OF_more(...) __VA_ARGS__
#define MSW_SIXTH(...) MSW_JOIN(MSW_SIXTH_OF_, MSW_COUNT(__VA_ARGS__))(__VA_ARGS__)
#define MSW_SIXTH_OF_6(a, b, c, d, e, f) (a), (b), (c), (d), (e), MSW_LOW(f)
#define MSW_SIXTH_OF_more(...) __VA_ARGS__
#endif
#if defined(MSW_WINBASE_DECLARED) && !defined(ReadFile)
#define ReadFile(...) ReadFile(MSW_FOURTH(__VA_ARGS__))
#define WriteFile(...) WriteFile(MSW_FOURTH(__VA_ARGS__))
#define GetFileSize(file, high) GetFileSize((file), MSW_LOW(high))
#define GetOverlappedResult(file, overlapped, bytes, wait) GetOverlappedResult((file), (overlapped), MSW_LOW(bytes), (wait))
#define GetQueuedCompletionStatus(port, bytes, key, overlapped, timeout) GetQueuedCompletionStatus((port), MSW_LOW(bytes), (key), (overlapped), (timeout))
#define GetMailslotInfo(slot, most, next, count, timeout) GetMailslotInfo((slot), MSW_LOW(most), MSW_LOW(next), MSW_LOW(count), MSW_LOW(timeout))
#define GetExitCodeThread(thread, code) GetExitCodeThread((thread), MSW_LOW(code))
#define GetExitCodeProcess(process, code) GetExitCodeProcess((process), MSW_LOW(code))
#define CreateThread(...) CreateThread(MSW_SIXTH(__VA_ARGS__))
#define GetComputerNameA(name, size) GetComputerNameA((name), MSW_LOW(size))
#define GetComputerNameW(name, size) GetComputerNameW((name), MSW_LOW(size))
#define GetUserNameA(name, size) GetUserNameA((name), MSW_LOW(size))
#define GetUserNameW(name, size) GetUserNameW((name), MSW_LOW(size))
#endif
#if defined(_WINCON_) && !defined(WriteConsoleA)
#define WriteConsoleA(...) WriteConsoleA(MSW_FOURTH(__VA_ARGS__))
#define ReadConsoleA(...) ReadConsoleA(MSW_FOURTH(__VA_ARGS__))
#endif
#endif
