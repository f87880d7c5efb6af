/* Anonymous pipes, and what the named pipe calls answer for mailslots. */
#ifndef _NAMEDPIPE_H_
#define _NAMEDPIPE_H_

#include "minwinbase.h"

#define PIPE_ACCESS_INBOUND 1u
#define PIPE_ACCESS_OUTBOUND 2u
#define PIPE_ACCESS_DUPLEX 3u
#define PIPE_TYPE_BYTE 0u
#define PIPE_TYPE_MESSAGE 4u
#define PIPE_READMODE_BYTE 0u
#define PIPE_READMODE_MESSAGE 2u
#define PIPE_WAIT 0u
#define PIPE_NOWAIT 1u
#define PIPE_UNLIMITED_INSTANCES 255
#define NMPWAIT_WAIT_FOREVER 0xFFFFFFFFu
#define NMPWAIT_USE_DEFAULT_WAIT 0u

MSW_BEGIN
BOOL WINAPI CreatePipe(PHANDLE read, PHANDLE write, LPSECURITY_ATTRIBUTES security, DWORD size);
BOOL WINAPI PeekNamedPipe(HANDLE pipe, LPVOID buffer, DWORD size, LPDWORD read, LPDWORD available, LPDWORD left);
BOOL WINAPI GetNamedPipeInfo(HANDLE pipe, LPDWORD flags, LPDWORD out_size, LPDWORD in_size, LPDWORD instances);
BOOL WINAPI SetNamedPipeHandleState(HANDLE pipe, LPDWORD mode, LPDWORD collect, LPDWORD timeout);
BOOL WINAPI DisconnectNamedPipe(HANDLE pipe);
BOOL WINAPI ConnectNamedPipe(HANDLE pipe, LPOVERLAPPED overlapped);
BOOL WINAPI TransactNamedPipe(HANDLE pipe, LPVOID in, DWORD in_size, LPVOID out, DWORD out_size, LPDWORD read, LPOVERLAPPED overlapped);
MSW_PAIR(BOOL, WaitNamedPipe, (LPCSTR name, DWORD timeout), (LPCWSTR name, DWORD timeout));
MSW_PAIR(BOOL, GetNamedPipeHandleState,
	(HANDLE pipe, LPDWORD state, LPDWORD instances, LPDWORD collect, LPDWORD timeout, LPSTR user, DWORD size),
	(HANDLE pipe, LPDWORD state, LPDWORD instances, LPDWORD collect, LPDWORD timeout, LPWSTR user, DWORD size));
MSW_PAIR(HANDLE, CreateNamedPipe,
	(LPCSTR name, DWORD mode, DWORD pipe_mode, DWORD max, DWORD out_size, DWORD in_size, DWORD timeout, LPSECURITY_ATTRIBUTES security),
	(LPCWSTR name, DWORD mode, DWORD pipe_mode, DWORD max, DWORD out_size, DWORD in_size, DWORD timeout, LPSECURITY_ATTRIBUTES security));
MSW_END

#define WaitNamedPipe MSW_AW(WaitNamedPipe)
#define GetNamedPipeHandleState MSW_AW(GetNamedPipeHandleState)
#define CreateNamedPipe MSW_AW(CreateNamedPipe)

#endif
