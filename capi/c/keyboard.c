/* The keyboard: single keys from a terminal; without one, standard input as it
   is. The terminal is in raw mode only while a key is waited for. */
#include "internal.h"
#include <poll.h>
#include <stdio_ext.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static int pushed = EOF;
static unsigned char keys[8]; /* rest of a key that is two codes */
static size_t key_count;

/* Puts the terminal into raw mode; false when there is none. */
static BOOL raw(struct termios *old)
{
	struct termios now;
	fflush(stdout);
	if (!isatty(0) || tcgetattr(0, old))
		return FALSE;
	now = *old;
	now.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	now.c_iflag &= ~(tcflag_t)(ICRNL | INLCR);
	now.c_cc[VMIN] = 1;
	now.c_cc[VTIME] = 0;
	tcsetattr(0, TCSANOW, &now);
	return TRUE;
}

void msw_terminal_mode(DWORD mode)
{
	struct termios now;
	if (tcgetattr(0, &now))
		return;
	tcflag_t lines = mode & ENABLE_LINE_INPUT ? ICANON : 0, echo = mode & ENABLE_ECHO_INPUT ? ECHO : 0;
	tcflag_t signals = mode & ENABLE_PROCESSED_INPUT ? ISIG : 0;
	now.c_lflag = (now.c_lflag & ~(tcflag_t)(ICANON | ECHO | ISIG)) | lines | echo | signals;
	tcsetattr(0, TCSANOW, &now);
}

static BOOL ready(int milliseconds)
{
	struct pollfd input = {.fd = 0, .events = POLLIN};
	return poll(&input, 1, milliseconds) > 0;
}

/* ESC [ A and the like, as the two codes that the other side gives. */
static int special(void)
{
	unsigned char rest[2];
	static const char letters[] = "ABCDHF", codes[] = "HPMKGO";
	if (!ready(20) || read(0, rest, 1) != 1)
		return 27;
	if ((*rest == '[' || *rest == 'O') && ready(20) && read(0, rest + 1, 1) == 1) {
		const char *found = strchr(letters, rest[1]);
		if (found && rest[1]) {
			keys[key_count++] = (unsigned char)codes[found - letters];
			return 0xE0;
		}
		keys[key_count++] = rest[1];
	}
	keys[key_count++] = rest[0];
	return 27;
}

static int one_key(void)
{
	struct termios old;
	unsigned char c;
	if (pushed != EOF) {
		int key = pushed;
		pushed = EOF;
		return key;
	}
	if (key_count)
		return keys[--key_count];
	if (!raw(&old)) {
		int key = getchar();
		return key == '\n' ? '\r' : key;
	}
	int key = read(0, &c, 1) == 1 ? c : EOF;
	key = key == 27 ? special() : key == 127 ? '\b' : key == '\n' ? '\r' : key;
	tcsetattr(0, TCSANOW, &old);
	return key;
}

/* --- lines ---------------------------------------------------------------- */

static int next_byte(int fd)
{
	unsigned char c;
	ssize_t k;
	if (!fd)
		return getchar(); /* as the program's other input */
	do
		k = read(fd, &c, 1);
	while (k < 0 && errno == EINTR);
	return k == 1 ? c : EOF;
}
/* One line, with the two characters at its end that a console gives. */
DWORD msw_line(int fd, char *to, DWORD size)
{
	static BOOL feed; /* the line feed did not fit */
	DWORD n = 0;
	int c = 0;
	while (n < size && c != '\n' && (feed || (c = next_byte(fd)) != EOF)) {
		if (feed || c != '\n') {
			to[n++] = feed ? c = '\n' : (char)c;
			feed = FALSE;
			continue;
		}
		if (!n || to[n - 1] != '\r') {
			to[n++] = '\r';
			feed = TRUE;
			c = 0;
		} else {
			to[n++] = '\n';
		}
	}
	return n;
}
/* ReadFile on a terminal: false when it is none, or its mode is no line input. */
BOOL msw_terminal_line(int fd, char *to, DWORD size, LPDWORD n)
{
	struct termios now;
	if (!isatty(fd) || tcgetattr(fd, &now) || !(now.c_lflag & ICANON))
		return FALSE;
	fflush(stdout);
	*n = msw_line(fd, to, size);
	return TRUE;
}

/* --- keys ----------------------------------------------------------------- */

EXPORT int _getch(void) { return one_key(); }
EXPORT int _getche(void)
{
	int key = one_key();
	if (key != EOF && key != 0xE0)
		_putch(key);
	return key;
}
EXPORT int _ungetch(int c) { return pushed == EOF ? (pushed = c) : EOF; }
EXPORT int _kbhit(void)
{
	struct termios old;
	int waiting = 0;
	if (pushed != EOF || key_count)
		return 1;
	if (!raw(&old)) /* at its end a file or pipe is readable and has no key */
		return stdin->_IO_read_ptr < stdin->_IO_read_end || (!ioctl(0, FIONREAD, &waiting) && waiting > 0);
	BOOL hit = ready(0);
	tcsetattr(0, TCSANOW, &old);
	return hit;
}
EXPORT int _putch(int c)
{
	putchar(c);
	fflush(stdout);
	return c;
}
EXPORT int _cputs(const char *text)
{
	fputs(text, stdout);
	fflush(stdout);
	return 0;
}
EXPORT int getch(void) { return _getch(); }
EXPORT int getche(void) { return _getche(); }
EXPORT int kbhit(void) { return _kbhit(); }
EXPORT int putch(int c) { return _putch(c); }
EXPORT int ungetch(int c) { return _ungetch(c); }
EXPORT int cputs(const char *text) { return _cputs(text); }

EXPORT int _cgets_s(char *buffer, size_t size, size_t *read)
{
	if (!buffer || !size || !gets_s(buffer, size))
		return errno = EINVAL;
	if (read)
		*read = strlen(buffer);
	return 0;
}
/* buffer[0] is the room, buffer[1] becomes the length. */
EXPORT char *_cgets(char *buffer)
{
	size_t n = 0;
	if (_cgets_s(buffer + 2, (unsigned char)*buffer, &n))
		return NULL;
	buffer[1] = (char)n;
	return buffer + 2;
}

/* Keys that are down cannot be asked for: what was typed stands for them. What
   comes from a file or pipe is for other readers. */
EXPORT SHORT WINAPI GetAsyncKeyState(int key)
{
	if (!isatty(0) || !_kbhit())
		return 0;
	int c = _getch();
	if (toupper(c) == key)
		return (SHORT)0x8001;
	_ungetch(c);
	return 0;
}
EXPORT BOOL WINAPI FlushConsoleInputBuffer(HANDLE console)
{
	(void)console;
	pushed = EOF;
	key_count = 0;
	if (isatty(0))
		tcflush(0, TCIFLUSH);
	return TRUE;
}
EXPORT BOOL WINAPI GetNumberOfConsoleInputEvents(HANDLE console, LPDWORD count)
{
	(void)console;
	if (!count)
		return msw_result(ERROR_INVALID_PARAMETER);
	*count = (DWORD)_kbhit();
	return TRUE;
}
EXPORT BOOL WINAPI ReadConsoleInputA(HANDLE console, PINPUT_RECORD records, DWORD length, LPDWORD read)
{
	(void)console;
	if (!records || !length || !read)
		return msw_result(ERROR_INVALID_PARAMETER);
	memset(records, 0, sizeof *records);
	int key = _getch();
	records->EventType = KEY_EVENT;
	records->Event.KeyEvent.bKeyDown = TRUE;
	records->Event.KeyEvent.wRepeatCount = 1;
	records->Event.KeyEvent.wVirtualKeyCode = (WORD)toupper(key);
	records->Event.KeyEvent.uChar.AsciiChar = (CHAR)key;
	*read = 1;
	return TRUE;
}
EXPORT BOOL WINAPI PeekConsoleInputA(HANDLE console, PINPUT_RECORD records, DWORD length, LPDWORD read)
{
	if (!read)
		return msw_result(ERROR_INVALID_PARAMETER);
	*read = 0;
	if (!_kbhit())
		return TRUE;
	BOOL done = ReadConsoleInputA(console, records, length, read);
	if (done)
		_ungetch((unsigned char)records->Event.KeyEvent.uChar.AsciiChar);
	return done;
}
