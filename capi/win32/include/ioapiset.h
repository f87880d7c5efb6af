/* Overlapped I/O, completion ports, cancellation. */
#ifndef _IO_APISET_H_
#define _IO_APISET_H_

#include "minwinbase.h"

MSW_BEGIN
/* Makes a port (file INVALID_HANDLE_VALUE), ties a server handle to one with a
   key, or both at once (port NULL). threads has no effect.
   Errors: 6 (no handle), 87 (tied already, or no server handle). */
HANDLE WINAPI CreateIoCompletionPort(HANDLE file, HANDLE port, ULONG_PTR key, DWORD threads);
/* Takes the oldest completion of a port, or waits timeout milliseconds for one. A
   failed operation answers FALSE with *overlapped set.
   Errors: 6 (no port), 258 (none in time, *overlapped is NULL), 735 (the port was
   closed), else that of the operation. */
BOOL WINAPI GetQueuedCompletionStatus(HANDLE port, LPDWORD bytes, PULONG_PTR key, LPOVERLAPPED *overlapped, DWORD timeout);
BOOL WINAPI GetQueuedCompletionStatusEx(HANDLE port, LPOVERLAPPED_ENTRY entries, ULONG count, PULONG removed, DWORD timeout, BOOL alertable);
/* Puts a completion of the program's own into a port.
   Errors: 6 (no port). */
BOOL WINAPI PostQueuedCompletionStatus(HANDLE port, DWORD bytes, ULONG_PTR key, LPOVERLAPPED overlapped);
/* How an overlapped operation ended, and its bytes; with wait it is waited for.
   Errors: 996 (it has not ended), 121 (no message in time), 122 (the buffer was
   too small), 38 (the slot ended), 995 (cancelled). */
BOOL WINAPI GetOverlappedResult(HANDLE file, LPOVERLAPPED overlapped, LPDWORD bytes, BOOL wait);
BOOL WINAPI GetOverlappedResultEx(HANDLE file, LPOVERLAPPED overlapped, LPDWORD bytes, DWORD timeout, BOOL alertable);
/* Ends the pending operations that this thread began on a handle, with 995.
   Errors: 6 (no handle). */
BOOL WINAPI CancelIo(HANDLE file);
/* Ends one pending operation of a handle, or all of them when overlapped is NULL,
   with 995, whichever thread began them.
   Errors: 6 (no handle), 1168 (nothing was pending). */
BOOL WINAPI CancelIoEx(HANDLE file, LPOVERLAPPED overlapped);
/* Ends the read in which another thread waits, with 995.
   Errors: 6 (no thread), 1168 (it waits in none). */
BOOL WINAPI CancelSynchronousIo(HANDLE thread);
BOOL WINAPI DeviceIoControl(HANDLE device, DWORD code, LPVOID in, DWORD in_size, LPVOID out, DWORD out_size, LPDWORD bytes, LPOVERLAPPED overlapped);
MSW_END

#endif
