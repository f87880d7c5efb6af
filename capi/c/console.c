/* The console's screen, by escape sequences on a terminal; without one, what
   only looks good does nothing and succeeds. */
#include "internal.h"
#include <pthread.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

static UINT input_page = CP_UTF8, output_page = CP_UTF8;
static WORD attributes = FOREGROUND_RED | FOREGROUND_GREEN | FOREGROUND_BLUE;
static char title[256];

/* --- code pages --------------------------------------------------------------- */

/* Text is UTF-8 whatever the page: a program that sets 1251 and prints its own
   strings was compiled with them in UTF-8. The page is only remembered. */
EXPORT UINT WINAPI GetConsoleCP(void) { return input_page; }
EXPORT UINT WINAPI GetConsoleOutputCP(void) { return output_page; }
EXPORT BOOL WINAPI SetConsoleCP(UINT page) { return IsValidCodePage(page) ? (input_page = page, TRUE) : msw_result(ERROR_INVALID_PARAMETER); }
EXPORT BOOL WINAPI SetConsoleOutputCP(UINT page) { return IsValidCodePage(page) ? (output_page = page, TRUE) : msw_result(ERROR_INVALID_PARAMETER); }

/* --- escapes -------------------------------------------------------------------- */

/* The descriptor of a handle, -1 with last error 6. */
static int fd_of(HANDLE h)
{
	int32_t fd;
	uint32_t access;
	return msw_result(GO(msgo_fd_of(H(h), &fd, &access))) ? fd : -1;
}

static void show(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void show(const char *format, ...)
{
	va_list args;
	if (!isatty(1))
		return;
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	fflush(stdout);
}

/* Windows counts blue, green, red; terminals count red, green, blue. */
static int colour(WORD bits) { return (bits & 4) >> 2 | (bits & 2) | (bits & 1) << 2; }

EXPORT BOOL WINAPI SetConsoleTextAttribute(HANDLE console, WORD value)
{
	(void)console;
	attributes = value;
	if (value == (FOREGROUND_RED | FOREGROUND_GREEN | FOREGROUND_BLUE))
		show("\033[0m");
	else if (value & 0xF0)
		show("\033[%d;%dm", (value & 8 ? 90 : 30) + colour(value), (value & 0x80 ? 100 : 40) + colour(value >> 4));
	else
		show("\033[49;%dm", (value & 8 ? 90 : 30) + colour(value));
	return TRUE;
}
EXPORT BOOL WINAPI SetConsoleCursorPosition(HANDLE console, COORD position)
{
	(void)console;
	show("\033[%d;%dH", position.Y + 1, position.X + 1);
	return TRUE;
}
EXPORT void gotoxy(int x, int y) { show("\033[%d;%dH", y, x); }
EXPORT void clrscr(void) { show("\033[H\033[2J\033[3J"); }

EXPORT BOOL WINAPI FillConsoleOutputCharacterA(HANDLE console, CHAR c, DWORD length, COORD position, LPDWORD written)
{
	if (written)
		*written = length;
	if (c == ' ' && !position.X && !position.Y && length > 500) {
		clrscr();
		return TRUE;
	}
	show("\0337");
	SetConsoleCursorPosition(console, position);
	for (DWORD i = 0; i < length && i < 10000; i++)
		show("%c", c);
	show("\0338");
	return TRUE;
}
/* Colours of what stands there already cannot be changed. */
EXPORT BOOL WINAPI FillConsoleOutputAttribute(HANDLE console, WORD value, DWORD length, COORD position, LPDWORD written)
{
	(void)console, (void)value, (void)position;
	if (written)
		*written = length;
	return TRUE;
}

EXPORT BOOL WINAPI GetConsoleScreenBufferInfo(HANDLE console, PCONSOLE_SCREEN_BUFFER_INFO info)
{
	struct winsize size = {.ws_row = 25, .ws_col = 80};
	if (!info)
		return msw_result(ERROR_INVALID_PARAMETER);
	int fd = fd_of(console);
	if (fd < 0)
		return FALSE;
	ioctl(fd, TIOCGWINSZ, &size);
	SHORT width = (SHORT)(size.ws_col ? size.ws_col : 80), height = (SHORT)(size.ws_row ? size.ws_row : 25);
	memset(info, 0, sizeof *info);
	info->dwSize = info->dwMaximumWindowSize = (COORD){width, height};
	info->wAttributes = attributes;
	info->srWindow = (SMALL_RECT){0, 0, (SHORT)(width - 1), (SHORT)(height - 1)};
	return TRUE;
}
EXPORT BOOL WINAPI SetConsoleScreenBufferSize(HANDLE console, COORD size) { (void)console, (void)size; return TRUE; }
EXPORT BOOL WINAPI SetConsoleWindowInfo(HANDLE console, BOOL absolute, const SMALL_RECT *window) { (void)console, (void)absolute, (void)window; return TRUE; }
EXPORT COORD WINAPI GetLargestConsoleWindowSize(HANDLE console)
{
	CONSOLE_SCREEN_BUFFER_INFO info = {0};
	GetConsoleScreenBufferInfo(console, &info);
	return info.dwMaximumWindowSize;
}
/* Text at a place; the cursor stays where it was. */
EXPORT BOOL WINAPI WriteConsoleOutputCharacterA(HANDLE console, LPCSTR text, DWORD length, COORD position, LPDWORD written)
{
	(void)console;
	if (!text)
		return msw_result(ERROR_INVALID_PARAMETER);
	show("\0337\033[%d;%dH%.*s\0338", position.Y + 1, position.X + 1, (int)length, text);
	if (written)
		*written = length;
	return TRUE;
}
static CONSOLE_CURSOR_INFO cursor = {25, TRUE};
EXPORT BOOL WINAPI GetConsoleCursorInfo(HANDLE console, PCONSOLE_CURSOR_INFO info)
{
	(void)console;
	if (!info)
		return msw_result(ERROR_INVALID_PARAMETER);
	*info = cursor;
	return TRUE;
}
EXPORT BOOL WINAPI SetConsoleCursorInfo(HANDLE console, const CONSOLE_CURSOR_INFO *info)
{
	(void)console;
	if (!info)
		return msw_result(ERROR_INVALID_PARAMETER);
	cursor = *info;
	show(info->bVisible ? "\033[?25h" : "\033[?25l");
	return TRUE;
}
EXPORT BOOL WINAPI SetConsoleTitleA(LPCSTR text)
{
	if (!text)
		return msw_result(ERROR_INVALID_PARAMETER);
	strncpy_s(title, sizeof title, text, _TRUNCATE);
	show("\033]0;%s\007", title);
	return TRUE;
}
EXPORT DWORD WINAPI GetConsoleTitleA(LPSTR text, DWORD size)
{
	if (text && size)
		strncpy_s(text, size, title, _TRUNCATE);
	return (DWORD)strlen(title);
}

/* --- consoles and their modes ------------------------------------------------------ */

EXPORT BOOL WINAPI AllocConsole(void) { return isatty(1) ? msw_result(ERROR_ACCESS_DENIED) : TRUE; }
EXPORT BOOL WINAPI FreeConsole(void) { return TRUE; }
EXPORT BOOL WINAPI AttachConsole(DWORD process) { (void)process; return TRUE; }
EXPORT HWND WINAPI GetConsoleWindow(void) { return NULL; }
static DWORD input_mode = ENABLE_PROCESSED_INPUT | ENABLE_LINE_INPUT | ENABLE_ECHO_INPUT;
static DWORD output_mode = ENABLE_PROCESSED_OUTPUT | ENABLE_WRAP_AT_EOL_OUTPUT;
EXPORT BOOL WINAPI GetConsoleMode(HANDLE console, LPDWORD mode)
{
	int fd = fd_of(console);
	if (fd < 0 || !mode || !isatty(fd))
		return msw_result(mode || fd < 0 ? ERROR_INVALID_HANDLE : ERROR_INVALID_PARAMETER);
	*mode = fd == 0 ? input_mode : output_mode;
	return TRUE;
}
void msw_terminal_mode(DWORD mode);
EXPORT BOOL WINAPI SetConsoleMode(HANDLE console, DWORD mode)
{
	int fd = fd_of(console);
	if (fd < 0 || !isatty(fd))
		return msw_result(ERROR_INVALID_HANDLE);
	if (fd) {
		output_mode = mode;
		return TRUE;
	}
	msw_terminal_mode(input_mode = mode);
	return TRUE;
}

EXPORT BOOL WINAPI WriteConsoleA(HANDLE console, const VOID *text, DWORD length, LPDWORD written, LPVOID reserved)
{
	(void)reserved;
	fflush(stdout);
	return WriteFile(console, text, length, written, NULL);
}
DWORD msw_line(int fd, char *to, DWORD size);
EXPORT BOOL WINAPI ReadConsoleA(HANDLE console, LPVOID text, DWORD length, LPDWORD read, LPVOID control)
{
	(void)control;
	fflush(stdout);
	int fd = fd_of(console);
	if (fd)
		return fd > 0 && ReadFile(console, text, length, read, NULL);
	if (!text || !read)
		return msw_result(ERROR_INVALID_PARAMETER);
	*read = msw_line(0, text, length);
	return TRUE;
}

/* --- message boxes -------------------------------------------------------------------- */

struct buttons { const char *keys; int ids[3]; };
static const struct buttons kinds[] = {
	{"o", {IDOK}}, {"oc", {IDOK, IDCANCEL}}, {"ari", {IDABORT, IDRETRY, IDIGNORE}},
	{"ync", {IDYES, IDNO, IDCANCEL}}, {"yn", {IDYES, IDNO}}, {"rc", {IDRETRY, IDCANCEL}},
};

/* A line on standard error; a question is asked when there is a terminal, else
   its default button is the answer. */
EXPORT int WINAPI MessageBoxA(HWND owner, LPCSTR text, LPCSTR caption, UINT type)
{
	UINT kind = type & 0xF;
	const struct buttons *b = &kinds[kind < sizeof kinds / sizeof *kinds ? kind : 0];
	(void)owner;
	fflush(stdout);
	fprintf(stderr, "%s: %s\n", caption ? caption : "Error", text ? text : "");
	while (b->keys[1] && isatty(0) && isatty(2)) {
		char line[16];
		fprintf(stderr, "[%s] ", b->keys);
		if (!fgets(line, sizeof line, stdin) || *line == '\n')
			break;
		const char *key = strchr(b->keys, tolower((unsigned char)*line));
		if (key)
			return b->ids[key - b->keys];
	}
	UINT preset = (type >> 8) & 3;
	return b->ids[preset < strlen(b->keys) ? preset : 0];
}
EXPORT int WINAPI MessageBoxExA(HWND owner, LPCSTR text, LPCSTR caption, UINT type, WORD language) { (void)language; return MessageBoxA(owner, text, caption, type); }
EXPORT BOOL WINAPI MessageBeep(UINT type) { (void)type; show("\a"); return TRUE; }
EXPORT BOOL WINAPI Beep(DWORD frequency, DWORD duration) { (void)frequency; show("\a"); Sleep(duration); return TRUE; }
EXPORT void _beep(unsigned frequency, unsigned duration) { Beep(frequency, duration); }
EXPORT BOOL WINAPI ShowWindow(HWND window, int how) { (void)window, (void)how; return FALSE; }
EXPORT HWND WINAPI GetForegroundWindow(void) { return NULL; }
EXPORT HWND WINAPI GetDesktopWindow(void) { return NULL; }

/* --- Ctrl-C ------------------------------------------------------------------------------ */

enum { MAX_HANDLERS = 16 };
static PHANDLER_ROUTINE handlers[MAX_HANDLERS];
static int handler_count, ctrl_pipe[2] = {-1, -1}, ignore_ctrl_c;
static pthread_mutex_t handlers_lock = PTHREAD_MUTEX_INITIALIZER;

static void on_signal(int number)
{
	int saved = errno;
	char event = number == SIGINT ? CTRL_C_EVENT : number == SIGQUIT ? CTRL_BREAK_EVENT : number == SIGHUP ? CTRL_CLOSE_EVENT : CTRL_SHUTDOWN_EVENT;
	if (write(ctrl_pipe[1], &event, 1) < 0) { /* full: events are waiting already */ }
	errno = saved;
}

/* Handlers run last in, first out, on a thread of their own, until one answers
   TRUE; none does: the process ends. */
static BOOL handled(DWORD event)
{
	PHANDLER_ROUTINE copy[MAX_HANDLERS];
	pthread_mutex_lock(&handlers_lock);
	int n = handler_count;
	memcpy(copy, handlers, sizeof copy);
	pthread_mutex_unlock(&handlers_lock);
	if (event == CTRL_C_EVENT && ignore_ctrl_c)
		return TRUE;
	while (n--)
		if (copy[n](event) && event <= CTRL_BREAK_EVENT)
			return TRUE;
	return FALSE;
}
static void *serve_signals(void *unused)
{
	char event;
	(void)unused;
	msw_serve();
	for (;;)
		if (read(ctrl_pipe[0], &event, 1) == 1 && !handled((DWORD)event))
			ExitProcess((UINT)STATUS_CONTROL_C_EXIT);
	return NULL;
}
static void catch_signals(void)
{
	static const int numbers[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP};
	struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART | SA_ONSTACK};
	pthread_t thread;
	if (ctrl_pipe[0] >= 0 || pipe2(ctrl_pipe, O_CLOEXEC | O_NONBLOCK))
		return;
	for (int i = 0; i < 2; i++) {
		int high = fcntl(ctrl_pipe[i], F_DUPFD_CLOEXEC, 1024);
		if (high >= 0) {
			close(ctrl_pipe[i]);
			ctrl_pipe[i] = high;
		}
	}
	fcntl(ctrl_pipe[0], F_SETFL, 0);
	pthread_create(&thread, NULL, serve_signals, NULL);
	pthread_detach(thread);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		sigaction(numbers[i], &action, NULL);
}

EXPORT BOOL WINAPI SetConsoleCtrlHandler(PHANDLER_ROUTINE handler, BOOL add)
{
	BOOL done = FALSE;
	pthread_mutex_lock(&handlers_lock);
	if (!handler) {
		ignore_ctrl_c = add;
		done = TRUE;
	} else if (add && handler_count < MAX_HANDLERS) {
		handlers[handler_count++] = handler;
		done = TRUE;
	} else if (!add) {
		for (int i = handler_count; i-- > 0 && !done;)
			if (handlers[i] == handler) {
				memmove(handlers + i, handlers + i + 1, (size_t)(--handler_count - i) * sizeof *handlers);
				done = TRUE;
			}
	}
	if (add && done)
		catch_signals();
	pthread_mutex_unlock(&handlers_lock);
	return done ? TRUE : msw_result(ERROR_INVALID_PARAMETER);
}
EXPORT BOOL WINAPI GenerateConsoleCtrlEvent(DWORD event, DWORD group)
{
	if (event > CTRL_BREAK_EVENT)
		return msw_result(ERROR_INVALID_PARAMETER);
	int number = event == CTRL_C_EVENT ? SIGINT : SIGQUIT;
	return kill(group ? -(pid_t)group : 0, number) ? msw_result(msw_errno_code(errno)) : TRUE;
}
