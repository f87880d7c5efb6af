/* Command line, environment, profiles, and what a program asks in passing. */
#include "internal.h"
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

extern char **environ;

/* --- command line ------------------------------------------------------- */

/* One argument, quoted so that it comes out of a split as it was. */
static void quote(FILE *to, const char *word)
{
	if (*word && !strpbrk(word, " \t\"")) {
		fputs(word, to);
		return;
	}
	fputc('"', to);
	for (size_t slashes = 0;; word++) {
		if (*word == '\\') {
			slashes++;
			continue;
		}
		for (size_t i = *word == '"' || !*word ? 2 * slashes : slashes; i; i--)
			fputc('\\', to);
		slashes = 0;
		if (!*word)
			break;
		fprintf(to, *word == '"' ? "\\%c" : "%c", *word);
	}
	fputc('"', to);
}

static BOOL ends_word(char c, BOOL quoted) { return !c || (!quoted && (c == ' ' || c == '\t')); }

/* Takes one word off a line and returns what is behind it. */
static const char *take_word(const char *line, BOOL program, char **to)
{
	char *word = *to;
	for (BOOL quoted = FALSE; !ends_word(*line, quoted);) {
		if (!program && *line == '\\') {
			size_t n = strspn(line, "\\"), kept = line[n] == '"' ? n / 2 : n;
			memset(word, '\\', kept);
			word += kept, line += n;
			if (*line == '"' && n % 2)
				*word++ = *line++;
		} else if (*line != '"') {
			*word++ = *line++;
		} else if (!program && quoted && line[1] == '"') {
			*word++ = '"', line += 2;
		} else {
			quoted = !quoted, line++;
		}
	}
	*word++ = 0;
	*to = word;
	return line;
}
/* The text lies behind the pointers: no word has more bytes than the line gave for it. */
char **msw_split(const char *line, int *count)
{
	size_t most = strlen(line) / 2 + 2;
	char **argv = malloc(most * sizeof *argv + strlen(line) + 1), *text = (char *)(argv + most);
	int n = 0;
	while (argv && *(line += strspn(line, " \t"))) {
		argv[n] = text;
		line = take_word(line, !n, &text);
		n++;
	}
	if (argv)
		argv[n] = NULL;
	*count = n;
	return argv;
}

static char *command_line;
static void make_line(void)
{
	char words[65536];
	size_t n;
	int fd = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? 0 : read(fd, words, sizeof words - 1);
	if (fd >= 0)
		close(fd);
	words[got < 0 ? 0 : got] = 0;
	FILE *to = open_memstream(&command_line, &n);
	fprintf(to, strpbrk(words, " \t") || !*words ? "\"%s\"" : "%s", words);
	for (char *w = words + strlen(words) + 1; w < words + got; w += strlen(w) + 1) {
		fputc(' ', to);
		quote(to, w);
	}
	fclose(to);
}
EXPORT LPSTR WINAPI GetCommandLineA(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, make_line);
	return command_line;
}

/* --- environment -------------------------------------------------------- */

EXPORT DWORD WINAPI GetEnvironmentVariableA(LPCSTR name, LPSTR value, DWORD size)
{
	const char *found = name ? getenv(name) : NULL;
	if (!found) {
		SetLastError(ERROR_ENVVAR_NOT_FOUND);
		return 0;
	}
	if (!*found)
		SetLastError(0); /* tells an empty one from a missing one */
	return msw_give(found, value, size);
}
EXPORT BOOL WINAPI SetEnvironmentVariableA(LPCSTR name, LPCSTR value)
{
	if (!name || !*name || strchr(name, '='))
		return msw_result(ERROR_INVALID_PARAMETER);
	if (!value && !getenv(name))
		return msw_result(ERROR_ENVVAR_NOT_FOUND);
	return !(value ? setenv(name, value, 1) : unsetenv(name));
}
EXPORT DWORD WINAPI ExpandEnvironmentStringsA(LPCSTR from, LPSTR to, DWORD size)
{
	char *made = NULL, name[256];
	size_t n;
	FILE *file = open_memstream(&made, &n);
	while (*from) {
		const char *end = *from == '%' ? strchr(from + 1, '%') : NULL;
		const char *value = NULL;
		if (end && end > from + 1 && (size_t)(end - from) <= sizeof name) {
			snprintf(name, sizeof name, "%.*s", (int)(end - from - 1), from + 1);
			value = getenv(name);
		}
		if (value) {
			fputs(value, file);
			from = end + 1;
		} else {
			fputc(*from++, file);
		}
	}
	fclose(file);
	if (n < size)
		memcpy(to, made, n + 1);
	free(made);
	return (DWORD)n + 1;
}
EXPORT LPSTR WINAPI GetEnvironmentStringsA(void)
{
	size_t n = 2;
	for (char **e = environ; e && *e; e++)
		n += strlen(*e) + 1;
	char *block = calloc(1, n), *to = block;
	for (char **e = environ; block && e && *e; e++)
		to = stpcpy(to, *e) + 1;
	return block;
}
EXPORT BOOL WINAPI FreeEnvironmentStringsA(LPSTR block)
{
	free(block);
	return TRUE;
}

/* --- errors and exceptions ---------------------------------------------- */

static UINT error_mode;
static LPTOP_LEVEL_EXCEPTION_FILTER top_filter;

EXPORT UINT WINAPI SetErrorMode(UINT mode) { return __atomic_exchange_n(&error_mode, mode, __ATOMIC_SEQ_CST); }
EXPORT UINT WINAPI GetErrorMode(void) { return error_mode; }
/* Filters and handlers are kept and, for want of exceptions, called by
   RaiseException alone. */
EXPORT LPTOP_LEVEL_EXCEPTION_FILTER WINAPI SetUnhandledExceptionFilter(LPTOP_LEVEL_EXCEPTION_FILTER filter)
{
	return __atomic_exchange_n(&top_filter, filter, __ATOMIC_SEQ_CST);
}
EXPORT PVOID WINAPI AddVectoredExceptionHandler(ULONG first, PVECTORED_EXCEPTION_HANDLER handler) { (void)first; return (PVOID)(uintptr_t)handler; }
EXPORT ULONG WINAPI RemoveVectoredExceptionHandler(PVOID handle) { return handle != NULL; }
EXPORT VOID WINAPI RaiseException(DWORD code, DWORD flags, DWORD count, const ULONG_PTR *arguments)
{
	EXCEPTION_RECORD record = {.ExceptionCode = code, .ExceptionFlags = flags};
	CONTEXT context = {0};
	EXCEPTION_POINTERS pointers = {&record, &context};
	for (DWORD i = 0; arguments && i < count && i < EXCEPTION_MAXIMUM_PARAMETERS; i++)
		record.ExceptionInformation[record.NumberParameters++] = arguments[i];
	if (top_filter && top_filter(&pointers) == EXCEPTION_CONTINUE_EXECUTION)
		return;
	fprintf(stderr, "exception 0x%08X\n", code);
	abort();
}
EXPORT VOID WINAPI DebugBreak(void) { raise(SIGTRAP); }
EXPORT BOOL WINAPI IsDebuggerPresent(void)
{
	char line[256];
	int tracer = 0;
	FILE *file = fopen("/proc/self/status", "re");
	while (file && fgets(line, sizeof line, file) && !sscanf(line, "TracerPid: %d", &tracer))
		;
	if (file)
		fclose(file);
	return tracer != 0;
}
/* To standard error when MAILSLOT_DEBUG_OUTPUT is set: there is no debugger to
   listen. */
EXPORT VOID WINAPI OutputDebugStringA(LPCSTR text)
{
	if (text && getenv("MAILSLOT_DEBUG_OUTPUT"))
		fputs(text, stderr);
}
EXPORT VOID WINAPI FatalAppExitA(UINT action, LPCSTR text)
{
	(void)action;
	fprintf(stderr, "%s\n", text);
	exit(3);
}
EXPORT int WINAPI MulDiv(int number, int numerator, int denominator)
{
	if (!denominator)
		return -1;
	long long product = (long long)number * numerator, half = denominator / 2;
	if (half < 0)
		half = -half;
	long long r = (product + ((product < 0) ? -half : half)) / denominator;
	return r > INT_MAX || r < INT_MIN ? -1 : (int)r;
}
