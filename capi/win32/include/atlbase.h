#include "atlstr.h"
