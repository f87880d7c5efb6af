/* Modules: the library itself answers for kernel32, ntdll and the others whose
   functions it holds; anything else is a shared object. */
#ifndef _APISETLIBLOADER_
#define _APISETLIBLOADER_

#include "minwinbase.h"

#define DONT_RESOLVE_DLL_REFERENCES 1u
#define LOAD_LIBRARY_AS_DATAFILE 2u
#define LOAD_LIBRARY_SEARCH_SYSTEM32 0x800u

MSW_BEGIN
MSW_PAIR(HMODULE, GetModuleHandle, (LPCSTR name), (LPCWSTR name));
MSW_PAIR(BOOL, GetModuleHandleEx, (DWORD flags, LPCSTR name, HMODULE *module), (DWORD flags, LPCWSTR name, HMODULE *module));
MSW_PAIR(HMODULE, LoadLibrary, (LPCSTR name), (LPCWSTR name));
MSW_PAIR(HMODULE, LoadLibraryEx, (LPCSTR name, HANDLE file, DWORD flags), (LPCWSTR name, HANDLE file, DWORD flags));
BOOL WINAPI FreeLibrary(HMODULE module);
VOID WINAPI FreeLibraryAndExitThread(HMODULE module, DWORD code) __attribute__((noreturn));
BOOL WINAPI DisableThreadLibraryCalls(HMODULE module);
FARPROC WINAPI GetProcAddress(HMODULE module, LPCSTR name) MSW_W(GetProcAddress);
MSW_PAIR(DWORD, GetModuleFileName, (HMODULE module, LPSTR path, DWORD size), (HMODULE module, LPWSTR path, DWORD size));
MSW_END

#define GetModuleHandle MSW_AW(GetModuleHandle)
#define GetModuleHandleEx MSW_AW(GetModuleHandleEx)
#define LoadLibrary MSW_AW(LoadLibrary)
#define LoadLibraryEx MSW_AW(LoadLibraryEx)
#define GetModuleFileName MSW_AW(GetModuleFileName)

#endif
