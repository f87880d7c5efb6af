/* For source whose project's precompiled header is not with it: what the
   wizard put there. A stdafx.h beside the source comes first. */
#ifndef MSW_STDAFX_H
#define MSW_STDAFX_H

#include "targetver.h"
#include <stdio.h>
#include <stdlib.h>
#include "tchar.h"

#endif
