/* The lists of processes and threads, from /proc. There is no copy of them: the
   next entry is the lowest number above the last one. */
#include "internal.h"
#include <dirent.h>
#include <tlhelp32.h>

EXPORT HANDLE WINAPI CreateToolhelp32Snapshot(DWORD flags, DWORD process)
{
	(void)process;
	if (!(flags & (TH32CS_SNAPPROCESS | TH32CS_SNAPTHREAD))) {
		SetLastError(ERROR_NOT_SUPPORTED);
		return INVALID_HANDLE_VALUE;
	}
	HANDLE h = CreateEventA(NULL, TRUE, FALSE, NULL); /* something to close */
	return h ? h : INVALID_HANDLE_VALUE;
}

/* The lowest number above one that is a name in a directory; 0 when there is
   none. */
static DWORD above(const char *path, DWORD id)
{
	DWORD lowest = 0;
	DIR *dir = opendir(path);
	for (struct dirent *e; dir && (e = readdir(dir));) {
		DWORD n = (DWORD)strtoul(e->d_name, NULL, 10);
		if (n > id && (!lowest || n < lowest))
			lowest = n;
	}
	if (dir)
		closedir(dir);
	return lowest;
}

/* Reads /proc/ID/stat: "ID (name) state parent ... threads". */
static BOOL describe(DWORD id, LPPROCESSENTRY32A e)
{
	char path[32], line[512] = "";
	snprintf(path, sizeof path, "/proc/%u/stat", id);
	FILE *f = fopen(path, "r");
	if (!f)
		return FALSE;
	size_t n = fread(line, 1, sizeof line - 1, f);
	fclose(f);
	line[n] = 0;
	char *from = strchr(line, '('), *to = strrchr(line, ')');
	if (!from || !to)
		return FALSE;
	*to = 0;
	e->th32ProcessID = id;
	e->cntThreads = 1;
	e->pcPriClassBase = 8;
	sscanf(to + 1, " %*c %u %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %u", &e->th32ParentProcessID, &e->cntThreads);
	snprintf(e->szExeFile, sizeof e->szExeFile, "%s", from + 1);
	return TRUE;
}

EXPORT BOOL WINAPI Process32NextA(HANDLE snapshot, LPPROCESSENTRY32A entry)
{
	(void)snapshot;
	if (!entry || entry->dwSize != sizeof *entry)
		return msw_result(entry ? ERROR_BAD_LENGTH : ERROR_INVALID_PARAMETER);
	for (DWORD id = entry->th32ProcessID; (id = above("/proc", id));)
		if (describe(id, entry)) /* else it ended meanwhile */
			return TRUE;
	return msw_result(ERROR_NO_MORE_FILES);
}
EXPORT BOOL WINAPI Process32FirstA(HANDLE snapshot, LPPROCESSENTRY32A entry)
{
	if (!entry)
		return msw_result(ERROR_INVALID_PARAMETER);
	entry->th32ProcessID = 0;
	return Process32NextA(snapshot, entry);
}

EXPORT BOOL WINAPI Thread32Next(HANDLE snapshot, LPTHREADENTRY32 entry)
{
	char tasks[32];
	(void)snapshot;
	if (!entry || entry->dwSize < sizeof *entry)
		return msw_result(ERROR_INVALID_PARAMETER);
	for (DWORD owner = entry->th32OwnerProcessID, id = entry->th32ThreadID; owner; owner = above("/proc", owner), id = 0) {
		snprintf(tasks, sizeof tasks, "/proc/%u/task", owner);
		if ((id = above(tasks, id))) {
			*entry = (THREADENTRY32){.dwSize = sizeof *entry, .th32ThreadID = id, .th32OwnerProcessID = owner, .tpBasePri = 8};
			return TRUE;
		}
	}
	return msw_result(ERROR_NO_MORE_FILES);
}
EXPORT BOOL WINAPI Thread32First(HANDLE snapshot, LPTHREADENTRY32 entry)
{
	if (!entry)
		return msw_result(ERROR_INVALID_PARAMETER);
	entry->th32OwnerProcessID = above("/proc", 0);
	entry->th32ThreadID = 0;
	return Thread32Next(snapshot, entry);
}
