/* The clocks, and times in the forms that Windows has for them. */
#include "internal.h"

#define EPOCH 11644473600 /* seconds from 1601 to 1970 */
#define SECOND 10000000   /* in 100 ns */

static uint64_t ticks(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}
EXPORT ULONGLONG WINAPI GetTickCount64(void) { return ticks(CLOCK_BOOTTIME); }
EXPORT DWORD WINAPI GetTickCount(void) { return (DWORD)ticks(CLOCK_BOOTTIME); }

EXPORT BOOL WINAPI QueryPerformanceCounter(LARGE_INTEGER *count)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	count->QuadPart = (LONGLONG)t.tv_sec * 1000000000 + t.tv_nsec;
	return TRUE;
}
EXPORT BOOL WINAPI QueryPerformanceFrequency(LARGE_INTEGER *frequency)
{
	frequency->QuadPart = 1000000000;
	return TRUE;
}

/* --- forms -------------------------------------------------------------- */

static FILETIME pack(uint64_t v) { return (FILETIME){(DWORD)v, (DWORD)(v >> 32)}; }
static uint64_t unpack(const FILETIME *f) { return (uint64_t)f->dwHighDateTime << 32 | f->dwLowDateTime; }

static SYSTEMTIME from_tm(const struct tm *tm, long nanos)
{
	return (SYSTEMTIME){
		(WORD)(tm->tm_year + 1900), (WORD)(tm->tm_mon + 1), (WORD)tm->tm_wday, (WORD)tm->tm_mday,
		(WORD)tm->tm_hour, (WORD)tm->tm_min, (WORD)(tm->tm_sec > 59 ? 59 : tm->tm_sec), (WORD)(nanos / 1000000),
	};
}
static struct tm to_tm(const SYSTEMTIME *s)
{
	return (struct tm){
		.tm_year = s->wYear - 1900, .tm_mon = s->wMonth - 1, .tm_mday = s->wDay,
		.tm_hour = s->wHour, .tm_min = s->wMinute, .tm_sec = s->wSecond, .tm_isdst = -1,
	};
}

EXPORT VOID WINAPI GetSystemTimePreciseAsFileTime(LPFILETIME f)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	*f = pack(((uint64_t)t.tv_sec + EPOCH) * SECOND + (uint64_t)t.tv_nsec / 100);
}
EXPORT VOID WINAPI GetSystemTimeAsFileTime(LPFILETIME f) { GetSystemTimePreciseAsFileTime(f); }
EXPORT VOID WINAPI GetSystemTime(LPSYSTEMTIME s)
{
	struct timespec t;
	struct tm tm;
	clock_gettime(CLOCK_REALTIME, &t);
	gmtime_r(&t.tv_sec, &tm);
	*s = from_tm(&tm, t.tv_nsec);
}
EXPORT VOID WINAPI GetLocalTime(LPSYSTEMTIME s)
{
	struct timespec t;
	struct tm tm;
	clock_gettime(CLOCK_REALTIME, &t);
	localtime_r(&t.tv_sec, &tm);
	*s = from_tm(&tm, t.tv_nsec);
}

static BOOL sensible(const SYSTEMTIME *s)
{
	static const BYTE days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return s->wYear >= 1601 && s->wYear <= 30827 && s->wMonth >= 1 && s->wMonth <= 12 && s->wDay >= 1 && s->wDay <= days[s->wMonth - 1] &&
	       s->wHour < 24 && s->wMinute < 60 && s->wSecond < 60 && s->wMilliseconds < 1000;
}
EXPORT BOOL WINAPI SystemTimeToFileTime(const SYSTEMTIME *s, LPFILETIME f)
{
	struct tm tm = to_tm(s);
	if (!sensible(s))
		return msw_result(ERROR_INVALID_PARAMETER);
	time_t at = timegm(&tm);
	if (tm.tm_mday != s->wDay) /* 29 February of a common year */
		return msw_result(ERROR_INVALID_PARAMETER);
	*f = pack(((uint64_t)at + EPOCH) * SECOND + (uint64_t)s->wMilliseconds * 10000);
	return TRUE;
}
EXPORT BOOL WINAPI FileTimeToSystemTime(const FILETIME *f, LPSYSTEMTIME s)
{
	uint64_t v = unpack(f);
	time_t at = (time_t)(v / SECOND) - EPOCH;
	struct tm tm;
	if (v >> 63 || !gmtime_r(&at, &tm))
		return msw_result(ERROR_INVALID_PARAMETER);
	*s = from_tm(&tm, (long)(v % SECOND) * 100);
	return TRUE;
}

/* Both use the offset that holds now, as Windows does. */
static int64_t offset_now(void)
{
	time_t now = time(NULL);
	struct tm tm;
	localtime_r(&now, &tm);
	return (int64_t)tm.tm_gmtoff * SECOND;
}
EXPORT BOOL WINAPI FileTimeToLocalFileTime(const FILETIME *f, LPFILETIME local)
{
	*local = pack(unpack(f) + (uint64_t)offset_now());
	return TRUE;
}
EXPORT BOOL WINAPI LocalFileTimeToFileTime(const FILETIME *local, LPFILETIME f)
{
	*f = pack(unpack(local) - (uint64_t)offset_now());
	return TRUE;
}
EXPORT LONG WINAPI CompareFileTime(const FILETIME *a, const FILETIME *b)
{
	uint64_t x = unpack(a), y = unpack(b);
	return x < y ? -1 : x > y;
}
/* Only the current zone is known: a structure gives its plain bias. */
EXPORT BOOL WINAPI SystemTimeToTzSpecificLocalTime(const TIME_ZONE_INFORMATION *zone, const SYSTEMTIME *utc, LPSYSTEMTIME local)
{
	FILETIME f;
	if (!SystemTimeToFileTime(utc, &f))
		return FALSE;
	if (zone) {
		f = pack(unpack(&f) - (uint64_t)((int64_t)zone->Bias * 60 * SECOND));
		return FileTimeToSystemTime(&f, local);
	}
	struct tm tm;
	time_t at = (time_t)(unpack(&f) / SECOND) - EPOCH;
	localtime_r(&at, &tm);
	*local = from_tm(&tm, (long)utc->wMilliseconds * 1000000);
	return TRUE;
}

/* --- as text ------------------------------------------------------------ */

static const char *const month_names[] = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};
static const char *const day_names[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

/* One run of a letter of a picture. */
static void element(FILE *to, char letter, size_t n, const SYSTEMTIME *t)
{
	int width = n > 1 ? 2 : 1, hour12 = t->wHour % 12 ? t->wHour % 12 : 12;
	switch (letter) {
	case 'y': fprintf(to, n > 2 ? "%04d" : "%02d", n > 2 ? t->wYear : t->wYear % 100); break;
	case 'M':
		if (n > 2)
			fprintf(to, n > 3 ? "%s" : "%.3s", month_names[(t->wMonth + 11) % 12]);
		else
			fprintf(to, "%0*d", width, t->wMonth);
		break;
	case 'd':
		if (n > 2)
			fprintf(to, n > 3 ? "%s" : "%.3s", day_names[t->wDayOfWeek % 7]);
		else
			fprintf(to, "%0*d", width, t->wDay);
		break;
	case 'H': fprintf(to, "%0*d", width, t->wHour); break;
	case 'h': fprintf(to, "%0*d", width, hour12); break;
	case 'm': fprintf(to, "%0*d", width, t->wMinute); break;
	case 's': fprintf(to, "%0*d", width, t->wSecond); break;
	case 't': fprintf(to, "%.*s", width, t->wHour < 12 ? "AM" : "PM"); break;
	}
}
static int picture(const char *format, const char *letters, const SYSTEMTIME *time, char *text, int size)
{
	SYSTEMTIME now;
	char *made = NULL;
	size_t n = 0;
	if (!time)
		GetLocalTime(&now);
	FILE *to = open_memstream(&made, &n);
	for (const char *p = format; *p;) {
		size_t run = 1;
		while (p[run] == *p)
			run++;
		if (*p == '\'') { /* quoted text */
			const char *end = strchr(p + 1, '\'');
			run = end ? (size_t)(end - p) + 1 : strlen(p);
			fprintf(to, "%.*s", (int)(run - (end ? 2 : 1)), p + 1);
		} else if (strchr(letters, *p)) {
			element(to, *p, run, time ? time : &now);
		} else {
			fprintf(to, "%.*s", (int)run, p);
		}
		p += run;
	}
	fclose(to);
	int result = (int)n + 1;
	if (size && result > size)
		result = msw_result(ERROR_INSUFFICIENT_BUFFER);
	else if (size)
		memcpy(text, made, n + 1);
	free(made);
	return result;
}
EXPORT int WINAPI GetDateFormatA(LCID locale, DWORD flags, const SYSTEMTIME *time, LPCSTR format, LPSTR text, int size)
{
	(void)locale;
	return picture(format ? format : flags & DATE_LONGDATE ? "dddd, MMMM d, yyyy" : "M/d/yyyy", "yMd", time, text, size);
}
EXPORT int WINAPI GetTimeFormatA(LCID locale, DWORD flags, const SYSTEMTIME *time, LPCSTR format, LPSTR text, int size)
{
	BOOL full = (flags & TIME_FORCE24HOURFORMAT) != 0, brief = (flags & TIME_NOSECONDS) != 0;
	(void)locale;
	return picture(format ? format : full ? brief ? "HH:mm" : "HH:mm:ss" : brief ? "h:mm tt" : "h:mm:ss tt", "Hhmst", time, text, size);
}
EXPORT BOOL WINAPI TzSpecificLocalTimeToSystemTime(const TIME_ZONE_INFORMATION *zone, const SYSTEMTIME *local, LPSYSTEMTIME utc)
{
	FILETIME f;
	if (!SystemTimeToFileTime(local, &f))
		return FALSE;
	if (zone) {
		f = pack(unpack(&f) + (uint64_t)((int64_t)zone->Bias * 60 * SECOND));
		return FileTimeToSystemTime(&f, utc);
	}
	FILETIME g;
	return LocalFileTimeToFileTime(&f, &g) && FileTimeToSystemTime(&g, utc);
}

/* Two words of DOS: from 1980 on, every second second. */
EXPORT BOOL WINAPI FileTimeToDosDateTime(const FILETIME *t, LPWORD date, LPWORD time)
{
	SYSTEMTIME s;
	if (!FileTimeToSystemTime(t, &s) || s.wYear < 1980 || s.wYear > 2107)
		return msw_result(ERROR_INVALID_PARAMETER);
	*date = (WORD)((s.wYear - 1980) << 9 | s.wMonth << 5 | s.wDay);
	*time = (WORD)(s.wHour << 11 | s.wMinute << 5 | s.wSecond / 2);
	return TRUE;
}
EXPORT BOOL WINAPI DosDateTimeToFileTime(WORD date, WORD time, LPFILETIME t)
{
	SYSTEMTIME s = {
		.wYear = (WORD)(1980 + (date >> 9)), .wMonth = date >> 5 & 15, .wDay = date & 31,
		.wHour = time >> 11, .wMinute = time >> 5 & 63, .wSecond = (WORD)((time & 31) * 2),
	};
	return SystemTimeToFileTime(&s, t);
}
