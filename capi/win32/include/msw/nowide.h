/* What says that C++ wide strings and streams do not work with 2-byte wchar_t. */
#ifndef MSW_NOWIDE_H
#define MSW_NOWIDE_H
#if __SIZEOF_WCHAR_T__ == 2
#define MSW_NO_WIDE __attribute__((unavailable("C++ wide strings and streams do not work with 2-byte wchar_t: build with --unicode (4-byte wchar_t) instead")))
#endif
#endif
