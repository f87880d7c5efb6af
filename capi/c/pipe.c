/* Anonymous pipes, and what the calls for named ones answer. Named pipes are
   no part of this library. */
#include "internal.h"
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

EXPORT BOOL WINAPI CreatePipe(PHANDLE read_end, PHANDLE write_end, LPSECURITY_ATTRIBUTES security, DWORD size)
{
	int fds[2];
	uintptr_t r, w;
	BOOL inherit = msw_inherits(security);
	if (pipe2(fds, O_CLOEXEC))
		return msw_result(msw_errno_code(errno));
	if (size)
		fcntl(fds[1], F_SETPIPE_SZ, (int)(size > 1 << 20 ? 1 << 20 : size)); /* a wish */
	uint32_t code = GO(msgo_fd_register(fds[0], 0, FILE_GENERIC_READ, 0, inherit, &r));
	if (code) {
		close(fds[0]);
		close(fds[1]);
		return msw_result(code);
	}
	code = GO(msgo_fd_register(fds[1], 0, FILE_GENERIC_WRITE, 0, inherit, &w));
	if (code) {
		close(fds[1]);
		GO(msgo_close(r));
		return msw_result(code);
	}
	*read_end = (HANDLE)r;
	*write_end = (HANDLE)w;
	return TRUE;
}

/* 0 for a pipe, whose descriptor is written; slot handles answer with their
   own codes. */
static uint32_t pipe_of(HANDLE h, int *fd, uint32_t server, uint32_t client)
{
	struct msgo_handle_info info;
	struct stat st;
	uint32_t code = GO(msgo_handle_info(H(h), &info));
	if (code)
		return code;
	switch (info.kind) {
	case MSGO_KIND_SERVER: return server;
	case MSGO_KIND_CLIENT: case MSGO_KIND_ROOT: return client;
	case MSGO_KIND_FD: break;
	default: return ERROR_INVALID_HANDLE;
	}
	*fd = info.fd;
	return fstat(info.fd, &st) || !(S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode)) ? ERROR_INVALID_FUNCTION : 0;
}

/* What can be seen of a pipe without taking it is how much there is; its bytes
   are copied through a second pipe. */
static uint32_t peek(int fd, void *buffer, DWORD size, LPDWORD n)
{
	int copy[2];
	if (pipe2(copy, O_CLOEXEC | O_NONBLOCK))
		return msw_errno_code(errno);
	ssize_t k = tee(fd, copy[1], size, SPLICE_F_NONBLOCK);
	k = k > 0 ? read(copy[0], buffer, (size_t)k) : 0;
	*n = (DWORD)(k > 0 ? k : 0);
	close(copy[0]);
	close(copy[1]);
	return 0;
}
EXPORT BOOL WINAPI PeekNamedPipe(HANDLE h, LPVOID buffer, DWORD size, LPDWORD n, LPDWORD available, LPDWORD left)
{
	int fd = -1, waiting = 0;
	DWORD got = 0;
	uint32_t code = pipe_of(h, &fd, ERROR_NOT_SUPPORTED, ERROR_ACCESS_DENIED);
	if (!code && ioctl(fd, FIONREAD, &waiting))
		code = msw_errno_code(errno);
	if (!code && buffer && size && waiting)
		code = peek(fd, buffer, size, &got);
	if (code)
		return msw_result(code);
	if (n)
		*n = got;
	if (available)
		*available = (DWORD)waiting;
	if (left)
		*left = 0;
	return TRUE;
}
EXPORT BOOL WINAPI GetNamedPipeInfo(HANDLE h, LPDWORD flags, LPDWORD out_size, LPDWORD in_size, LPDWORD instances)
{
	int fd;
	uint32_t code = pipe_of(h, &fd, ERROR_INVALID_FUNCTION, ERROR_INVALID_FUNCTION);
	if (code)
		return msw_result(code);
	if (flags)
		*flags = PIPE_TYPE_BYTE;
	if (out_size)
		*out_size = 65536;
	if (in_size)
		*in_size = 65536;
	if (instances)
		*instances = 1;
	return TRUE;
}
EXPORT BOOL WINAPI GetNamedPipeHandleStateA(HANDLE h, LPDWORD state, LPDWORD instances, LPDWORD collect, LPDWORD timeout, LPSTR user, DWORD size)
{
	int fd;
	(void)collect, (void)timeout, (void)user, (void)size;
	uint32_t code = pipe_of(h, &fd, ERROR_INVALID_FUNCTION, ERROR_INVALID_FUNCTION);
	if (code)
		return msw_result(code);
	if (state)
		*state = fcntl(fd, F_GETFL) & O_NONBLOCK ? PIPE_NOWAIT : PIPE_WAIT;
	if (instances)
		*instances = 1;
	return TRUE;
}
EXPORT BOOL WINAPI SetNamedPipeHandleState(HANDLE h, LPDWORD mode, LPDWORD collect, LPDWORD timeout)
{
	int fd;
	(void)collect, (void)timeout;
	uint32_t code = pipe_of(h, &fd, ERROR_INVALID_FUNCTION, ERROR_INVALID_FUNCTION);
	if (!code && mode && *mode & PIPE_READMODE_MESSAGE)
		code = ERROR_INVALID_PARAMETER;
	if (!code && mode) {
		int flags = fcntl(fd, F_GETFL);
		fcntl(fd, F_SETFL, *mode & PIPE_NOWAIT ? flags | O_NONBLOCK : flags & ~O_NONBLOCK);
	}
	return msw_result(code);
}

static BOOL unsupported(HANDLE h)
{
	int fd;
	uint32_t code = pipe_of(h, &fd, ERROR_NOT_SUPPORTED, ERROR_NOT_SUPPORTED);
	return msw_result(code ? code : ERROR_INVALID_FUNCTION);
}
EXPORT BOOL WINAPI DisconnectNamedPipe(HANDLE h) { return unsupported(h); }
EXPORT BOOL WINAPI ConnectNamedPipe(HANDLE h, LPOVERLAPPED ov) { (void)ov; return unsupported(h); }
EXPORT BOOL WINAPI TransactNamedPipe(HANDLE h, LPVOID in, DWORD in_size, LPVOID out, DWORD out_size, LPDWORD n, LPOVERLAPPED ov)
{
	(void)in, (void)in_size, (void)out, (void)out_size, (void)ov;
	if (n)
		*n = 0;
	return unsupported(h);
}

static BOOL is_pipe_name(LPCSTR name) { return name && msw_is_device_name(name) && strlen(name) > 9 && !strncasecmp(name + 4, "pipe", 4); }

EXPORT BOOL WINAPI WaitNamedPipeA(LPCSTR name, DWORD timeout)
{
	(void)timeout;
	return msw_result(is_pipe_name(name) ? ERROR_FILE_NOT_FOUND : ERROR_PATH_NOT_FOUND);
}
EXPORT HANDLE WINAPI CreateNamedPipeA(LPCSTR name, DWORD mode, DWORD pipe_mode, DWORD most, DWORD out_size, DWORD in_size, DWORD timeout, LPSECURITY_ATTRIBUTES security)
{
	(void)mode, (void)pipe_mode, (void)most, (void)out_size, (void)in_size, (void)timeout, (void)security;
	SetLastError(is_pipe_name(name) ? ERROR_NOT_SUPPORTED : ERROR_INVALID_NAME);
	return INVALID_HANDLE_VALUE;
}
