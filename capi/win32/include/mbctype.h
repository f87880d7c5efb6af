#include "mbstring.h"
