/* Programs started by name. Documents and addresses have no program here. */
#ifndef _INC_SHELLAPI
#define _INC_SHELLAPI

#include "windows.h"

#define SEE_MASK_DEFAULT 0u
#define SEE_MASK_NOCLOSEPROCESS 0x40u
#define SEE_MASK_NOASYNC 0x100u
#define SEE_MASK_FLAG_NO_UI 0x400u
#define SEE_MASK_NO_CONSOLE 0x8000u
#define SE_ERR_FNF 2
#define SE_ERR_PNF 3
#define SE_ERR_ACCESSDENIED 5
#define SE_ERR_NOASSOC 31

typedef struct _SHELLEXECUTEINFOA {
	DWORD cbSize;
	ULONG fMask;
	HWND hwnd;
	LPCSTR lpVerb, lpFile, lpParameters, lpDirectory;
	int nShow;
	HINSTANCE hInstApp;
	void *lpIDList;
	LPCSTR lpClass;
	HKEY hkeyClass;
	DWORD dwHotKey;
	HANDLE hIcon, hProcess;
} SHELLEXECUTEINFOA, *LPSHELLEXECUTEINFOA;
typedef struct _SHELLEXECUTEINFOW {
	DWORD cbSize;
	ULONG fMask;
	HWND hwnd;
	LPCWSTR lpVerb, lpFile, lpParameters, lpDirectory;
	int nShow;
	HINSTANCE hInstApp;
	void *lpIDList;
	LPCWSTR lpClass;
	HKEY hkeyClass;
	DWORD dwHotKey;
	HANDLE hIcon, hProcess;
} SHELLEXECUTEINFOW, *LPSHELLEXECUTEINFOW;

MSW_BEGIN
MSW_PAIR(HINSTANCE, ShellExecute,
	(HWND window, LPCSTR verb, LPCSTR file, LPCSTR parameters, LPCSTR directory, INT show),
	(HWND window, LPCWSTR verb, LPCWSTR file, LPCWSTR parameters, LPCWSTR directory, INT show));
MSW_PAIR(BOOL, ShellExecuteEx, (LPSHELLEXECUTEINFOA info), (LPSHELLEXECUTEINFOW info));
MSW_END

#ifdef UNICODE
typedef SHELLEXECUTEINFOW SHELLEXECUTEINFO, *LPSHELLEXECUTEINFO;
#else
typedef SHELLEXECUTEINFOA SHELLEXECUTEINFO, *LPSHELLEXECUTEINFO;
#endif
#define ShellExecute MSW_AW(ShellExecute)
#define ShellExecuteEx MSW_AW(ShellExecuteEx)

#endif
