/* File streams of before the standard. */
#ifndef _INC_FSTREAM
#define _INC_FSTREAM

#include "iostream.h"
#include <fstream>

using std::filebuf;
using std::fstream;
using std::ifstream;
using std::ofstream;

#endif
