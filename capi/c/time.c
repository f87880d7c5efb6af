/* Dates, times and locales of the C run-time. */
#include "internal.h"
#include <mmsystem.h>
#include <sys/time.h>

static errno_t fill(struct tm *result, struct tm *filled)
{
	if (filled)
		return 0;
	if (result)
		memset(result, 0xFF, sizeof *result);
	return errno = EINVAL;
}

EXPORT errno_t localtime_s(struct tm *result, const time_t *time) { return fill(result, result && time ? localtime_r(time, result) : NULL); }
EXPORT errno_t gmtime_s(struct tm *result, const time_t *time) { return fill(result, result && time ? gmtime_r(time, result) : NULL); }
EXPORT errno_t _localtime64_s(struct tm *result, const __time64_t *time)
{
	time_t t = time ? (time_t)*time : 0;
	return localtime_s(result, time ? &t : NULL);
}
EXPORT struct tm *_localtime64(const __time64_t *time) { time_t t = (time_t)*time; return localtime(&t); }
EXPORT struct tm *_gmtime64(const __time64_t *time) { time_t t = (time_t)*time; return gmtime(&t); }
EXPORT char *_ctime64(const __time64_t *time) { time_t t = (time_t)*time; return ctime(&t); }
EXPORT __time64_t _mktime64(struct tm *tm) { return mktime(tm); }
EXPORT double _difftime64(__time64_t a, __time64_t b) { return (double)(a - b); }
EXPORT __time64_t _time64(__time64_t *out)
{
	__time64_t now = time(NULL);
	if (out)
		*out = now;
	return now;
}

EXPORT errno_t asctime_s(char *text, size_t size, const struct tm *time)
{
	char full[64];
	if (!text || !time || size < 26)
		return errno = EINVAL;
	return strcpy_s(text, size, asctime_r(time, full));
}
EXPORT errno_t ctime_s(char *text, size_t size, const time_t *time)
{
	struct tm tm;
	return time && !localtime_s(&tm, time) ? asctime_s(text, size, &tm) : (errno = EINVAL);
}

EXPORT errno_t _ftime_s(struct _timeb *out)
{
	struct timeval now;
	struct tm local;
	if (!out)
		return errno = EINVAL;
	gettimeofday(&now, NULL);
	localtime_r(&now.tv_sec, &local);
	out->time = now.tv_sec;
	out->millitm = (unsigned short)(now.tv_usec / 1000);
	out->dstflag = (short)(local.tm_isdst > 0);
	out->timezone = (short)(-(local.tm_gmtoff - (out->dstflag ? 3600 : 0)) / 60);
	return 0;
}
EXPORT void _ftime(struct _timeb *out) { _ftime_s(out); }

static errno_t now_as(const char *format, char *text, size_t size)
{
	time_t now = time(NULL);
	struct tm local;
	if (!text || size < 9)
		return errno = text ? ERANGE : EINVAL;
	strftime(text, 9, format, localtime_r(&now, &local));
	return 0;
}
EXPORT errno_t _strdate_s(char *text, size_t size) { return now_as("%m/%d/%y", text, size); }
EXPORT errno_t _strtime_s(char *text, size_t size) { return now_as("%H:%M:%S", text, size); }
EXPORT char *_strdate(char *text) { return _strdate_s(text, 9) ? NULL : text; }
EXPORT char *_strtime(char *text) { return _strtime_s(text, 9) ? NULL : text; }

/* There clock() counts the time since the program's start, whether it ran or
   slept, and in thousandths: CLOCKS_PER_SEC of this system is a million. */
static struct timespec started;
__attribute__((constructor)) static void note_start(void) { clock_gettime(CLOCK_MONOTONIC, &started); }

EXPORT clock_t msw_clock(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - started.tv_sec) * CLOCKS_PER_SEC + (now.tv_nsec - started.tv_nsec) / 1000;
}

/* --- locales -------------------------------------------------------------- */

/* The C library's locale stays the user's own, in UTF-8: everything narrow is
   UTF-8 here. Names of the other side (Russian_Russia.1251, rus, .866) are
   accepted and remembered, so that a program gets back what it set. */
static char current[128] = "C";

EXPORT char *msw_setlocale(int category, const char *name)
{
	static __thread char answer[sizeof current];
	if (name && strcmp(name, "C") && strcmp(name, "POSIX")) {
		char *here = setlocale(category, name);
		if (!here && !setlocale(LC_CTYPE, "C.UTF-8"))
			setlocale(LC_CTYPE, "");
	} else if (name && category != LC_CTYPE) {
		setlocale(category == LC_ALL ? LC_NUMERIC : category, "C");
	}
	if (name)
		strncpy_s(current, sizeof current, *name ? name : "English_United States.utf8", _TRUNCATE);
	strcpy_s(answer, sizeof answer, current);
	return answer;
}

EXPORT int _configthreadlocale(int mode) { (void)mode; return 2; }

EXPORT DWORD WINAPI timeGetTime(void) { return GetTickCount(); }
EXPORT MMRESULT WINAPI timeBeginPeriod(UINT period) { (void)period; return TIMERR_NOERROR; }
EXPORT MMRESULT WINAPI timeEndPeriod(UINT period) { (void)period; return TIMERR_NOERROR; }
EXPORT MMRESULT WINAPI timeGetDevCaps(LPTIMECAPS caps, UINT size)
{
	if (!caps || size < sizeof *caps)
		return 11;
	caps->wPeriodMin = 1;
	caps->wPeriodMax = 1000000;
	return TIMERR_NOERROR;
}
EXPORT LCID WINAPI GetUserDefaultLCID(void) { return 0x409; }
EXPORT LCID WINAPI GetSystemDefaultLCID(void) { return 0x409; }
EXPORT LCID WINAPI GetThreadLocale(void) { return 0x409; }
EXPORT BOOL WINAPI SetThreadLocale(LCID locale) { (void)locale; return TRUE; }
EXPORT LANGID WINAPI GetUserDefaultLangID(void) { return 0x409; }
EXPORT LANGID WINAPI GetSystemDefaultLangID(void) { return 0x409; }
