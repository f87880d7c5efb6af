// The same as C++.
#include "leave.c"
