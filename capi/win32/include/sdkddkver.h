#include "SDKDDKVer.h"
