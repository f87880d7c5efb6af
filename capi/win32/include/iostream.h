/* The streams of before the standard: the same names without std::. */
#ifndef _INC_IOSTREAM
#define _INC_IOSTREAM
#ifndef __cplusplus
#error iostream.h is for C++
#endif

#include <iostream>

using std::cerr;
using std::cin;
using std::clog;
using std::cout;
using std::dec;
using std::endl;
using std::ends;
using std::flush;
using std::hex;
using std::ios;
using std::iostream;
using std::istream;
using std::oct;
using std::ostream;
using std::streambuf;
using std::streampos;
using std::ws;

#endif
