/* Where a program starts: its arguments, wmain for compilers that insist on
   main's own types, and WinMain. */
#include "internal.h"
#undef main

static int argument_count;
static char **arguments;

__attribute__((constructor)) static void note_arguments(int argc, char **argv)
{
	argument_count = argc;
	arguments = argv;
}

EXPORT int *msw_argc(void) { return &argument_count; }
EXPORT char ***msw_argv(void) { return &arguments; }

#define WEAK __attribute__((weak, visibility("default")))
extern int msw_wmain(int argc, uint32_t **argv, uint32_t **env) WEAK;
extern int msw_wmain16(int argc, u16 **argv, u16 **env) WEAK;
extern int msw_WinMain(HINSTANCE instance, HINSTANCE previous, LPSTR line, int show) __asm__("WinMain") WEAK;
extern int msw_wWinMain32(HINSTANCE instance, HINSTANCE previous, uint32_t *line, int show) __asm__("wWinMain") WEAK;
extern int msw_wWinMain16(HINSTANCE instance, HINSTANCE previous, u16 *line, int show) __asm__("wWinMain16") WEAK;

/* Strings that live as long as the program. */
static void **widen(char **narrow, void *(*wide)(const char *, size_t *))
{
	size_t n = 0;
	while (narrow && narrow[n])
		n++;
	void **all = calloc(n + 1, sizeof *all);
	for (size_t i = 0; all && i < n; i++)
		all[i] = wide(narrow[i], NULL);
	return all;
}
static void *wide16(const char *s, size_t *n) { return msw_to16(s, n); }
static void *wide32(const char *s, size_t *n) { return msw_to32(s, n); }

/* The command line behind the program's name, which lives as long as the program. */
static char *line;
static char *line_of(char **argv)
{
	size_t room = 1;
	for (char **a = argv + 1; *argv && *a; a++)
		room += strlen(*a) + 3;
	line = calloc(1, room);
	for (char **a = argv + 1; line && *argv && *a; a++) {
		BOOL quote = !**a || strpbrk(*a, " \t");
		sprintf(line + strlen(line), "%s%s%s%s", *line ? " " : "", quote ? "\"" : "", *a, quote ? "\"" : "");
	}
	return line;
}

/* The linker takes this main for a program that has none of its own. */
EXPORT int main(int argc, char **argv, char **env)
{
	HINSTANCE self = (HINSTANCE)(uintptr_t)0x400000;
	if (msw_wmain)
		return msw_wmain(argc, (uint32_t **)widen(argv, wide32), (uint32_t **)widen(env, wide32));
	if (msw_wmain16)
		return msw_wmain16(argc, (u16 **)widen(argv, wide16), (u16 **)widen(env, wide16));
	if (msw_WinMain)
		return msw_WinMain(self, NULL, line_of(argv), SW_SHOWDEFAULT);
	if (msw_wWinMain32)
		return msw_wWinMain32(self, NULL, msw_to32(line_of(argv), NULL), SW_SHOWDEFAULT);
	if (msw_wWinMain16)
		return msw_wWinMain16(self, NULL, msw_to16(line_of(argv), NULL), SW_SHOWDEFAULT);
	fputs("mailslot: this program has no main, wmain or WinMain\n", stderr);
	return 127;
}
