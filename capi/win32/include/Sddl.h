#include "sddl.h"
