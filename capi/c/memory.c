/* Memory by its many names: all of it is malloc's, and a movable block is its
   own handle. */
#include "internal.h"
#include <malloc.h>
#include <sys/mman.h>
#include <sys/sysinfo.h>
#include <unistd.h>

/* What malloc gives beyond the size is kept zero, as a block may grow into it:
   nobody remembers which size was asked for. (Not inline: the compiler knows that
   size.) */
static __attribute__((noinline)) LPVOID given(char *block, SIZE_T size)
{
	if (block)
		memset(block + size, 0, malloc_usable_size(block) - size);
	else
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
	return block;
}
static LPVOID allocate(SIZE_T size, BOOL zero)
{
	return given(zero ? calloc(1, size ? size : 1) : malloc(size ? size : 1), size);
}
/* Grows or shrinks; what is new is zero if that was asked. */
static LPVOID resize(LPVOID block, SIZE_T size, BOOL zero)
{
	SIZE_T old = malloc_usable_size(block);
	char *p = realloc(block, size ? size : 1);
	if (p && zero && size > old)
		memset(p + old, 0, size - old);
	return given(p, size);
}
static LPVOID discard(LPVOID block)
{
	free(block);
	return NULL;
}

/* There is one heap; others are names for it. */
static char heap;
EXPORT HANDLE WINAPI GetProcessHeap(void) { return &heap; }
EXPORT HANDLE WINAPI HeapCreate(DWORD options, SIZE_T initial, SIZE_T maximum) { (void)options, (void)initial, (void)maximum; return &heap; }
EXPORT BOOL WINAPI HeapDestroy(HANDLE h) { (void)h; return TRUE; }
EXPORT LPVOID WINAPI HeapAlloc(HANDLE h, DWORD flags, SIZE_T size) { (void)h; return allocate(size, (flags & HEAP_ZERO_MEMORY) != 0); }
EXPORT LPVOID WINAPI HeapReAlloc(HANDLE h, DWORD flags, LPVOID block, SIZE_T size) { (void)h; return resize(block, size, (flags & HEAP_ZERO_MEMORY) != 0); }
EXPORT BOOL WINAPI HeapFree(HANDLE h, DWORD flags, LPVOID block) { (void)h, (void)flags; free(block); return TRUE; }
EXPORT SIZE_T WINAPI HeapSize(HANDLE h, DWORD flags, LPCVOID block) { (void)h, (void)flags; return malloc_usable_size((void *)block); }
EXPORT BOOL WINAPI HeapValidate(HANDLE h, DWORD flags, LPCVOID block) { (void)h, (void)flags, (void)block; return TRUE; }

EXPORT HGLOBAL WINAPI GlobalAlloc(UINT flags, SIZE_T size) { return allocate(size, (flags & GMEM_ZEROINIT) != 0); }
EXPORT HGLOBAL WINAPI GlobalReAlloc(HGLOBAL block, SIZE_T size, UINT flags) { return resize(block, size, (flags & GMEM_ZEROINIT) != 0); }
EXPORT HGLOBAL WINAPI GlobalFree(HGLOBAL block) { return discard(block); }
EXPORT LPVOID WINAPI GlobalLock(HGLOBAL block) { return block; }
EXPORT BOOL WINAPI GlobalUnlock(HGLOBAL block) { (void)block; SetLastError(0); return FALSE; } /* no lock is left */
EXPORT SIZE_T WINAPI GlobalSize(HGLOBAL block) { return malloc_usable_size(block); }
EXPORT HGLOBAL WINAPI GlobalHandle(LPCVOID memory) { return (HGLOBAL)(uintptr_t)memory; }
EXPORT UINT WINAPI GlobalFlags(HGLOBAL block) { (void)block; return 0; }
EXPORT HLOCAL WINAPI LocalAlloc(UINT flags, SIZE_T size) { return allocate(size, (flags & LMEM_ZEROINIT) != 0); }
EXPORT HLOCAL WINAPI LocalReAlloc(HLOCAL block, SIZE_T size, UINT flags) { return resize(block, size, (flags & LMEM_ZEROINIT) != 0); }
EXPORT HLOCAL WINAPI LocalFree(HLOCAL block) { return discard(block); }
EXPORT LPVOID WINAPI LocalLock(HLOCAL block) { return block; }
EXPORT BOOL WINAPI LocalUnlock(HLOCAL block) { (void)block; SetLastError(0); return FALSE; }
EXPORT SIZE_T WINAPI LocalSize(HLOCAL block) { return malloc_usable_size(block); }

/* --- pages -------------------------------------------------------------- */

static int protection(DWORD protect)
{
	switch (protect & 0xFF) {
	case PAGE_NOACCESS: return PROT_NONE;
	case PAGE_READONLY: return PROT_READ;
	case PAGE_EXECUTE: return PROT_EXEC;
	case PAGE_EXECUTE_READ: return PROT_READ | PROT_EXEC;
	case PAGE_EXECUTE_READWRITE: return PROT_READ | PROT_WRITE | PROT_EXEC;
	}
	return PROT_READ | PROT_WRITE;
}

/* A reservation remembers its size in a page in front of it. */
static SIZE_T page(void) { return (SIZE_T)sysconf(_SC_PAGESIZE); }
EXPORT LPVOID WINAPI VirtualAlloc(LPVOID address, SIZE_T size, DWORD type, DWORD protect)
{
	if (!size || !(type & (MEM_COMMIT | MEM_RESERVE)))
		return (LPVOID)(uintptr_t)msw_result(ERROR_INVALID_PARAMETER);
	if (address) { /* committing a part of what is reserved */
		uintptr_t from = (uintptr_t)address & ~(uintptr_t)(page() - 1);
		return mprotect((void *)from, (uintptr_t)address + size - from, protection(protect)) ? (LPVOID)(uintptr_t)msw_result(ERROR_INVALID_ADDRESS) : (LPVOID)from;
	}
	SIZE_T all = ((size + page() - 1) & ~(page() - 1)) + page();
	char *p = mmap(NULL, all, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (p == MAP_FAILED)
		return (LPVOID)(uintptr_t)msw_result(ERROR_NOT_ENOUGH_MEMORY);
	*(SIZE_T *)p = all;
	mprotect(p + page(), all - page(), type & MEM_COMMIT ? protection(protect) : PROT_NONE);
	return p + page();
}
EXPORT BOOL WINAPI VirtualFree(LPVOID address, SIZE_T size, DWORD type)
{
	char *p = address;
	if (!p || (type != MEM_RELEASE && type != MEM_DECOMMIT) || (type == MEM_RELEASE && size))
		return msw_result(ERROR_INVALID_PARAMETER);
	if (type == MEM_RELEASE)
		return !munmap(p - page(), *(SIZE_T *)(p - page()));
	return !madvise(p, size, MADV_DONTNEED);
}
EXPORT BOOL WINAPI VirtualProtect(LPVOID address, SIZE_T size, DWORD protect, PDWORD old)
{
	uintptr_t from = (uintptr_t)address & ~(uintptr_t)(page() - 1);
	if (!old)
		return msw_result(ERROR_NOACCESS);
	*old = PAGE_READWRITE;
	return mprotect((void *)from, (uintptr_t)address + size - from, protection(protect)) ? msw_result(ERROR_INVALID_ADDRESS) : TRUE;
}

/* The mapping around an address, or the gap between two. */
static BOOL around(uintptr_t at, uintptr_t *from, uintptr_t *to, char rights[5])
{
	char line[512];
	uintptr_t a, b;
	BOOL found = FALSE;
	FILE *maps = fopen("/proc/self/maps", "re");
	*from = 0;
	*to = UINTPTR_MAX;
	while (maps && !found && fgets(line, sizeof line, maps)) {
		if (sscanf(line, "%lx-%lx %4s", &a, &b, rights) != 3)
			continue;
		found = at >= a && at < b;
		if (found || a > at) {
			*from = found ? a : *from;
			*to = found ? b : a;
			break;
		}
		*from = b;
	}
	if (maps)
		fclose(maps);
	return found;
}
EXPORT SIZE_T WINAPI VirtualQuery(LPCVOID address, PMEMORY_BASIC_INFORMATION info, SIZE_T size)
{
	char rights[5] = "";
	uintptr_t from, to, at = (uintptr_t)address & ~(uintptr_t)(page() - 1);
	if (!info || size < sizeof *info)
		return (SIZE_T)msw_result(ERROR_BAD_LENGTH);
	BOOL used = around(at, &from, &to, rights);
	BOOL w = rights[1] == 'w', x = rights[2] == 'x';
	*info = (MEMORY_BASIC_INFORMATION){.BaseAddress = (PVOID)at, .RegionSize = to - at, .State = MEM_FREE, .Protect = PAGE_NOACCESS};
	if (used) {
		info->AllocationBase = (PVOID)from;
		info->State = *rights == 'r' || w || x ? MEM_COMMIT : MEM_RESERVE;
		info->Protect = w ? x ? PAGE_EXECUTE_READWRITE : PAGE_READWRITE : x ? PAGE_EXECUTE_READ : *rights == 'r' ? PAGE_READONLY : PAGE_NOACCESS;
		info->AllocationProtect = info->Protect;
		info->Type = rights[3] == 's' ? MEM_MAPPED : MEM_PRIVATE;
	}
	return sizeof *info;
}

EXPORT BOOL WINAPI GlobalMemoryStatusEx(LPMEMORYSTATUSEX s)
{
	struct sysinfo info;
	if (sysinfo(&info))
		return msw_result(msw_errno_code(errno));
	DWORDLONG unit = info.mem_unit, total = info.totalram * unit, left = (info.freeram + info.bufferram) * unit;
	*s = (MEMORYSTATUSEX){
		.dwLength = sizeof *s, .dwMemoryLoad = total ? (DWORD)(100 - left * 100 / total) : 0,
		.ullTotalPhys = total, .ullAvailPhys = left,
		.ullTotalPageFile = total + info.totalswap * unit, .ullAvailPageFile = left + info.freeswap * unit,
		.ullTotalVirtual = (DWORDLONG)SIZE_MAX / 2, .ullAvailVirtual = (DWORDLONG)SIZE_MAX / 2,
	};
	return TRUE;
}
EXPORT VOID WINAPI GlobalMemoryStatus(LPMEMORYSTATUS s)
{
	MEMORYSTATUSEX x;
	if (GlobalMemoryStatusEx(&x))
		*s = (MEMORYSTATUS){sizeof *s, x.dwMemoryLoad, (SIZE_T)x.ullTotalPhys, (SIZE_T)x.ullAvailPhys,
			(SIZE_T)x.ullTotalPageFile, (SIZE_T)x.ullAvailPageFile, (SIZE_T)x.ullTotalVirtual, (SIZE_T)x.ullAvailVirtual};
}
