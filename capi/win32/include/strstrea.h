/* String streams of before the standard. */
#ifndef _INC_STRSTREA
#define _INC_STRSTREA

#include "iostream.h"
#include <sstream>

using std::istringstream;
using std::ostringstream;
using std::stringstream;

#endif
