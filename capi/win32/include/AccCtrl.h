#include "accctrl.h"
