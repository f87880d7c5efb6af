/* Drives: there is one, C:, which is everything. */
#include "internal.h"
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <unistd.h>

EXPORT UINT WINAPI GetDriveTypeA(LPCSTR root)
{
	char *path = msw_path(root ? root : "/");
	BOOL there = !access(path, F_OK);
	free(path);
	return there ? DRIVE_FIXED : DRIVE_NO_ROOT_DIR;
}
EXPORT DWORD WINAPI GetLogicalDrives(void) { return 1 << 2; }
EXPORT DWORD WINAPI GetLogicalDriveStringsA(DWORD size, LPSTR to)
{
	static const char drives[] = "C:\\\0";
	if (size < sizeof drives)
		return sizeof drives;
	memcpy(to, drives, sizeof drives);
	return sizeof drives - 1;
}

static uint32_t space(const char *name, struct statvfs *of)
{
	char *path = msw_path(name ? name : ".");
	uint32_t code = statvfs(path, of) ? msw_errno_code(errno) : 0;
	free(path);
	return code == ERROR_FILE_NOT_FOUND ? ERROR_PATH_NOT_FOUND : code;
}
EXPORT BOOL WINAPI GetDiskFreeSpaceExA(LPCSTR path, PULARGE_INTEGER mine, PULARGE_INTEGER total, PULARGE_INTEGER left)
{
	struct statvfs of;
	uint32_t code = space(path, &of);
	if (code)
		return msw_result(code);
	if (mine)
		mine->QuadPart = (ULONGLONG)of.f_bavail * of.f_frsize;
	if (total)
		total->QuadPart = (ULONGLONG)of.f_blocks * of.f_frsize;
	if (left)
		left->QuadPart = (ULONGLONG)of.f_bfree * of.f_frsize;
	return TRUE;
}
/* In clusters of one sector: as many as a DWORD can say. */
EXPORT BOOL WINAPI GetDiskFreeSpaceA(LPCSTR path, LPDWORD cluster, LPDWORD sector, LPDWORD left, LPDWORD total)
{
	struct statvfs of;
	uint32_t code = space(path, &of);
	if (code)
		return msw_result(code);
	if (cluster)
		*cluster = 1;
	if (sector)
		*sector = (DWORD)of.f_frsize;
	if (left)
		*left = of.f_bavail > MAXDWORD ? MAXDWORD : (DWORD)of.f_bavail;
	if (total)
		*total = of.f_blocks > MAXDWORD ? MAXDWORD : (DWORD)of.f_blocks;
	return TRUE;
}

EXPORT BOOL WINAPI GetVolumeInformationA(LPCSTR root, LPSTR label, DWORD label_size, LPDWORD serial, LPDWORD longest, LPDWORD flags, LPSTR system, DWORD system_size)
{
	static const char kind[] = "Linux";
	struct statvfs of;
	uint32_t code = space(root, &of);
	if (code)
		return msw_result(code);
	if (label && label_size)
		*label = 0;
	if (serial)
		*serial = (DWORD)of.f_fsid;
	if (longest)
		*longest = (DWORD)of.f_namemax;
	if (flags)
		*flags = FILE_CASE_SENSITIVE_SEARCH | FILE_CASE_PRESERVED_NAMES | FILE_UNICODE_ON_DISK;
	if (system && system_size < sizeof kind)
		return msw_result(ERROR_MORE_DATA);
	if (system)
		memcpy(system, kind, sizeof kind);
	return TRUE;
}
