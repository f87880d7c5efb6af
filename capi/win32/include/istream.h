#include "iostream.h"
