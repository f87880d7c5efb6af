/* Memory by its many Windows names. */
#ifndef _HEAPAPI_H_
#define _HEAPAPI_H_

#include "minwinbase.h"

#define GMEM_FIXED 0x0u
#define GMEM_MOVEABLE 0x2u
#define GMEM_NOCOMPACT 0x10u
#define GMEM_NODISCARD 0x20u
#define GMEM_ZEROINIT 0x40u
#define GMEM_DISCARDABLE 0x100u
#define GMEM_SHARE 0x2000u
#define GMEM_DDESHARE 0x2000u
#define GHND (GMEM_MOVEABLE | GMEM_ZEROINIT)
#define GPTR (GMEM_FIXED | GMEM_ZEROINIT)
#define LMEM_FIXED 0x0u
#define LMEM_MOVEABLE 0x2u
#define LMEM_ZEROINIT 0x40u
#define LHND (LMEM_MOVEABLE | LMEM_ZEROINIT)
#define LPTR (LMEM_FIXED | LMEM_ZEROINIT)
#define NONZEROLHND LMEM_MOVEABLE
#define NONZEROLPTR LMEM_FIXED

typedef struct _MEMORY_BASIC_INFORMATION {
	PVOID BaseAddress, AllocationBase;
	DWORD AllocationProtect;
	SIZE_T RegionSize;
	DWORD State, Protect, Type;
} MEMORY_BASIC_INFORMATION, *PMEMORY_BASIC_INFORMATION;
typedef struct _MEMORYSTATUS {
	DWORD dwLength, dwMemoryLoad;
	SIZE_T dwTotalPhys, dwAvailPhys, dwTotalPageFile, dwAvailPageFile, dwTotalVirtual, dwAvailVirtual;
} MEMORYSTATUS, *LPMEMORYSTATUS;
typedef struct _MEMORYSTATUSEX {
	DWORD dwLength, dwMemoryLoad;
	DWORDLONG ullTotalPhys, ullAvailPhys, ullTotalPageFile, ullAvailPageFile, ullTotalVirtual, ullAvailVirtual, ullAvailExtendedVirtual;
} MEMORYSTATUSEX, *LPMEMORYSTATUSEX;

MSW_BEGIN
HANDLE WINAPI GetProcessHeap(void);
HANDLE WINAPI HeapCreate(DWORD options, SIZE_T initial, SIZE_T maximum);
BOOL WINAPI HeapDestroy(HANDLE heap);
LPVOID WINAPI HeapAlloc(HANDLE heap, DWORD flags, SIZE_T size);
LPVOID WINAPI HeapReAlloc(HANDLE heap, DWORD flags, LPVOID block, SIZE_T size);
BOOL WINAPI HeapFree(HANDLE heap, DWORD flags, LPVOID block);
SIZE_T WINAPI HeapSize(HANDLE heap, DWORD flags, LPCVOID block);
BOOL WINAPI HeapValidate(HANDLE heap, DWORD flags, LPCVOID block);
HGLOBAL WINAPI GlobalAlloc(UINT flags, SIZE_T size);
HGLOBAL WINAPI GlobalReAlloc(HGLOBAL block, SIZE_T size, UINT flags);
HGLOBAL WINAPI GlobalFree(HGLOBAL block);
LPVOID WINAPI GlobalLock(HGLOBAL block);
BOOL WINAPI GlobalUnlock(HGLOBAL block);
SIZE_T WINAPI GlobalSize(HGLOBAL block);
HGLOBAL WINAPI GlobalHandle(LPCVOID memory);
UINT WINAPI GlobalFlags(HGLOBAL block);
HLOCAL WINAPI LocalAlloc(UINT flags, SIZE_T size);
HLOCAL WINAPI LocalReAlloc(HLOCAL block, SIZE_T size, UINT flags);
HLOCAL WINAPI LocalFree(HLOCAL block);
LPVOID WINAPI LocalLock(HLOCAL block);
BOOL WINAPI LocalUnlock(HLOCAL block);
SIZE_T WINAPI LocalSize(HLOCAL block);
LPVOID WINAPI VirtualAlloc(LPVOID address, SIZE_T size, DWORD type, DWORD protect);
BOOL WINAPI VirtualFree(LPVOID address, SIZE_T size, DWORD type);
BOOL WINAPI VirtualProtect(LPVOID address, SIZE_T size, DWORD protect, PDWORD old);
BOOL WINAPI IsBadReadPtr(const VOID *p, UINT_PTR size);
BOOL WINAPI IsBadWritePtr(LPVOID p, UINT_PTR size);
BOOL WINAPI IsBadCodePtr(FARPROC p);
MSW_PAIR(BOOL, IsBadStringPtr, (LPCSTR p, UINT_PTR longest), (LPCWSTR p, UINT_PTR longest));
VOID WINAPI GlobalMemoryStatus(LPMEMORYSTATUS status);
BOOL WINAPI GlobalMemoryStatusEx(LPMEMORYSTATUSEX status);
SIZE_T WINAPI VirtualQuery(LPCVOID address, PMEMORY_BASIC_INFORMATION info, SIZE_T size);
BOOL WINAPI VirtualLock(LPVOID address, SIZE_T size);
BOOL WINAPI VirtualUnlock(LPVOID address, SIZE_T size);
/* Memory that processes share, high:low bytes of it, or those of file; a name
   makes it one that the user's other processes find. 183 as last error tells
   that it was there.
   Errors: 6 (no file, or the name of another kind of object), 87 (no size, or a
   protection that there is not), 1006 (the file is empty and no size was given). */
MSW_PAIR(HANDLE, CreateFileMapping,
	(HANDLE file, LPSECURITY_ATTRIBUTES security, DWORD protect, DWORD high, DWORD low, LPCSTR name),
	(HANDLE file, LPSECURITY_ATTRIBUTES security, DWORD protect, DWORD high, DWORD low, LPCWSTR name));
/* Finds shared memory by its name.
   Errors: 2 (nobody has it), 6 (another kind of object), 87 (no name). */
MSW_PAIR(HANDLE, OpenFileMapping, (DWORD access, BOOL inherit, LPCSTR name), (DWORD access, BOOL inherit, LPCWSTR name));
/* Makes size bytes of shared memory from offset high:low visible, all of the rest
   if size is 0; NULL on failure. The offset is a multiple of 64 KiB.
   Errors: 5 (beyond the end, or to be written and read-only), 6 (no such handle),
   87 (no access), 1132 (the offset). */
LPVOID WINAPI MapViewOfFile(HANDLE mapping, DWORD access, DWORD high, DWORD low, SIZE_T size);
/* MapViewOfFile at an address, or anywhere if that is NULL.
   Errors: as MapViewOfFile, and 487 (not free). */
LPVOID WINAPI MapViewOfFileEx(HANDLE mapping, DWORD access, DWORD high, DWORD low, SIZE_T size, LPVOID address);
/* Takes a view away.
   Errors: 487 (no view begins there). */
BOOL WINAPI UnmapViewOfFile(LPCVOID view);
/* Writes what was changed in size bytes of a view, or in all of it if size is 0,
   to the file.
   Errors: 487 (no view). */
BOOL WINAPI FlushViewOfFile(LPCVOID from, SIZE_T size);
MSW_END

#define IsBadHugeReadPtr IsBadReadPtr
#define IsBadHugeWritePtr IsBadWritePtr
#define IsBadStringPtr MSW_AW(IsBadStringPtr)
#define CreateFileMapping MSW_AW(CreateFileMapping)
#define OpenFileMapping MSW_AW(OpenFileMapping)
#define SecureZeroMemory(p, n) RtlZeroMemory(p, n)

#endif
