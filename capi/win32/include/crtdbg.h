/* The debugging run-time: asserts are asserts, the rest is silent. */
#ifndef _INC_CRTDBG
#define _INC_CRTDBG

#include "msw/crt.h"
#include <assert.h>

#define _CRT_WARN 0
#define _CRT_ERROR 1
#define _CRT_ASSERT 2
#define _CRTDBG_ALLOC_MEM_DF 1
#define _CRTDBG_LEAK_CHECK_DF 0x20
#define _CRTDBG_MODE_FILE 1
#define _CRTDBG_MODE_DEBUG 2
#define _CRTDBG_FILE_STDERR ((void *)-5)
#define _CrtSetReportMode(t, m) (0)
#define _CrtSetReportFile(t, f) ((void *)0)
#define _CrtSetBreakAlloc(n) (0)
#define _CrtCheckMemory() (1)
#define _ASSERT(e) assert(e)
#define _ASSERTE(e) assert(e)

#endif
