/* psapi.h, from /proc: of a process's modules there is the program. */
#include "internal.h"
#include <dirent.h>
#include <psapi.h>
#include <unistd.h>

EXPORT BOOL WINAPI GetProcessMemoryInfo(HANDLE process, PPROCESS_MEMORY_COUNTERS counters, DWORD size)
{
	char path[32];
	unsigned long all = 0, resident = 0;
	DWORD id = GetProcessId(process);
	SIZE_T page = (SIZE_T)sysconf(_SC_PAGESIZE);
	if (!id)
		return FALSE;
	if (size < sizeof *counters)
		return msw_result(ERROR_INSUFFICIENT_BUFFER);
	snprintf(path, sizeof path, "/proc/%u/statm", id);
	FILE *f = fopen(path, "re");
	int n = f ? fscanf(f, "%lu %lu", &all, &resident) : 0;
	if (f)
		fclose(f);
	if (n != 2)
		return msw_result(ERROR_ACCESS_DENIED);
	memset(counters, 0, size < sizeof(PROCESS_MEMORY_COUNTERS_EX) ? sizeof *counters : sizeof(PROCESS_MEMORY_COUNTERS_EX));
	counters->cb = size;
	counters->WorkingSetSize = counters->PeakWorkingSetSize = resident * page;
	counters->PagefileUsage = counters->PeakPagefileUsage = all * page;
	if (size >= sizeof(PROCESS_MEMORY_COUNTERS_EX))
		((PROCESS_MEMORY_COUNTERS_EX *)counters)->PrivateUsage = all * page;
	return TRUE;
}

EXPORT BOOL WINAPI EnumProcesses(DWORD *ids, DWORD size, DWORD *needed)
{
	DIR *dir = opendir("/proc");
	DWORD n = 0;
	if (!ids || !needed || !dir)
		return msw_result(dir ? ERROR_INVALID_PARAMETER : ERROR_ACCESS_DENIED);
	for (struct dirent *e; n < size / sizeof *ids && (e = readdir(dir));)
		if (strtoul(e->d_name, NULL, 10))
			ids[n++] = (DWORD)strtoul(e->d_name, NULL, 10);
	closedir(dir);
	*needed = n * (DWORD)sizeof *ids;
	return TRUE;
}

EXPORT BOOL WINAPI EnumProcessModules(HANDLE process, HMODULE *modules, DWORD size, LPDWORD needed)
{
	if (!GetProcessId(process))
		return FALSE;
	if (!modules || !needed)
		return msw_result(ERROR_NOACCESS);
	*needed = sizeof *modules;
	if (size >= sizeof *modules)
		*modules = GetModuleHandleA(NULL);
	return TRUE;
}
EXPORT DWORD WINAPI GetProcessImageFileNameA(HANDLE process, LPSTR name, DWORD size) { return QueryFullProcessImageNameA(process, 0, name, &size) ? size : 0; }
EXPORT DWORD WINAPI GetModuleFileNameExA(HANDLE process, HMODULE module, LPSTR name, DWORD size) { (void)module; return GetProcessImageFileNameA(process, name, size); }
EXPORT DWORD WINAPI GetModuleBaseNameA(HANDLE process, HMODULE module, LPSTR name, DWORD size)
{
	char path[4096];
	if (!GetModuleFileNameExA(process, module, path, sizeof path))
		return 0;
	const char *base = strrchr(path, '/') + 1;
	if (strlen(base) >= size)
		return (DWORD)msw_result(ERROR_INSUFFICIENT_BUFFER);
	strcpy(name, base);
	return (DWORD)strlen(base);
}
