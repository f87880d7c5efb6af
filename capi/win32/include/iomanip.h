/* Manipulators of before the standard. */
#ifndef _INC_IOMANIP
#define _INC_IOMANIP

#include "iostream.h"
#include <iomanip>

using std::resetiosflags;
using std::setbase;
using std::setfill;
using std::setiosflags;
using std::setprecision;
using std::setw;

#endif
