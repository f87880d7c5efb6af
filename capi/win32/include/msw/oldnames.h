/* The same functions without their underscores, as older source calls them.
   Only names that this system does not have already. */
#ifndef MSW_OLDNAMES_H
#define MSW_OLDNAMES_H

#define itoa _itoa
#define ltoa _ltoa
#define ultoa _ultoa
#define strlwr _strlwr
#define strupr _strupr
#define strrev _strrev
#define strset _strset
#define strnset _strnset
#define stricmp _stricmp
#define strcmpi _stricmp
#define strnicmp _strnicmp
#define memicmp _memicmp
#define wcsicmp _wcsicmp
#define wcsnicmp _wcsnicmp
#define wcslwr _wcslwr
#define wcsupr _wcsupr
#define wcsrev _wcsrev
#define gets msw_gets
#define flushall _flushall
#define fcloseall _fcloseall

#endif
