/* Services. There is no service control manager here: a program that can be a
   service and is started from a shell is told so (1063) and runs as a program,
   as it does on Windows. */
#ifndef _WINSVC_
#define _WINSVC_

#include "winbase.h"

#define SERVICES_ACTIVE_DATABASE TEXT("ServicesActive")
#define SERVICE_NO_CHANGE 0xFFFFFFFFu
#define SERVICE_KERNEL_DRIVER 0x1u
#define SERVICE_FILE_SYSTEM_DRIVER 0x2u
#define SERVICE_WIN32_OWN_PROCESS 0x10u
#define SERVICE_WIN32_SHARE_PROCESS 0x20u
#define SERVICE_WIN32 (SERVICE_WIN32_OWN_PROCESS | SERVICE_WIN32_SHARE_PROCESS)
#define SERVICE_INTERACTIVE_PROCESS 0x100u
#define SERVICE_BOOT_START 0u
#define SERVICE_SYSTEM_START 1u
#define SERVICE_AUTO_START 2u
#define SERVICE_DEMAND_START 3u
#define SERVICE_DISABLED 4u
#define SERVICE_ERROR_IGNORE 0u
#define SERVICE_ERROR_NORMAL 1u
#define SERVICE_ERROR_SEVERE 2u
#define SERVICE_ERROR_CRITICAL 3u
#define SERVICE_ACTIVE 1u
#define SERVICE_INACTIVE 2u
#define SERVICE_STATE_ALL 3u
#define SERVICE_CONTROL_STOP 1u
#define SERVICE_CONTROL_PAUSE 2u
#define SERVICE_CONTROL_CONTINUE 3u
#define SERVICE_CONTROL_INTERROGATE 4u
#define SERVICE_CONTROL_SHUTDOWN 5u
#define SERVICE_CONTROL_PARAMCHANGE 6u
#define SERVICE_STOPPED 1u
#define SERVICE_START_PENDING 2u
#define SERVICE_STOP_PENDING 3u
#define SERVICE_RUNNING 4u
#define SERVICE_CONTINUE_PENDING 5u
#define SERVICE_PAUSE_PENDING 6u
#define SERVICE_PAUSED 7u
#define SERVICE_ACCEPT_STOP 1u
#define SERVICE_ACCEPT_PAUSE_CONTINUE 2u
#define SERVICE_ACCEPT_SHUTDOWN 4u
#define SERVICE_QUERY_CONFIG 0x1u
#define SERVICE_CHANGE_CONFIG 0x2u
#define SERVICE_QUERY_STATUS 0x4u
#define SERVICE_START 0x10u
#define SERVICE_STOP 0x20u
#define SERVICE_ALL_ACCESS 0xF01FFu
#define SC_MANAGER_CONNECT 0x1u
#define SC_MANAGER_CREATE_SERVICE 0x2u
#define SC_MANAGER_ENUMERATE_SERVICE 0x4u
#define SC_MANAGER_ALL_ACCESS 0xF003Fu
#define SERVICE_CONFIG_DESCRIPTION 1u

DECLARE_HANDLE(SC_HANDLE);
DECLARE_HANDLE(SERVICE_STATUS_HANDLE);

typedef struct _SERVICE_STATUS {
	DWORD dwServiceType, dwCurrentState, dwControlsAccepted, dwWin32ExitCode, dwServiceSpecificExitCode, dwCheckPoint, dwWaitHint;
} SERVICE_STATUS, *LPSERVICE_STATUS;
typedef struct _SERVICE_STATUS_PROCESS {
	DWORD dwServiceType, dwCurrentState, dwControlsAccepted, dwWin32ExitCode, dwServiceSpecificExitCode, dwCheckPoint, dwWaitHint, dwProcessId, dwServiceFlags;
} SERVICE_STATUS_PROCESS, *LPSERVICE_STATUS_PROCESS;
typedef VOID(WINAPI *LPSERVICE_MAIN_FUNCTIONA)(DWORD count, LPSTR *arguments);
typedef VOID(WINAPI *LPSERVICE_MAIN_FUNCTIONW)(DWORD count, LPWSTR *arguments);
typedef struct _SERVICE_TABLE_ENTRYA {
	LPSTR lpServiceName;
	LPSERVICE_MAIN_FUNCTIONA lpServiceProc;
} SERVICE_TABLE_ENTRYA, *LPSERVICE_TABLE_ENTRYA;
typedef struct _SERVICE_TABLE_ENTRYW {
	LPWSTR lpServiceName;
	LPSERVICE_MAIN_FUNCTIONW lpServiceProc;
} SERVICE_TABLE_ENTRYW, *LPSERVICE_TABLE_ENTRYW;
typedef struct _SERVICE_DESCRIPTIONA {
	LPSTR lpDescription;
} SERVICE_DESCRIPTIONA, *LPSERVICE_DESCRIPTIONA;
typedef struct _SERVICE_DESCRIPTIONW {
	LPWSTR lpDescription;
} SERVICE_DESCRIPTIONW, *LPSERVICE_DESCRIPTIONW;
typedef VOID(WINAPI *LPHANDLER_FUNCTION)(DWORD control);
typedef DWORD(WINAPI *LPHANDLER_FUNCTION_EX)(DWORD control, DWORD type, LPVOID data, LPVOID context);
typedef enum _SC_STATUS_TYPE { SC_STATUS_PROCESS_INFO } SC_STATUS_TYPE;

static inline BOOL msw_no_service(DWORD code) { SetLastError(code); return FALSE; }
static inline BOOL StartServiceCtrlDispatcherA(const SERVICE_TABLE_ENTRYA *table) { return (void)table, msw_no_service(ERROR_FAILED_SERVICE_CONTROLLER_CONNECT); }
static inline BOOL StartServiceCtrlDispatcherW(const SERVICE_TABLE_ENTRYW *table) { return (void)table, msw_no_service(ERROR_FAILED_SERVICE_CONTROLLER_CONNECT); }
static inline SERVICE_STATUS_HANDLE msw_no_handler(void) { msw_no_service(ERROR_SERVICE_NOT_IN_EXE); return (SERVICE_STATUS_HANDLE)0; }
#define RegisterServiceCtrlHandlerA(name, handler) ((void)(name), (void)(handler), msw_no_handler())
#define RegisterServiceCtrlHandlerW(name, handler) ((void)(name), (void)(handler), msw_no_handler())
#define RegisterServiceCtrlHandlerExA(name, handler, context) ((void)(name), (void)(handler), (void)(context), msw_no_handler())
#define RegisterServiceCtrlHandlerExW(name, handler, context) ((void)(name), (void)(handler), (void)(context), msw_no_handler())
static inline BOOL SetServiceStatus(SERVICE_STATUS_HANDLE handle, LPSERVICE_STATUS status) { return (void)handle, (void)status, msw_no_service(ERROR_INVALID_HANDLE); }
static inline SC_HANDLE OpenSCManagerA(LPCSTR computer, LPCSTR database, DWORD access) { return (void)computer, (void)database, (void)access, msw_no_service(ERROR_ACCESS_DENIED), (SC_HANDLE)0; }
static inline SC_HANDLE OpenSCManagerW(LPCWSTR computer, LPCWSTR database, DWORD access) { return (void)computer, (void)database, (void)access, msw_no_service(ERROR_ACCESS_DENIED), (SC_HANDLE)0; }
static inline SC_HANDLE OpenServiceA(SC_HANDLE manager, LPCSTR name, DWORD access) { return (void)manager, (void)name, (void)access, msw_no_service(ERROR_INVALID_HANDLE), (SC_HANDLE)0; }
static inline SC_HANDLE OpenServiceW(SC_HANDLE manager, LPCWSTR name, DWORD access) { return (void)manager, (void)name, (void)access, msw_no_service(ERROR_INVALID_HANDLE), (SC_HANDLE)0; }
#define CreateServiceA(manager, name, display, access, type, start, error, path, group, tag, needs, account, password) OpenServiceA((manager), (name), (access))
#define CreateServiceW(manager, name, display, access, type, start, error, path, group, tag, needs, account, password) OpenServiceW((manager), (name), (access))
static inline BOOL CloseServiceHandle(SC_HANDLE handle) { return (void)handle, msw_no_service(ERROR_INVALID_HANDLE); }
static inline BOOL DeleteService(SC_HANDLE service) { return (void)service, msw_no_service(ERROR_INVALID_HANDLE); }
static inline BOOL ControlService(SC_HANDLE service, DWORD control, LPSERVICE_STATUS status) { return (void)service, (void)control, (void)status, msw_no_service(ERROR_INVALID_HANDLE); }
static inline BOOL QueryServiceStatus(SC_HANDLE service, LPSERVICE_STATUS status) { return (void)service, (void)status, msw_no_service(ERROR_INVALID_HANDLE); }
static inline BOOL QueryServiceStatusEx(SC_HANDLE service, SC_STATUS_TYPE type, LPBYTE buffer, DWORD size, LPDWORD needed) { return (void)service, (void)type, (void)buffer, (void)size, (void)needed, msw_no_service(ERROR_INVALID_HANDLE); }
static inline BOOL StartServiceA(SC_HANDLE service, DWORD count, LPCSTR *arguments) { return (void)service, (void)count, (void)arguments, msw_no_service(ERROR_INVALID_HANDLE); }
static inline BOOL StartServiceW(SC_HANDLE service, DWORD count, LPCWSTR *arguments) { return (void)service, (void)count, (void)arguments, msw_no_service(ERROR_INVALID_HANDLE); }
static inline BOOL ChangeServiceConfig2A(SC_HANDLE service, DWORD level, LPVOID info) { return (void)service, (void)level, (void)info, msw_no_service(ERROR_INVALID_HANDLE); }
static inline BOOL ChangeServiceConfig2W(SC_HANDLE service, DWORD level, LPVOID info) { return ChangeServiceConfig2A(service, level, info); }

#ifdef UNICODE
typedef LPSERVICE_MAIN_FUNCTIONW LPSERVICE_MAIN_FUNCTION;
typedef SERVICE_TABLE_ENTRYW SERVICE_TABLE_ENTRY, *LPSERVICE_TABLE_ENTRY;
typedef SERVICE_DESCRIPTIONW SERVICE_DESCRIPTION, *LPSERVICE_DESCRIPTION;
#else
typedef LPSERVICE_MAIN_FUNCTIONA LPSERVICE_MAIN_FUNCTION;
typedef SERVICE_TABLE_ENTRYA SERVICE_TABLE_ENTRY, *LPSERVICE_TABLE_ENTRY;
typedef SERVICE_DESCRIPTIONA SERVICE_DESCRIPTION, *LPSERVICE_DESCRIPTION;
#endif
#define StartServiceCtrlDispatcher MSW_AW(StartServiceCtrlDispatcher)
#define RegisterServiceCtrlHandler MSW_AW(RegisterServiceCtrlHandler)
#define RegisterServiceCtrlHandlerEx MSW_AW(RegisterServiceCtrlHandlerEx)
#define OpenSCManager MSW_AW(OpenSCManager)
#define OpenService MSW_AW(OpenService)
#define CreateService MSW_AW(CreateService)
#define StartService MSW_AW(StartService)
#define ChangeServiceConfig2 MSW_AW(ChangeServiceConfig2)

#endif
