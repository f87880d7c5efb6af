/* Descriptors by their Windows names. */
#ifndef _INC_IO
#define _INC_IO

#include "msw/crt.h"
#include <fcntl.h>
#include <unistd.h>

#ifndef O_BINARY
#define O_BINARY 0
#endif
#ifndef O_TEXT
#define O_TEXT 0
#endif
#define _O_RDONLY O_RDONLY
#define _O_WRONLY O_WRONLY
#define _O_RDWR O_RDWR
#define _O_APPEND O_APPEND
#define _O_CREAT O_CREAT
#define _O_TRUNC O_TRUNC
#define _O_EXCL O_EXCL
#define _O_BINARY 0x8000
#define _O_TEXT 0x4000
#define _O_WTEXT 0x10000
#define _O_U16TEXT 0x20000
#define _O_U8TEXT 0x40000

struct _finddata_t {
	unsigned attrib;
	time_t time_create, time_access, time_write;
	unsigned long size;
	char name[260];
};
#define _A_NORMAL 0x00
#define _A_RDONLY 0x01
#define _A_HIDDEN 0x02
#define _A_SYSTEM 0x04
#define _A_SUBDIR 0x10
#define _A_ARCH 0x20

MSW_BEGIN
int _setmode(int fd, int mode);
int _open(const char *name, int flags, ...);
int _creat(const char *name, int mode);
int _close(int fd);
int _read(int fd, void *buffer, unsigned size);
int _write(int fd, const void *buffer, unsigned size);
long _lseek(int fd, long offset, int whence);
long long _lseeki64(int fd, long long offset, int whence);
long _tell(int fd);
long _filelength(int fd);
long long _filelengthi64(int fd);
long long _telli64(int fd);
int _chsize(int fd, long size);
errno_t _chsize_s(int fd, long long size);
int _eof(int fd);
int _commit(int fd);
int _access(const char *name, int mode);
errno_t _access_s(const char *name, int mode);
int _waccess(const wchar_t *name, int mode) MSW_W(_waccess);
int _chmod(const char *name, int mode);
int _isatty(int fd);
int _dup(int fd);
int _dup2(int from, int to);
int _pipe(int *fds, unsigned size, int mode);
errno_t _sopen_s(int *fd, const char *name, int flags, int share, int mode);
intptr_t _get_osfhandle(int fd);
int _open_osfhandle(intptr_t handle, int flags);
intptr_t _findfirst(const char *pattern, struct _finddata_t *data);
int _findnext(intptr_t find, struct _finddata_t *data);
int _findclose(intptr_t find);
MSW_END

#define setmode _setmode
#define filelength _filelength

#endif
