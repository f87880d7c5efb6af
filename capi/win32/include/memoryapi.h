#include "heapapi.h"
