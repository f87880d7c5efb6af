/* For source that says byte and means the type of windows.h, under a standard
   that has std::byte: with `using namespace std` the word would mean two things.
   The wrapper includes this first, and the C++ library's own gets another name. */
#ifndef MSW_BYTE_H
#define MSW_BYTE_H
#if defined(__cplusplus) && __cplusplus >= 201703L
typedef unsigned char byte;
#define byte msw_std_byte
#include <cstddef>
#include <bits/cpp_type_traits.h>
#undef byte
#endif
#endif
