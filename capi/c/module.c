/*
 * Modules. The library itself answers for the system's own; GetProcAddress finds
 * its functions by name, the wide ones for the width that the caller was
 * compiled for (wide_system.c). Anything else is a shared object.
 */
#include "internal.h"
#include <dlfcn.h>
#include <limits.h>
#include <link.h>
#include <unistd.h>

#define FROM_ADDRESS 4u /* GetModuleHandleEx */

static const char *const own[] = {
	"kernel32", "kernelbase", "ntdll", "user32", "advapi32", "msvcrt", "ucrtbase", "ws2_32", "winmm", "shell32",
};
#define OWN_MODULES ((int)ARRAYSIZE(own))
static char places[OWN_MODULES]; /* the address of each is its handle */
static char program;             /* the handle of the program itself */

static int own_index(HMODULE m)
{
	ptrdiff_t i = (char *)m - places;
	return i >= 0 && i < OWN_MODULES ? (int)i : -1;
}

/* The name without directories and .dll, lower case by comparison. */
static HMODULE own_module(const char *name)
{
	const char *base = name + strlen(name);
	while (base > name && base[-1] != '/' && base[-1] != '\\')
		base--;
	size_t n = strlen(base);
	if (n > 4 && !strcasecmp(base + n - 4, ".dll"))
		n -= 4;
	for (int i = 0; i < OWN_MODULES; i++)
		if (strlen(own[i]) == n && !strncasecmp(own[i], base, n))
			return (HMODULE)&places[i];
	return NULL;
}

EXPORT HMODULE WINAPI GetModuleHandleA(LPCSTR name)
{
	if (!name)
		return (HMODULE)&program;
	HMODULE m = own_module(name);
	if (!m) {
		char *path = msw_path(name);
		m = dlopen(path, RTLD_NOW | RTLD_NOLOAD);
		if (m)
			dlclose(m); /* GetModuleHandle takes no reference */
		free(path);
	}
	if (!m)
		SetLastError(ERROR_MOD_NOT_FOUND);
	return m;
}
EXPORT BOOL WINAPI GetModuleHandleExA(DWORD flags, LPCSTR name, HMODULE *module)
{
	*module = flags & FROM_ADDRESS ? (HMODULE)&program : GetModuleHandleA(name);
	return *module != NULL;
}
EXPORT HMODULE WINAPI LoadLibraryExA(LPCSTR name, HANDLE file, DWORD flags)
{
	if (!name || file) {
		SetLastError(ERROR_INVALID_PARAMETER);
		return NULL;
	}
	HMODULE m = own_module(name);
	if (m)
		return m;
	char *path = msw_path(name);
	m = dlopen(path, flags & DONT_RESOLVE_DLL_REFERENCES ? RTLD_LAZY : RTLD_NOW);
	free(path);
	if (!m)
		SetLastError(ERROR_MOD_NOT_FOUND);
	return m;
}
EXPORT HMODULE WINAPI LoadLibraryA(LPCSTR name) { return LoadLibraryExA(name, NULL, 0); }

EXPORT BOOL WINAPI FreeLibrary(HMODULE m)
{
	if (!m)
		return msw_result(ERROR_INVALID_HANDLE);
	if (own_index(m) < 0 && m != (HMODULE)&program)
		dlclose(m);
	return TRUE;
}
EXPORT VOID WINAPI FreeLibraryAndExitThread(HMODULE m, DWORD code)
{
	FreeLibrary(m);
	ExitThread(code);
}
EXPORT BOOL WINAPI DisableThreadLibraryCalls(HMODULE m) { return m != NULL; }

/* This library, as dlsym wants it. */
static void *self(void)
{
	static void *handle;
	Dl_info info;
	if (!handle && dladdr(places, &info))
		handle = dlopen(info.dli_fname, RTLD_NOW | RTLD_NOLOAD);
	return handle;
}

/* GetProcAddress for either width; short_wide prefers the name that ends in
   16, which only functions with wide text have. */
FARPROC msw_find(HMODULE m, const char *name, BOOL short_wide)
{
	char other[128];
	void *from = own_index(m) >= 0 ? self() : m == (HMODULE)&program ? RTLD_DEFAULT : m;
	void *found = NULL;
	if ((uintptr_t)name >> 16 && m) { /* else an ordinal */
		snprintf(other, sizeof other, "%s16", name);
		if (short_wide && own_index(m) >= 0)
			found = dlsym(from, other);
		if (!found)
			found = dlsym(from, name);
	}
	if (!found)
		SetLastError(ERROR_PROC_NOT_FOUND);
	return (FARPROC)(uintptr_t)found;
}

EXPORT DWORD WINAPI GetModuleFileNameA(HMODULE m, LPSTR path, DWORD size)
{
	char text[PATH_MAX] = "";
	struct link_map *map;
	Dl_info info;
	if (!size) {
		SetLastError(ERROR_INSUFFICIENT_BUFFER);
		return 0;
	}
	if (!m || m == (HMODULE)&program) {
		ssize_t n = readlink("/proc/self/exe", text, sizeof text - 1);
		text[n < 0 ? 0 : n] = 0;
	} else if (own_index(m) >= 0 && dladdr(places, &info)) {
		snprintf(text, sizeof text, "%s", info.dli_fname);
	} else if (!dlinfo(m, RTLD_DI_LINKMAP, &map)) {
		snprintf(text, sizeof text, "%s", map->l_name);
	} else {
		SetLastError(ERROR_MOD_NOT_FOUND);
		return 0;
	}
	size_t n = strlen(text);
	if (n < size)
		return (DWORD)(strcpy(path, text), n);
	memcpy(path, text, size - 1); /* cut, as Windows does */
	path[size - 1] = 0;
	SetLastError(ERROR_INSUFFICIENT_BUFFER);
	return size;
}
