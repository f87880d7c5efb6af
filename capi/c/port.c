/* Completion ports. */
#include "internal.h"

EXPORT HANDLE WINAPI CreateIoCompletionPort(HANDLE file, HANDLE port, ULONG_PTR key, DWORD threads)
{
	uintptr_t h = H(port);
	uint32_t code = 0;
	if (file == INVALID_HANDLE_VALUE && port)
		code = ERROR_INVALID_PARAMETER;
	if (!code && !port)
		code = GO(msgo_port_create(threads, &h));
	if (!code && file != INVALID_HANDLE_VALUE)
		code = GO(msgo_port_associate(h, H(file), key));
	if (code && !port && h)
		GO(msgo_close(h));
	return msw_result(code) ? (HANDLE)h : NULL;
}

EXPORT BOOL WINAPI PostQueuedCompletionStatus(HANDLE port, DWORD bytes, ULONG_PTR key, LPOVERLAPPED ov)
{
	return msw_result(GO(msgo_port_post(H(port), bytes, key, (uintptr_t)ov)));
}

/* FALSE with an OVERLAPPED tells that the operation has failed, FALSE without
   one that nothing came. */
EXPORT BOOL WINAPI GetQueuedCompletionStatus(HANDLE port, LPDWORD bytes, PULONG_PTR key, LPOVERLAPPED *ov, DWORD timeout)
{
	struct msgo_packet packet;
	if (!bytes || !key || !ov)
		return msw_result(ERROR_INVALID_PARAMETER);
	uint32_t got = 0, code = GO(msgo_port_get(H(port), &packet, 1, &got, timeout, 0, msw_tid()));
	*ov = NULL;
	if (code || !got)
		return msw_result(code ? code : WAIT_TIMEOUT);
	*bytes = packet.bytes;
	*key = packet.key;
	*ov = (LPOVERLAPPED)packet.overlapped;
	return msw_result(RtlNtStatusToDosError((NTSTATUS)packet.status));
}

#define MOST_PACKETS 64 /* in one call; a program asks again for more */

EXPORT BOOL WINAPI GetQueuedCompletionStatusEx(HANDLE port, LPOVERLAPPED_ENTRY entries, ULONG count, PULONG removed, DWORD timeout, BOOL alertable)
{
	struct msgo_packet packets[MOST_PACKETS];
	uint32_t got = 0;
	if (!entries || !count || !removed)
		return msw_result(ERROR_INVALID_PARAMETER);
	uint32_t code = GO(msgo_port_get(H(port), packets, count < MOST_PACKETS ? count : MOST_PACKETS, &got, timeout, alertable != 0, msw_tid()));
	*removed = got;
	if (code == MSGO_APC) {
		msw_run_apcs();
		code = WAIT_IO_COMPLETION;
	}
	for (uint32_t i = 0; i < got; i++)
		entries[i] = (OVERLAPPED_ENTRY){
			.lpCompletionKey = packets[i].key, .lpOverlapped = (LPOVERLAPPED)packets[i].overlapped,
			.Internal = packets[i].status, .dwNumberOfBytesTransferred = packets[i].bytes,
		};
	return msw_result(code);
}

EXPORT BOOL WINAPI SetFileCompletionNotificationModes(HANDLE h, UCHAR modes) { return msw_result(GO(msgo_completion_modes(H(h), modes))); }

/* No device here understands a control code. */
EXPORT BOOL WINAPI DeviceIoControl(HANDLE h, DWORD code, LPVOID in, DWORD in_size, LPVOID out, DWORD out_size, LPDWORD bytes, LPOVERLAPPED ov)
{
	struct msgo_handle_info info;
	(void)code, (void)in, (void)in_size, (void)out, (void)out_size, (void)ov;
	if (bytes)
		*bytes = 0;
	uint32_t failed = GO(msgo_handle_info(H(h), &info));
	return msw_result(failed ? failed : ERROR_NOT_SUPPORTED);
}
