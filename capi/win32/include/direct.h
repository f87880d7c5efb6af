/* Directories. */
#ifndef _INC_DIRECT
#define _INC_DIRECT

#include "msw/crt.h"
#include <sys/stat.h>
#include <unistd.h>

MSW_BEGIN
int _mkdir(const char *name);
int _rmdir(const char *name);
int _chdir(const char *name);
char *_getcwd(char *buffer, int size);
int _getdrive(void);
int _chdrive(int drive);
int _wmkdir(const wchar_t *name) MSW_W(_wmkdir);
int _wrmdir(const wchar_t *name) MSW_W(_wrmdir);
int _wchdir(const wchar_t *name) MSW_W(_wchdir);
wchar_t *_wgetcwd(wchar_t *buffer, int size) MSW_W(_wgetcwd);
MSW_END

#ifdef __cplusplus
inline int mkdir(const char *name) { return _mkdir(name); }
#endif

#endif
