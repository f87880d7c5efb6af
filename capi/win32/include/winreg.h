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
#define KEY_CREATE_SUB_KEY 0x4u
#define KEY_ENUMERATE_SUB_KEYS 0x8u
#define KEY_NOTIFY 0x10u
#define KEY_WOW64_64KEY 0x100u
#define KEY_WOW64_32KEY 0x200u
#define REG_OPTION_NON_VOLATILE 0u
#define REG_OPTION_VOLATILE 1u
#define REG_CREATED_NEW_KEY 1u
#define REG_OPENED_EXISTING_KEY 2u
#define HKEY_CURRENT_CONFIG ((HKEY)(ULONG_PTR)0x80000005u)
#define REG_NONE 0u
#define REG_SZ 1u
#define REG_EXPAND_SZ 2u
#define REG_BINARY 3u
#define REG_DWORD 4u
#define REG_DWORD_LITTLE_ENDIAN 4u
#define REG_LINK 6u
#define REG_MULTI_SZ 7u
#define REG_QWORD 11u
#define RRF_RT_REG_SZ 0x2u
#define RRF_RT_ANY 0xFFFFu

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
#define RegEnumKeyEx(key, index, name, size, r, group, group_size, time) ((void)(name), (LSTATUS)ERROR_NO_MORE_ITEMS)
#define RegEnumKey(key, index, name, size) ((void)(name), (LSTATUS)ERROR_NO_MORE_ITEMS)
#define RegEnumValue(key, index, name, size, r, type, data, data_size) ((void)(name), (void)(data), (LSTATUS)ERROR_NO_MORE_ITEMS)
#define RegQueryInfoKey(key, group, group_size, r, keys, longest_key, longest_group, values, longest_name, longest_value, security, time) ((LSTATUS)ERROR_INVALID_HANDLE)
#define RegFlushKey(key) ((void)(key), (LSTATUS)ERROR_INVALID_HANDLE)
#define RegGetValue(key, sub, name, flags, type, data, size) ((void)(sub), (void)(name), (void)(data), (LSTATUS)ERROR_FILE_NOT_FOUND)
#define RegConnectRegistry(computer, key, out) ((void)(computer), *(out) = NULL, (LSTATUS)ERROR_BAD_NETPATH)
#define RegOpenKeyExA RegOpenKeyEx
#define RegOpenKeyExW RegOpenKeyEx
#define RegOpenKeyA RegOpenKey
#define RegOpenKeyW RegOpenKey
#define RegCreateKeyExA RegCreateKeyEx
#define RegCreateKeyExW RegCreateKeyEx
#define RegCreateKeyA RegCreateKey
#define RegCreateKeyW RegCreateKey
#define RegQueryValueExA RegQueryValueEx
#define RegQueryValueExW RegQueryValueEx
#define RegSetValueExA RegSetValueEx
#define RegSetValueExW RegSetValueEx
#define RegDeleteValueA RegDeleteValue
#define RegDeleteValueW RegDeleteValue
#define RegDeleteKeyA RegDeleteKey
#define RegDeleteKeyW RegDeleteKey
#define RegEnumKeyExA RegEnumKeyEx
#define RegEnumKeyExW RegEnumKeyEx
#define RegEnumValueA RegEnumValue
#define RegEnumValueW RegEnumValue

#endif
