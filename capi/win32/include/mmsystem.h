/* The multimedia clock. */
#ifndef _INC_MMSYSTEM
#define _INC_MMSYSTEM

#include "minwinbase.h"

typedef UINT MMRESULT;
typedef struct timecaps_tag {
	UINT wPeriodMin, wPeriodMax;
} TIMECAPS, *LPTIMECAPS;
#define TIMERR_NOERROR 0

MSW_BEGIN
DWORD WINAPI timeGetTime(void);
MMRESULT WINAPI timeBeginPeriod(UINT period);
MMRESULT WINAPI timeEndPeriod(UINT period);
MMRESULT WINAPI timeGetDevCaps(LPTIMECAPS caps, UINT size);
MSW_END

#endif
