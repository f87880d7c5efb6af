// The same as C++.
#include "scan.c"
