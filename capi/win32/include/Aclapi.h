#include "aclapi.h"
