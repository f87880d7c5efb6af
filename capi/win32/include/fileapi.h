/* Files, and everything that works on mailslot handles as on files. */
#ifndef _APISETFILE_
#define _APISETFILE_

#include "minwinbase.h"

#define CREATE_NEW 1
#define CREATE_ALWAYS 2
#define OPEN_EXISTING 3
#define OPEN_ALWAYS 4
#define TRUNCATE_EXISTING 5

#define FILE_FLAG_WRITE_THROUGH 0x80000000u
#define FILE_FLAG_OVERLAPPED 0x40000000u
#define FILE_FLAG_NO_BUFFERING 0x20000000u
#define FILE_FLAG_RANDOM_ACCESS 0x10000000u
#define FILE_FLAG_SEQUENTIAL_SCAN 0x08000000u
#define FILE_FLAG_DELETE_ON_CLOSE 0x04000000u
#define FILE_FLAG_BACKUP_SEMANTICS 0x02000000u
#define FILE_FLAG_POSIX_SEMANTICS 0x01000000u
#define FILE_FLAG_SESSION_AWARE 0x00800000u
#define FILE_FLAG_OPEN_REPARSE_POINT 0x00200000u
#define FILE_FLAG_OPEN_NO_RECALL 0x00100000u
#define FILE_FLAG_FIRST_PIPE_INSTANCE 0x00080000u
#define SECURITY_SQOS_PRESENT 0x00100000u
#define SECURITY_ANONYMOUS 0u
#define SECURITY_IDENTIFICATION 0x10000u
#define SECURITY_IMPERSONATION 0x20000u

#define FILE_BEGIN 0
#define FILE_CURRENT 1
#define FILE_END 2
#define INVALID_FILE_SIZE ((DWORD)0xFFFFFFFFu)
#define INVALID_SET_FILE_POINTER ((DWORD)-1)
#define FILE_TYPE_UNKNOWN 0
#define FILE_TYPE_DISK 1
#define FILE_TYPE_CHAR 2
#define FILE_TYPE_PIPE 3
#define FILE_TYPE_REMOTE 0x8000
#define DRIVE_UNKNOWN 0
#define DRIVE_NO_ROOT_DIR 1
#define DRIVE_FIXED 3
#define LOCKFILE_FAIL_IMMEDIATELY 1
#define LOCKFILE_EXCLUSIVE_LOCK 2
#define MOVEFILE_REPLACE_EXISTING 1
#define MOVEFILE_COPY_ALLOWED 2
#define FILE_SKIP_COMPLETION_PORT_ON_SUCCESS 1
#define FILE_SKIP_SET_EVENT_ON_HANDLE 2
#define FILE_NAME_NORMALIZED 0
#define VOLUME_NAME_DOS 0

typedef struct _BY_HANDLE_FILE_INFORMATION {
	DWORD dwFileAttributes;
	FILETIME ftCreationTime, ftLastAccessTime, ftLastWriteTime;
	DWORD dwVolumeSerialNumber, nFileSizeHigh, nFileSizeLow, nNumberOfLinks, nFileIndexHigh, nFileIndexLow;
} BY_HANDLE_FILE_INFORMATION, *PBY_HANDLE_FILE_INFORMATION, *LPBY_HANDLE_FILE_INFORMATION;

typedef struct _WIN32_FILE_ATTRIBUTE_DATA {
	DWORD dwFileAttributes;
	FILETIME ftCreationTime, ftLastAccessTime, ftLastWriteTime;
	DWORD nFileSizeHigh, nFileSizeLow;
} WIN32_FILE_ATTRIBUTE_DATA, *LPWIN32_FILE_ATTRIBUTE_DATA;

typedef struct _FILE_BASIC_INFO {
	LARGE_INTEGER CreationTime, LastAccessTime, LastWriteTime, ChangeTime;
	DWORD FileAttributes;
} FILE_BASIC_INFO, *PFILE_BASIC_INFO;
typedef struct _FILE_STANDARD_INFO {
	LARGE_INTEGER AllocationSize, EndOfFile;
	DWORD NumberOfLinks;
	BOOLEAN DeletePending, Directory;
} FILE_STANDARD_INFO, *PFILE_STANDARD_INFO;
typedef struct _FILE_NAME_INFO {
	DWORD FileNameLength; /* bytes */
	WCHAR FileName[1];
} FILE_NAME_INFO, *PFILE_NAME_INFO;

MSW_BEGIN
/* Opens a mailslot for writing, or a file. For a slot: access GENERIC_WRITE,
   disposition OPEN_EXISTING (1 to 5 all open and none creates), share and flags
   without effect, security for inheritance, template NULL. Names of other
   computers, \\COMPUTER\mailslot\x, \\DOMAIN\mailslot\x, \\*\mailslot\x,
   open without anybody being asked. Files have this system's names, with either
   slash; CONIN$ and CONOUT$ are the terminal.
   Errors: 2 (no server of that name), 3 (no name), 5 (the server's security does
   not let this user write), 53 (no way to that computer), 80 (CREATE_NEW of a
   file that is there), 87 (disposition 0 or above 5). */
MSW_PAIR(HANDLE, CreateFile,
	(LPCSTR name, DWORD access, DWORD share, LPSECURITY_ATTRIBUTES security, DWORD disposition, DWORD flags, HANDLE template_file),
	(LPCWSTR name, DWORD access, DWORD share, LPSECURITY_ATTRIBUTES security, DWORD disposition, DWORD flags, HANDLE template_file));
/* Reads the next message into size bytes; *read is its length. Waits as the
   slot's time-out says. A message longer than size stays, and *read is 0.
   With overlapped the call does not wait: 997, and GetOverlappedResult, the event
   or a completion port tell the end.
   Errors: 5 (a client's handle), 6 (no handle), 38 (the slot has ended), 87 (a
   client's handle that was opened for reading too), 121 (no message in time), 122
   (the buffer is too small), 995 (cancelled), 997 (pending), 998 (the buffer is
   null and size is not 0). */
BOOL WINAPI ReadFile(HANDLE file, LPVOID buffer, DWORD size, LPDWORD read, LPOVERLAPPED overlapped);
/* Writes one message of 0 bytes to the slot's maximum, to other computers at
   most 424 bytes; never waits for the reader. *written is size. An
   overlapped write completes at once.
   Errors: 5 (a server's handle, or opened without write access), 6 (no
   handle), 38 (the server has gone), 53 (above 424 bytes to a domain), 87 (longer
   than the slot's maximum), 1784 (message is null and size is not 0), 1816 (the
   quota of unread bytes is used up). */
BOOL WINAPI WriteFile(HANDLE file, LPCVOID buffer, DWORD size, LPDWORD written, LPOVERLAPPED overlapped);
/* Begins a read; routine is called on this thread, in an alertable wait, with the
   error, the bytes and overlapped, whose hEvent is the caller's own.
   Errors: as ReadFile, and 87 (no overlapped). */
BOOL WINAPI ReadFileEx(HANDLE file, LPVOID buffer, DWORD size, LPOVERLAPPED overlapped, LPOVERLAPPED_COMPLETION_ROUTINE routine);
/* Writes; routine is called on this thread, in an alertable wait.
   Errors: as WriteFile, and 87 (no overlapped). */
BOOL WINAPI WriteFileEx(HANDLE file, LPCVOID buffer, DWORD size, LPOVERLAPPED overlapped, LPOVERLAPPED_COMPLETION_ROUTINE routine);
BOOL WINAPI FlushFileBuffers(HANDLE file);
DWORD WINAPI GetFileType(HANDLE file);
DWORD WINAPI GetFileSize(HANDLE file, LPDWORD high);
BOOL WINAPI GetFileSizeEx(HANDLE file, PLARGE_INTEGER size);
DWORD WINAPI SetFilePointer(HANDLE file, LONG distance, PLONG high, DWORD method);
BOOL WINAPI SetFilePointerEx(HANDLE file, LARGE_INTEGER distance, PLARGE_INTEGER position, DWORD method);
BOOL WINAPI SetEndOfFile(HANDLE file);
BOOL WINAPI GetFileTime(HANDLE file, LPFILETIME created, LPFILETIME accessed, LPFILETIME written);
BOOL WINAPI SetFileTime(HANDLE file, const FILETIME *created, const FILETIME *accessed, const FILETIME *written);
BOOL WINAPI GetFileInformationByHandle(HANDLE file, LPBY_HANDLE_FILE_INFORMATION info);
BOOL WINAPI GetFileInformationByHandleEx(HANDLE file, FILE_INFO_BY_HANDLE_CLASS info_class, LPVOID info, DWORD size)
	MSW_W(GetFileInformationByHandleEx);
BOOL WINAPI SetFileInformationByHandle(HANDLE file, FILE_INFO_BY_HANDLE_CLASS info_class, LPVOID info, DWORD size);
BOOL WINAPI SetFileCompletionNotificationModes(HANDLE file, UCHAR flags);
BOOL WINAPI LockFile(HANDLE file, DWORD low, DWORD high, DWORD size_low, DWORD size_high);
BOOL WINAPI LockFileEx(HANDLE file, DWORD flags, DWORD reserved, DWORD low, DWORD high, LPOVERLAPPED overlapped);
BOOL WINAPI UnlockFile(HANDLE file, DWORD low, DWORD high, DWORD size_low, DWORD size_high);
BOOL WINAPI UnlockFileEx(HANDLE file, DWORD reserved, DWORD low, DWORD high, LPOVERLAPPED overlapped);
MSW_PAIR(DWORD, GetFinalPathNameByHandle, (HANDLE file, LPSTR path, DWORD size, DWORD flags), (HANDLE file, LPWSTR path, DWORD size, DWORD flags));
MSW_PAIR(DWORD, GetFileAttributes, (LPCSTR name), (LPCWSTR name));
MSW_PAIR(BOOL, GetFileAttributesEx, (LPCSTR name, GET_FILEEX_INFO_LEVELS level, LPVOID info), (LPCWSTR name, GET_FILEEX_INFO_LEVELS level, LPVOID info));
MSW_PAIR(BOOL, SetFileAttributes, (LPCSTR name, DWORD attributes), (LPCWSTR name, DWORD attributes));
MSW_PAIR(BOOL, DeleteFile, (LPCSTR name), (LPCWSTR name));
MSW_PAIR(BOOL, CopyFile, (LPCSTR from, LPCSTR to, BOOL fail_if_exists), (LPCWSTR from, LPCWSTR to, BOOL fail_if_exists));
MSW_PAIR(BOOL, MoveFile, (LPCSTR from, LPCSTR to), (LPCWSTR from, LPCWSTR to));
MSW_PAIR(BOOL, MoveFileEx, (LPCSTR from, LPCSTR to, DWORD flags), (LPCWSTR from, LPCWSTR to, DWORD flags));
MSW_PAIR(BOOL, CreateDirectory, (LPCSTR name, LPSECURITY_ATTRIBUTES security), (LPCWSTR name, LPSECURITY_ATTRIBUTES security));
MSW_PAIR(BOOL, RemoveDirectory, (LPCSTR name), (LPCWSTR name));
MSW_PAIR(DWORD, GetFullPathName, (LPCSTR name, DWORD size, LPSTR path, LPSTR *part), (LPCWSTR name, DWORD size, LPWSTR path, LPWSTR *part));
MSW_PAIR(DWORD, GetTempPath, (DWORD size, LPSTR path), (DWORD size, LPWSTR path));
MSW_PAIR(UINT, GetTempFileName, (LPCSTR path, LPCSTR prefix, UINT unique, LPSTR name), (LPCWSTR path, LPCWSTR prefix, UINT unique, LPWSTR name));
MSW_PAIR(HANDLE, FindFirstFile, (LPCSTR pattern, LPWIN32_FIND_DATAA data), (LPCWSTR pattern, LPWIN32_FIND_DATAW data));
MSW_PAIR(BOOL, FindNextFile, (HANDLE find, LPWIN32_FIND_DATAA data), (HANDLE find, LPWIN32_FIND_DATAW data));
BOOL WINAPI FindClose(HANDLE find);
MSW_PAIR(UINT, GetDriveType, (LPCSTR root), (LPCWSTR root));
DWORD WINAPI GetLogicalDrives(void);
MSW_PAIR(DWORD, GetLogicalDriveStrings, (DWORD size, LPSTR drives), (DWORD size, LPWSTR drives));
MSW_PAIR(BOOL, GetDiskFreeSpace, (LPCSTR path, LPDWORD sectors, LPDWORD bytes, LPDWORD free_clusters, LPDWORD clusters), (LPCWSTR path, LPDWORD sectors, LPDWORD bytes, LPDWORD free_clusters, LPDWORD clusters));
MSW_PAIR(BOOL, GetDiskFreeSpaceEx, (LPCSTR path, PULARGE_INTEGER mine, PULARGE_INTEGER total, PULARGE_INTEGER left), (LPCWSTR path, PULARGE_INTEGER mine, PULARGE_INTEGER total, PULARGE_INTEGER left));
MSW_PAIR(BOOL, GetVolumeInformation,
	(LPCSTR root, LPSTR label, DWORD label_size, LPDWORD serial, LPDWORD longest, LPDWORD flags, LPSTR system, DWORD system_size),
	(LPCWSTR root, LPWSTR label, DWORD label_size, LPDWORD serial, LPDWORD longest, LPDWORD flags, LPWSTR system, DWORD system_size));
MSW_PAIR(DWORD, GetLongPathName, (LPCSTR path, LPSTR name, DWORD size), (LPCWSTR path, LPWSTR name, DWORD size));
MSW_PAIR(DWORD, GetShortPathName, (LPCSTR path, LPSTR name, DWORD size), (LPCWSTR path, LPWSTR name, DWORD size));
LONG WINAPI CompareFileTime(const FILETIME *a, const FILETIME *b);
BOOL WINAPI FileTimeToLocalFileTime(const FILETIME *time, LPFILETIME local);
BOOL WINAPI LocalFileTimeToFileTime(const FILETIME *local, LPFILETIME time);
MSW_END

#define CreateFile MSW_AW(CreateFile)
#define GetFinalPathNameByHandle MSW_AW(GetFinalPathNameByHandle)
#define GetFileAttributes MSW_AW(GetFileAttributes)
#define GetFileAttributesEx MSW_AW(GetFileAttributesEx)
#define SetFileAttributes MSW_AW(SetFileAttributes)
#define DeleteFile MSW_AW(DeleteFile)
#define CopyFile MSW_AW(CopyFile)
#define MoveFile MSW_AW(MoveFile)
#define MoveFileEx MSW_AW(MoveFileEx)
#define CreateDirectory MSW_AW(CreateDirectory)
#define RemoveDirectory MSW_AW(RemoveDirectory)
#define GetFullPathName MSW_AW(GetFullPathName)
#define GetTempPath MSW_AW(GetTempPath)
#define GetTempFileName MSW_AW(GetTempFileName)
#define FindFirstFile MSW_AW(FindFirstFile)
#define FindNextFile MSW_AW(FindNextFile)
#define GetLogicalDriveStrings MSW_AW(GetLogicalDriveStrings)
#define GetDiskFreeSpace MSW_AW(GetDiskFreeSpace)
#define GetDiskFreeSpaceEx MSW_AW(GetDiskFreeSpaceEx)
#define GetVolumeInformation MSW_AW(GetVolumeInformation)
#define GetLongPathName MSW_AW(GetLongPathName)
#define GetShortPathName MSW_AW(GetShortPathName)
#define GetDriveType MSW_AW(GetDriveType)

#include "msw/longs.h"

#endif
