/* A registry that is empty and cannot be written. */
#ifndef _WINREG_
#define _WINREG_

#include "winbase.h"

#define HKEY_CLASSES_ROOT ((HKEY)(ULONG_PTR)0x80000000u)
#define HKEY_CURRENT_USER ((HKEY)(ULONG_PTR)0x80000001u)
#define HKEY_LOCAL_MACHINE ((HKEY)(ULONG_PTR)0x80000002u)
#define HKEY_USERS ((HKEY)(ULONG_PTR)0x80000003u)
#define KEY_QUERY_VALUE 0x1u
#define KEY_SET_VALUE 0x2u
#define KEY_READ 0x20019u
#define KEY_WRITE 0x20006u
#define KEY_ALL_ACCESS 0xF003Fu
#define REG_OPTION_NON_VOLATILE 0u
#define REG_NONE 0u
#define REG_SZ 1u
#define REG_EXPAND_SZ 2u
#define REG_BINARY 3u
#define REG_DWORD 4u
#define REG_MULTI_SZ 7u

typedef LONG LSTATUS;

#define RegOpenKeyEx(key, name, options, access, out) ((void)(name), *(out) = NULL, (LSTATUS)ERROR_FILE_NOT_FOUND)
#define RegOpenKey(key, name, out) ((void)(name), *(out) = NULL, (LSTATUS)ERROR_FILE_NOT_FOUND)
#define RegCreateKeyEx(key, name, r, c, options, access, sa, out, disposition) ((void)(name), *(out) = NULL, (LSTATUS)ERROR_ACCESS_DENIED)
#define RegCreateKey(key, name, out) ((void)(name), *(out) = NULL, (LSTATUS)ERROR_ACCESS_DENIED)
#define RegQueryValueEx(key, name, r, type, data, size) ((void)(name), (void)(data), (LSTATUS)ERROR_FILE_NOT_FOUND)
#define RegSetValueEx(key, name, r, type, data, size) ((void)(name), (void)(data), (LSTATUS)ERROR_ACCESS_DENIED)
#define RegDeleteValue(key, name) ((void)(name), (LSTATUS)ERROR_FILE_NOT_FOUND)
#define RegDeleteKey(key, name) ((void)(name), (LSTATUS)ERROR_FILE_NOT_FOUND)
#define RegCloseKey(key) ((void)(key), (LSTATUS)ERROR_INVALID_HANDLE)
#define RegOpenKeyExA RegOpenKeyEx
#define RegOpenKeyExW RegOpenKeyEx
#define RegQueryValueExA RegQueryValueEx
#define RegQueryValueExW RegQueryValueEx

#endif
