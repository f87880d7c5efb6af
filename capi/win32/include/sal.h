#include "msw/sal.h"
