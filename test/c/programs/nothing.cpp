#include "nothing.c"
