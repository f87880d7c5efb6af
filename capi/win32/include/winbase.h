/* The mailslot calls, and what has no header of its own: messages, security,
   thread pools, entry points. */
#ifndef _WINBASE_
#define _WINBASE_

#include "minwinbase.h"
#include "winerror.h"
#include "errhandlingapi.h"
#include "fileapi.h"
#include "handleapi.h"
#include "heapapi.h"
#include "ioapiset.h"
#include "libloaderapi.h"
#include "namedpipeapi.h"
#include "processenv.h"
#include "processthreadsapi.h"
#include "securitybaseapi.h"
#include "stringapiset.h"
#include "synchapi.h"
#include "sysinfoapi.h"
#include "threadpoolapiset.h"
#include "threadpoollegacyapiset.h"
#include "msw/crt.h"

#define FORMAT_MESSAGE_ALLOCATE_BUFFER 0x100u
#define FORMAT_MESSAGE_IGNORE_INSERTS 0x200u
#define FORMAT_MESSAGE_FROM_STRING 0x400u
#define FORMAT_MESSAGE_FROM_HMODULE 0x800u
#define FORMAT_MESSAGE_FROM_SYSTEM 0x1000u
#define FORMAT_MESSAGE_ARGUMENT_ARRAY 0x2000u
#define FORMAT_MESSAGE_MAX_WIDTH_MASK 0xFFu

#define CopyMemory RtlCopyMemory
#define MoveMemory RtlMoveMemory
#define FillMemory RtlFillMemory
#define ZeroMemory RtlZeroMemory
#define EqualMemory RtlEqualMemory
#define MakeProcInstance(p, i) (p)
#define FreeProcInstance(p) (p)
#define lstrlenT lstrlen

MSW_BEGIN
/* Makes a slot and answers the server's handle, MAILSLOT_INVALID_HANDLE on
   failure. name: \\.\mailslot\[path\]name. max_message_size: in bytes, 0 for
   any. read_timeout: milliseconds that a read waits, 0 for not at all,
   MAILSLOT_WAIT_FOREVER for ever. security: null (only this user writes), or who
   may write, and whether children of CreateProcess inherit the handle.
   Errors: 3 (no name, one of another computer, or above 32,759 characters), 5
   (security that this place cannot give, or the place of slots is closed to this
   user), 123 (no mailslot name, or after \\?\mailslot\ above 32,749 characters),
   183 (the name has a server). */
MSW_PAIR(HANDLE, CreateMailslot,
	(LPCSTR name, DWORD max_message_size, DWORD read_timeout, LPSECURITY_ATTRIBUTES security),
	(LPCWSTR name, DWORD max_message_size, DWORD read_timeout, LPSECURITY_ATTRIBUTES security));
/* What waits: the maximum in bytes (0: any), the size of the next message or
   MAILSLOT_NO_MESSAGE, the number of messages, the time-out in milliseconds.
   Each result may be null. Works through a client's handle as well.
   Errors: 6 (no handle), 38 (a client's handle, and the server has gone), 87 (an
   ordinary file). */
BOOL WINAPI GetMailslotInfo(HANDLE mailslot, LPDWORD max_message_size, LPDWORD next_size, LPDWORD message_count, LPDWORD read_timeout);
/* Changes the time-out of reads that begin from now on: milliseconds, 0 for not
   at all, MAILSLOT_WAIT_FOREVER.
   Errors: 6 (no handle), 87 (a client's handle). */
BOOL WINAPI SetMailslotInfo(HANDLE mailslot, DWORD read_timeout);
/* A descriptor for poll, readable while a message waits and when the slot has
   ended: the next read tells which. It is above 1023: give select a dup of it. It
   belongs to the handle: do not read or close it. -1 on failure. An extension of
   this library.
   Errors: 4 (too many open descriptors), 6 (no handle), 38 (another process held
   the slot, and has ended), 87 (a client's handle, or an ordinary file). */
int mailslot_pollfd(HANDLE mailslot);

MSW_PAIR(DWORD, FormatMessage,
	(DWORD flags, LPCVOID source, DWORD id, DWORD language, LPSTR buffer, DWORD size, va_list *arguments),
	(DWORD flags, LPCVOID source, DWORD id, DWORD language, LPWSTR buffer, DWORD size, va_list *arguments));
HFILE WINAPI _lopen(LPCSTR name, int mode);
HFILE WINAPI _lcreat(LPCSTR name, int attribute);
UINT WINAPI _lread(HFILE file, LPVOID buffer, UINT size);
UINT WINAPI _lwrite(HFILE file, LPCSTR buffer, UINT size);
HFILE WINAPI _lclose(HFILE file);
BOOL WINAPI Beep(DWORD frequency, DWORD duration);
int WINAPI MulDiv(int number, int numerator, int denominator);
UINT WINAPI WinExec(LPCSTR command, UINT show);
BOOL WINAPI GetProcessAffinityMask(HANDLE process, PDWORD_PTR own, PDWORD_PTR system);
BOOL WINAPI GetBinaryTypeA(LPCSTR name, LPDWORD type);
MSW_PAIR(UINT, GetPrivateProfileInt, (LPCSTR section, LPCSTR key, INT fallback, LPCSTR file), (LPCWSTR section, LPCWSTR key, INT fallback, LPCWSTR file));
MSW_PAIR(BOOL, WritePrivateProfileString, (LPCSTR section, LPCSTR key, LPCSTR value, LPCSTR file), (LPCWSTR section, LPCWSTR key, LPCWSTR value, LPCWSTR file));
MSW_PAIR(DWORD, GetPrivateProfileString, (LPCSTR section, LPCSTR key, LPCSTR fallback, LPSTR value, DWORD size, LPCSTR file), (LPCWSTR section, LPCWSTR key, LPCWSTR fallback, LPWSTR value, DWORD size, LPCWSTR file));
/* An entry in the log of events is a line where OutputDebugString goes. */
MSW_PAIR(HANDLE, RegisterEventSource, (LPCSTR server, LPCSTR source), (LPCWSTR server, LPCWSTR source));
MSW_PAIR(BOOL, ReportEvent,
	(HANDLE log, WORD type, WORD category, DWORD id, PSID user, WORD count, DWORD size, LPCSTR *strings, LPVOID data),
	(HANDLE log, WORD type, WORD category, DWORD id, PSID user, WORD count, DWORD size, LPCWSTR *strings, LPVOID data));
BOOL WINAPI DeregisterEventSource(HANDLE log);

/* Entry points. The program defines one of them or main, wmain, _tmain. */
int WINAPI WinMain(HINSTANCE instance, HINSTANCE previous, LPSTR line, int show);
int WINAPI wWinMain(HINSTANCE instance, HINSTANCE previous, LPWSTR line, int show) MSW_W(wWinMain);
MSW_END

#define CreateMailslot MSW_AW(CreateMailslot)
#define FormatMessage MSW_AW(FormatMessage)
#define GetPrivateProfileInt MSW_AW(GetPrivateProfileInt)
#define WritePrivateProfileString MSW_AW(WritePrivateProfileString)
#define LookupPrivilegeValue MSW_AW(LookupPrivilegeValue)
#define RegisterEventSource MSW_AW(RegisterEventSource)
#define ReportEvent MSW_AW(ReportEvent)
#define GetPrivateProfileString MSW_AW(GetPrivateProfileString)

#define MSW_WINBASE_DECLARED
#include "msw/longs.h"

#endif
