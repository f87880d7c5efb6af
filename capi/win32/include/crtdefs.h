#include "msw/crt.h"
