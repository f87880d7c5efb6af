/* With 2-byte wchar_t the C++ library's wide parts are compiled for another
   width: here it learns, before any other of its headers, that there are none.
   msw/streams.h and string say what the missing names are. */
#ifndef MSW_CXX_CONFIG
#define MSW_CXX_CONFIG
#pragma GCC system_header
#include_next <bits/c++config.h>
#if __SIZEOF_WCHAR_T__ == 2
#include <cwchar> /* the C functions work, and stay in std */
#include <cwctype>
#undef _GLIBCXX_USE_WCHAR_T
#endif
#endif
