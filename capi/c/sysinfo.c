/* The computer: its names, processors and versions; sockets' start. */
#include "internal.h"
#include <pwd.h>
#include <sys/utsname.h>
#include <unistd.h>

EXPORT VOID WINAPI GetSystemInfo(LPSYSTEM_INFO info)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);
	*info = (SYSTEM_INFO){
		.dwPageSize = (DWORD)sysconf(_SC_PAGESIZE), .dwNumberOfProcessors = n > 0 ? (DWORD)n : 1,
		.dwActiveProcessorMask = n >= (long)sizeof(DWORD_PTR) * 8 ? ~(DWORD_PTR)0 : ((DWORD_PTR)1 << n) - 1,
		.lpMinimumApplicationAddress = (LPVOID)0x10000, .lpMaximumApplicationAddress = (LPVOID)(SIZE_MAX / 2 - 0xFFFF),
		.dwAllocationGranularity = 0x10000, .dwProcessorType = 586, .wProcessorLevel = 6,
	};
#if defined(__x86_64__)
	info->wProcessorArchitecture = PROCESSOR_ARCHITECTURE_AMD64;
#elif defined(__aarch64__)
	info->wProcessorArchitecture = PROCESSOR_ARCHITECTURE_ARM64;
#endif
}
EXPORT VOID WINAPI GetNativeSystemInfo(LPSYSTEM_INFO info) { GetSystemInfo(info); }

/* The version whose mailslots this library is like: 6.2, Windows 8. */
#define MAJOR 6
#define MINOR 2
#define BUILD 9200
EXPORT DWORD WINAPI GetVersion(void) { return MAJOR | MINOR << 8 | BUILD << 16; }
EXPORT BOOL WINAPI GetVersionExA(LPOSVERSIONINFOA info)
{
	if (info->dwOSVersionInfoSize < sizeof *info)
		return msw_result(ERROR_INSUFFICIENT_BUFFER);
	info->dwMajorVersion = MAJOR;
	info->dwMinorVersion = MINOR;
	info->dwBuildNumber = BUILD;
	info->dwPlatformId = VER_PLATFORM_WIN32_NT;
	info->szCSDVersion[0] = 0;
	return TRUE;
}

/* Gives a name; *size counts the final zero on a failure, and on success if
   zero_counts. */
static BOOL give(const char *name, LPSTR buffer, LPDWORD size, BOOL zero_counts, DWORD short_code)
{
	DWORD n = (DWORD)strlen(name);
	BOOL fits = buffer && n < *size;
	if (fits)
		memcpy(buffer, name, n + 1);
	*size = fits && !zero_counts ? n : n + 1;
	return fits ? TRUE : msw_result(short_code);
}
/* The NetBIOS name: the host's first label in capitals, 15 characters. */
static void netbios_name(char *name)
{
	struct utsname u;
	uname(&u);
	size_t n = strcspn(u.nodename, ".");
	if (n > MAX_COMPUTERNAME_LENGTH)
		n = MAX_COMPUTERNAME_LENGTH;
	for (size_t i = 0; i < n; i++)
		name[i] = (char)toupper((unsigned char)u.nodename[i]);
	name[n] = 0;
}
EXPORT BOOL WINAPI GetComputerNameA(LPSTR name, LPDWORD size)
{
	char own[MAX_COMPUTERNAME_LENGTH + 1];
	netbios_name(own);
	return give(own, name, size, FALSE, ERROR_BUFFER_OVERFLOW);
}
EXPORT BOOL WINAPI GetComputerNameExA(COMPUTER_NAME_FORMAT format, LPSTR name, LPDWORD size)
{
	struct utsname u;
	char text[sizeof u.nodename + sizeof u.domainname + 2];
	uname(&u);
	char *dot = strchr(u.nodename, '.');
	switch (format) {
	case ComputerNameNetBIOS: case ComputerNamePhysicalNetBIOS: netbios_name(text); break;
	case ComputerNameDnsHostname: case ComputerNamePhysicalDnsHostname:
		snprintf(text, sizeof text, "%.*s", (int)strcspn(u.nodename, "."), u.nodename);
		break;
	case ComputerNameDnsDomain: case ComputerNamePhysicalDnsDomain:
		snprintf(text, sizeof text, "%s", dot ? dot + 1 : "");
		break;
	case ComputerNameDnsFullyQualified: case ComputerNamePhysicalDnsFullyQualified:
		snprintf(text, sizeof text, "%s", u.nodename);
		break;
	default: return msw_result(ERROR_INVALID_PARAMETER);
	}
	return give(text, name, size, FALSE, ERROR_MORE_DATA);
}
EXPORT BOOL WINAPI GetUserNameA(LPSTR name, LPDWORD size)
{
	char buffer[1024];
	struct passwd p, *found = NULL;
	if (getpwuid_r(geteuid(), &p, buffer, sizeof buffer, &found) || !found)
		snprintf(buffer, sizeof buffer, "%u", geteuid()), p.pw_name = buffer;
	return give(p.pw_name, name, size, TRUE, ERROR_INSUFFICIENT_BUFFER);
}
EXPORT UINT WINAPI GetSystemDirectoryA(LPSTR path, UINT size) { return msw_give("/usr/bin", path, size); }
EXPORT UINT WINAPI GetWindowsDirectoryA(LPSTR path, UINT size) { return msw_give("/usr", path, size); }

/* Sockets are the system's own: there is nothing to start. */
EXPORT int WINAPI WSAStartup(WORD version, LPWSADATA data)
{
	*data = (WSADATA){.wVersion = version, .wHighVersion = 0x0202, .iMaxSockets = 32767, .iMaxUdpDg = 65467};
	strcpy(data->szDescription, "WinSock 2.0");
	strcpy(data->szSystemStatus, "Running");
	return 0;
}
EXPORT int WINAPI WSACleanup(void) { return 0; }
