/* Strings of several bytes a character: here they are UTF-8, and these work on
   bytes. */
#ifndef _INC_MBSTRING
#define _INC_MBSTRING

#include "msw/crt.h"

#define MSW_BYTES(s) ((char *)(s))
#define _mbslen(s) strlen(MSW_BYTES(s))
#define _mbscpy(a, b) ((unsigned char *)strcpy(MSW_BYTES(a), MSW_BYTES(b)))
#define _mbscat(a, b) ((unsigned char *)strcat(MSW_BYTES(a), MSW_BYTES(b)))
#define _mbscmp(a, b) strcmp(MSW_BYTES(a), MSW_BYTES(b))
#define _mbsicmp(a, b) _stricmp(MSW_BYTES(a), MSW_BYTES(b))
#define _mbschr(s, c) ((unsigned char *)strchr(MSW_BYTES(s), (c)))
#define _mbsrchr(s, c) ((unsigned char *)strrchr(MSW_BYTES(s), (c)))
#define _mbsstr(a, b) ((unsigned char *)strstr(MSW_BYTES(a), MSW_BYTES(b)))
#define _mbsinc(s) ((s) + 1)
#define _ismbblead(c) (0)

#endif
