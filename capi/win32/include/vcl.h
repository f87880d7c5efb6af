/* C++Builder console programs include it for windows.h. */
#include "windows.h"
#include <stdlib.h>
