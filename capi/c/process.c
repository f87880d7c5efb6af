/* Processes: CreateProcess and its relatives of the C run-time. */
#include "internal.h"
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static BOOL is_program(const char *path)
{
	struct stat st;
	return !stat(path, &st) && S_ISREG(st.st_mode) && !access(path, X_OK);
}

/* The program at dir/name: as it is, or without .exe. */
static char *at(const char *dir, size_t dir_size, const char *name)
{
	char *path = NULL;
	if (asprintf(&path, "%.*s%s%s", (int)dir_size, dir, dir_size ? "/" : "", name) < 0)
		return NULL;
	if (is_program(path))
		return path;
	size_t n = strlen(path);
	if (n > 4 && !strcasecmp(path + n - 4, ".exe")) {
		path[n - 4] = 0;
		if (is_program(path))
			return path;
	}
	free(path);
	return NULL;
}

/* Where Windows looks: the caller's own directory, the current one, PATH. */
static char *search(const char *given)
{
	char *name = msw_path(given), own[4096], *found;
	if (strchr(name, '/')) {
		found = at("", 0, name);
		free(name);
		return found;
	}
	ssize_t k = readlink("/proc/self/exe", own, sizeof own - 1);
	own[k < 0 ? 0 : k] = 0;
	char *slash = strrchr(own, '/');
	found = slash ? at(own, (size_t)(slash - own), name) : NULL;
	if (!found)
		found = at(".", 1, name);
	for (const char *dir = getenv("PATH"); !found && dir && *dir;) {
		size_t n = strcspn(dir, ":");
		found = n ? at(dir, n, name) : NULL;
		dir += n + (dir[n] == ':');
	}
	free(name);
	return found;
}

/* The words of an environment block, which ends with an empty one. */
static char **block_words(char *block)
{
	size_t n = 0;
	char *p;
	for (p = block; *p; p += strlen(p) + 1)
		n++;
	char **words = calloc(n + 1, sizeof *words);
	for (p = block, n = 0; words && *p; p += strlen(p) + 1)
		words[n++] = p;
	return words;
}

/* --- CreateProcess ------------------------------------------------------ */

/* What we have printed comes before what the child prints. Only stdout is
   flushed: each stream has a lock, and a thread that reads one keeps it. */
static uint32_t start(const char *path, char **argv, char **envp, const char *directory, const STARTUPINFOA *s, BOOL inherit, DWORD flags,
	LPSECURITY_ATTRIBUTES process, LPSECURITY_ATTRIBUTES thread, struct msgo_process_started *out)
{
	BOOL given = s && s->dwFlags & STARTF_USESTDHANDLES;
	struct msgo_process_start how = {
		.path = (char *)path, .argv = argv, .directory = (char *)directory,
		.envp = envp ? envp : environ, /* as it is now, not as it was when Go began */
		.std = {
			H(given ? s->hStdInput : GetStdHandle(STD_INPUT_HANDLE)),
			H(given ? s->hStdOutput : GetStdHandle(STD_OUTPUT_HANDLE)),
			H(given ? s->hStdError : GetStdHandle(STD_ERROR_HANDLE)),
		},
		.inherit = inherit != 0, .flags = flags,
		.inherit_process = msw_inherits(process), .inherit_thread = msw_inherits(thread),
	};
	sigset_t own;
	pthread_sigmask(SIG_SETMASK, NULL, &own);
	memcpy(&how.signals, &own, sizeof how.signals); /* there are 64 */
	fflush(stdout);
	return GO(msgo_process_create(&how, out));
}

static BOOL is_directory(const char *path)
{
	struct stat st;
	return !stat(path, &st) && S_ISDIR(st.st_mode);
}
/* Why there is no program of that name: a file that is there is none. */
static uint32_t not_startable(const char *name)
{
	return !name || GetFileAttributesA(name) == INVALID_FILE_ATTRIBUTES ? ERROR_FILE_NOT_FOUND : ERROR_BAD_EXE_FORMAT;
}

EXPORT BOOL WINAPI CreateProcessA(LPCSTR application, LPSTR command, LPSECURITY_ATTRIBUTES process, LPSECURITY_ATTRIBUTES thread, BOOL inherit, DWORD flags,
	LPVOID environment, LPCSTR directory, LPSTARTUPINFOA startup, LPPROCESS_INFORMATION information)
{
	const char *line = command ? command : application;
	struct msgo_process_started out = {0};
	if (!line || !information)
		return msw_result(line ? ERROR_NOACCESS : ERROR_INVALID_PARAMETER);
	int count;
	char *dir = msw_path(directory), **argv = msw_split(line, &count), **envp = environment ? block_words(environment) : NULL;
	const char *wanted = application ? application : argv[0];
	char *path = wanted ? search(wanted) : NULL;
	uint32_t code = !path ? not_startable(wanted) : dir && !is_directory(dir) ? ERROR_DIRECTORY : 0;
	if (!code)
		code = start(path, argv, envp, dir, startup, inherit, flags, process, thread, &out);
	free(path), free(argv), free(envp), free(dir);
	if (!msw_result(code))
		return FALSE;
	*information = (PROCESS_INFORMATION){(HANDLE)out.process, (HANDLE)out.thread, out.pid, out.tid};
	return TRUE;
}

EXPORT VOID WINAPI GetStartupInfoA(LPSTARTUPINFOA s)
{
	memset(s, 0, sizeof *s);
	s->cb = sizeof *s;
	s->hStdInput = GetStdHandle(STD_INPUT_HANDLE);
	s->hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
	s->hStdError = GetStdHandle(STD_ERROR_HANDLE);
}

EXPORT UINT WINAPI WinExec(LPCSTR command, UINT show)
{
	STARTUPINFOA s = {.cb = sizeof s};
	PROCESS_INFORMATION p;
	char *line = strdup(command);
	(void)show;
	BOOL ok = CreateProcessA(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &s, &p);
	free(line);
	if (!ok)
		return GetLastError();
	CloseHandle(p.hThread);
	CloseHandle(p.hProcess);
	return 33; /* any number above 31 */
}

/* --- about processes ---------------------------------------------------- */

EXPORT VOID WINAPI ExitProcess(UINT code) { exit((int)code); }
/* Whether h is this process, by the pseudo handle or a real one. */
static BOOL is_own(HANDLE h)
{
	struct msgo_handle_info info;
	return h == GetCurrentProcess() || (!GO(msgo_handle_info(H(h), &info)) && info.kind == MSGO_KIND_PROCESS && info.id == (DWORD)getpid());
}
EXPORT BOOL WINAPI TerminateProcess(HANDLE h, UINT code)
{
	if (is_own(h)) {
		fflush(stdout);
		GO(msgo_say_code(code));
		if (!msw_forked())
			msw_end_others();
		GO(msgo_exit()); /* slots with handles elsewhere live on there */
		_exit((int)code);
	}
	return msw_result(GO(msgo_process_terminate(H(h), code)));
}
EXPORT BOOL WINAPI GetExitCodeProcess(HANDLE h, LPDWORD code)
{
	uint32_t value = 0;
	if (!msw_result(GO(msgo_process_exit_code(H(h), &value))))
		return FALSE;
	if (!code)
		return msw_result(ERROR_NOACCESS);
	*code = value;
	return TRUE;
}
EXPORT HANDLE WINAPI OpenProcess(DWORD access, BOOL inherit, DWORD id)
{
	uintptr_t h = 0;
	return msw_result(GO(msgo_process_open(id, access, inherit != 0, &h))) ? (HANDLE)h : NULL;
}
EXPORT HANDLE WINAPI GetCurrentProcess(void) { return (HANDLE)(intptr_t)-1; }
EXPORT DWORD WINAPI GetCurrentProcessId(void) { return (DWORD)getpid(); }
EXPORT BOOL WINAPI QueryFullProcessImageNameA(HANDLE h, DWORD flags, LPSTR name, PDWORD size)
{
	char link[64], path[4096];
	(void)flags;
	DWORD pid = GetProcessId(h);
	if (!pid)
		return FALSE;
	snprintf(link, sizeof link, "/proc/%u/exe", pid);
	ssize_t n = readlink(link, path, sizeof path - 1);
	if (n < 0)
		return msw_result(msw_errno_code(errno));
	if ((DWORD)n >= *size)
		return msw_result(ERROR_INSUFFICIENT_BUFFER);
	path[n] = 0;
	memcpy(name, path, (size_t)n + 1);
	*size = (DWORD)n;
	return TRUE;
}
EXPORT DWORD WINAPI GetProcessId(HANDLE h)
{
	struct msgo_handle_info info;
	if (h == GetCurrentProcess())
		return (DWORD)getpid();
	uint32_t code = GO(msgo_handle_info(H(h), &info));
	if (!code && info.kind != MSGO_KIND_PROCESS)
		code = ERROR_INVALID_HANDLE;
	return msw_result(code) ? info.id : 0;
}

static const struct {
	DWORD class;
	int nice;
} priorities[] = {
	{REALTIME_PRIORITY_CLASS, -20}, {HIGH_PRIORITY_CLASS, -10}, {ABOVE_NORMAL_PRIORITY_CLASS, -5},
	{NORMAL_PRIORITY_CLASS, 0}, {BELOW_NORMAL_PRIORITY_CLASS, 5}, {IDLE_PRIORITY_CLASS, 19},
};
EXPORT BOOL WINAPI SetPriorityClass(HANDLE h, DWORD class)
{
	DWORD pid = GetProcessId(h);
	for (size_t i = 0; pid && i < ARRAYSIZE(priorities); i++)
		if (priorities[i].class == class) {
			setpriority(PRIO_PROCESS, pid, priorities[i].nice); /* what the system forbids is no error here */
			return TRUE;
		}
	return pid ? msw_result(ERROR_INVALID_PARAMETER) : FALSE;
}
EXPORT DWORD WINAPI GetPriorityClass(HANDLE h)
{
	DWORD pid = GetProcessId(h);
	if (!pid)
		return 0;
	int nice = getpriority(PRIO_PROCESS, pid);
	size_t i = 0;
	while (i + 1 < ARRAYSIZE(priorities) && priorities[i].nice < nice)
		i++;
	return priorities[i].class;
}
static FILETIME filetime_of(uint64_t t) { return (FILETIME){(DWORD)t, (DWORD)(t >> 32)}; }
EXPORT BOOL WINAPI GetProcessTimes(HANDLE h, LPFILETIME created, LPFILETIME ended, LPFILETIME kernel, LPFILETIME user)
{
	char path[32], line[1024] = "";
	unsigned long long in_user, in_kernel, begun;
	struct timespec now, up;
	DWORD pid = GetProcessId(h);
	if (!pid)
		return FALSE;
	snprintf(path, sizeof path, "/proc/%u/stat", pid);
	FILE *f = fopen(path, "re");
	size_t n = f ? fread(line, 1, sizeof line - 1, f) : 0;
	if (f)
		fclose(f);
	const char *rest = n ? strrchr(line, ')') : NULL; /* behind the name: fields 3, 4, ... */
	if (!rest || sscanf(rest + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu %*d %*d %*d %*d %*d %*d %llu", &in_user, &in_kernel, &begun) != 3)
		return msw_result(ERROR_ACCESS_DENIED);
	clock_gettime(CLOCK_REALTIME, &now);
	clock_gettime(CLOCK_BOOTTIME, &up);
	const uint64_t tick = 10000000u / (uint64_t)sysconf(_SC_CLK_TCK), epoch = 116444736000000000u;
	uint64_t boot = epoch + ((uint64_t)now.tv_sec - (uint64_t)up.tv_sec) * 10000000u + (uint64_t)(now.tv_nsec - up.tv_nsec) / 100u;
	*created = filetime_of(boot + begun * tick);
	*ended = filetime_of(0);
	*kernel = filetime_of(in_kernel * tick);
	*user = filetime_of(in_user * tick);
	return TRUE;
}
EXPORT BOOL WINAPI IsWow64Process(HANDLE h, PBOOL wow)
{
	if (!GetProcessId(h))
		return FALSE;
	*wow = FALSE;
	return TRUE;
}
EXPORT BOOL WINAPI GetProcessAffinityMask(HANDLE h, PDWORD_PTR own, PDWORD_PTR system)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);
	if (!GetProcessId(h))
		return FALSE;
	*own = *system = n >= (long)sizeof(DWORD_PTR) * 8 ? ~(DWORD_PTR)0 : ((DWORD_PTR)1 << n) - 1;
	return TRUE;
}
EXPORT BOOL WINAPI IsProcessInJob(HANDLE h, HANDLE job, PBOOL result)
{
	(void)job;
	*result = FALSE;
	return GetProcessId(h) != 0;
}
EXPORT BOOL WINAPI GetBinaryTypeA(LPCSTR name, LPDWORD type)
{
	char *path = search(name);
	if (!path)
		return msw_result(not_startable(name));
	free(path);
	*type = sizeof(void *) == 8 ? 6 : 0; /* SCS_64BIT_BINARY, SCS_32BIT_BINARY */
	return TRUE;
}

/* --- the run-time's way ------------------------------------------------- */

EXPORT int _getpid(void) { return getpid(); }

static intptr_t refuse(uint32_t code)
{
	SetLastError(code);
	errno = code == ERROR_FILE_NOT_FOUND || code == ERROR_PATH_NOT_FOUND ? ENOENT : code == ERROR_ACCESS_DENIED ? EACCES : ENOEXEC;
	return -1;
}

EXPORT intptr_t _cwait(int *status, intptr_t process, int action)
{
	DWORD code = 0;
	(void)action;
	if (WaitForSingleObject((HANDLE)process, INFINITE) != WAIT_OBJECT_0 || !GetExitCodeProcess((HANDLE)process, &code)) {
		errno = ECHILD;
		return -1;
	}
	CloseHandle((HANDLE)process);
	if (status)
		*status = (int)code;
	return process;
}

static intptr_t spawn(int mode, const char *name, const char *const *argv)
{
	struct msgo_process_started out = {0};
	char *path = search(name);
	if (!path)
		return refuse(ERROR_FILE_NOT_FOUND);
	if (mode == _P_OVERLAY) {
		fflush(stdout);
		execv(path, (char *const *)(uintptr_t)argv);
		free(path);
		return refuse(msw_errno_code(errno));
	}
	uint32_t code = start(path, (char **)argv, NULL, NULL, NULL, TRUE, 0, NULL, NULL, &out);
	free(path);
	if (code)
		return refuse(code);
	CloseHandle((HANDLE)out.thread);
	int status = 0;
	if (mode == _P_WAIT)
		return _cwait(&status, (intptr_t)out.process, 0) < 0 ? -1 : status;
	if (mode != _P_DETACH)
		return (intptr_t)out.process;
	CloseHandle((HANDLE)out.process);
	return 0;
}

#define MOST_LISTED 256
#define LISTED(last) \
	const char *argv[MOST_LISTED + 1] = {arg0}; \
	va_list args; \
	va_start(args, arg0); \
	for (int i = 1; arg0 && i < MOST_LISTED && (argv[i] = va_arg(args, const char *)); i++) \
		; \
	va_end(args); \
	return last
EXPORT intptr_t _spawnv(int mode, const char *path, const char *const *argv) { return spawn(mode, path, argv); }
EXPORT intptr_t _spawnvp(int mode, const char *path, const char *const *argv) { return spawn(mode, path, argv); }
EXPORT intptr_t _spawnl(int mode, const char *path, const char *arg0, ...) { LISTED(spawn(mode, path, argv)); }
EXPORT intptr_t _spawnlp(int mode, const char *path, const char *arg0, ...) { LISTED(spawn(mode, path, argv)); }
EXPORT intptr_t _execv(const char *path, const char *const *argv) { return spawn(_P_OVERLAY, path, argv); }
EXPORT intptr_t _execl(const char *path, const char *arg0, ...) { LISTED(spawn(_P_OVERLAY, path, argv)); }
EXPORT void _cexit(void) { fflush(NULL); }
EXPORT void _c_exit(void) {}
