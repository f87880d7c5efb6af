#include "dos.h"
