// printf's family, by list and through std, also with optimisation and
// hardening, where the system's headers have inline versions of their own.
#ifdef WINDOWS_FIRST
#include <windows.h>
#endif
#include <cstdarg>
#include <cstdio>
#include <windows.h>

static void say(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
}
static void tell(FILE *file, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	std::vfprintf(file, format, args);
	va_end(args);
}

int main()
{
	say("%I64d %ld\n", (LONGLONG)5000000000, -1);
	tell(stdout, "%I64d %hs\n", (LONGLONG)5000000000, "narrow");
	printf("%I64u ", (ULONGLONG)5000000000);
	std::printf("%I64u\n", (ULONGLONG)5000000000);
	return 0;
}
