#include "winternl.h"
