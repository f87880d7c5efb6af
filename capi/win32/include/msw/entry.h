/*
 * Entry points that this system does not know.
 *
 * The words main and wmain become a declaration of a dummy function that eats
 * the return type in front of it, followed by a main that returns int: so both
 * `int wmain(...)` and `void main(...)` compile, in C and in C++. Where no type
 * stands in front, the same words declare a variable.
 */
#ifndef MSW_ENTRY_H
#define MSW_ENTRY_H

#include "mode.h"

#ifdef __cplusplus
/* `void msw_type_of_main(msw_nothing);` is a function that takes a msw_nothing,
   `msw_type_of_main(msw_nothing);` a variable of that name. */
struct msw_nothing {};
struct msw_type_of_main {};
struct msw_type_of_wmain {};
#define MSW_NO_ARGUMENTS msw_nothing
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wparentheses"
#endif
#else
#define MSW_NO_ARGUMENTS void
#endif

MSW_BEGIN
/* Makes the strings behind argv wide, in place. */
void msw_wide_arguments(int argc, char **argv) MSW_W(msw_wide_arguments);
MSW_END

#ifndef MSW_KEEP_MAIN
#define main msw_type_of_main(MSW_NO_ARGUMENTS); int main
#ifdef __cplusplus
/* `return;` in what was a void main; g++ wants -fpermissive for it, which the
   wrapper gives. */
#if defined(__clang__)
#pragma clang diagnostic ignored "-Wreturn-type"
#endif
#endif
#endif

#if defined(__clang__)
/* clang insists on char ** in main: a plain function, and a main before it. */
#ifdef __cplusplus
#define MSW_WMAIN_LINKAGE extern "C"
#else
#define MSW_WMAIN_LINKAGE
#endif
#if defined(MSW_SHORT_WCHAR)
#define wmain msw_type_of_wmain(MSW_NO_ARGUMENTS); MSW_WMAIN_LINKAGE int msw_wmain16
#else
#define wmain msw_type_of_wmain(MSW_NO_ARGUMENTS); MSW_WMAIN_LINKAGE int msw_wmain
#endif
#else
#define wmain msw_type_of_wmain(MSW_NO_ARGUMENTS); \
	static void __attribute__((constructor)) msw_widen_arguments(int argc, char **argv) { msw_wide_arguments(argc, argv); } \
	int main
#pragma GCC diagnostic ignored "-Wmain"
#endif

#endif
