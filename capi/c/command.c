/* system(): the few commands of the other side's shell that console programs
   use; everything else goes to this system's shell. */
#include "internal.h"
#include <ctype.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

static int pause_key(const char *rest)
{
	(void)rest;
	fputs("Press any key to continue . . . ", stdout);
	_getch();
	putchar('\n');
	fflush(stdout);
	return 0;
}
static int clear(const char *rest) { (void)rest; clrscr(); return 0; }
static int nothing(const char *rest) { (void)rest; return 0; }
static int set_title(const char *rest) { SetConsoleTitleA(rest); return 0; }
static int set_colour(const char *rest)
{
	WORD value = *rest ? (WORD)strtoul(rest, NULL, 16) : 7;
	SetConsoleTextAttribute(GetStdHandle(STD_OUTPUT_HANDLE), value);
	return 0;
}
static int set_page(const char *rest)
{
	UINT page = (UINT)strtoul(rest, NULL, 10);
	if (page && (!SetConsoleCP(page) || !SetConsoleOutputCP(page))) {
		puts("Invalid code page");
		return 1;
	}
	printf("Active code page: %u\n", GetConsoleOutputCP());
	return 0;
}

/* The shell's own words, by another name. */
static int shell(const char *word, const char *rest)
{
	char *path = msw_path(rest), *line = malloc(strlen(word) + strlen(path) + 4);
	sprintf(line, "%s %s", word, path);
	fflush(stdout);
	int status = system(line);
	free(path);
	free(line);
	return WIFEXITED(status) ? WEXITSTATUS(status) : status;
}
static int list(const char *rest) { return shell("ls -l", rest); }
static int erase(const char *rest) { return shell("rm -f", rest); }
static int copy(const char *rest) { return shell("cp", rest); }
static int move(const char *rest) { return shell("mv", rest); }
static int type(const char *rest) { return shell("cat", rest); }
static int wait_seconds(const char *rest)
{
	const char *digit = strpbrk(rest, "0123456789");
	Sleep(digit ? (DWORD)strtoul(digit, NULL, 10) * 1000 : 0);
	return 0;
}
/* start ["title"] [/b ...] program arguments: behind this one. */
static int start(const char *rest)
{
	if (*rest == '"' && strchr(rest + 1, '"'))
		rest = strchr(rest + 1, '"') + 1;
	rest += strspn(rest, " ");
	while (*rest == '/' && rest[1] && rest[1] != '/') {
		rest += strcspn(rest, " ");
		rest += strspn(rest, " ");
	}
	return WinExec(rest, SW_SHOWNORMAL) > 31 ? 0 : 1;
}

static const struct command {
	const char *name;
	int (*run)(const char *rest);
} commands[] = {
	{"pause", pause_key}, {"cls", clear}, {"title", set_title}, {"color", set_colour}, {"chcp", set_page},
	{"mode", nothing}, {"dir", list}, {"del", erase}, {"erase", erase}, {"copy", copy}, {"move", move},
	{"ren", move}, {"type", type}, {"timeout", wait_seconds}, {"start", start}, {"setlocal", nothing},
};

/* client.exe one two: the same program without its ending, if there is none with it. */
static int program(const char *line)
{
	size_t n = strcspn(line, " \t");
	char *word = strndup(line, n), *path = msw_path(word);
	if (n > 4 && !strcasecmp(path + strlen(path) - 4, ".exe") && access(path, X_OK))
		path[strlen(path) - 4] = 0;
	char *full = malloc(strlen(path) + 3);
	sprintf(full, "%s%s", strchr(path, '/') || access(path, X_OK) ? "" : "./", path);
	char *joined = malloc(strlen(full) + strlen(line) + 2);
	sprintf(joined, "%s%s", full, line + n);
	fflush(stdout);
	int status = system(joined);
	free(word), free(path), free(full), free(joined);
	return status == -1 ? -1 : WIFEXITED(status) ? WEXITSTATUS(status) : status;
}

/* Runs a command of ours, whose output goes nowhere if it says so. */
static int obey(int (*run)(const char *), char *rest)
{
	char *to = strchr(rest, '>');
	BOOL quiet = to && !strncasecmp(to + 1 + strspn(to + 1, " \t"), "nul", 3);
	int kept = -1;
	if (quiet) {
		*to = 0;
		fflush(stdout);
		kept = fcntl(1, F_DUPFD_CLOEXEC, 0);
		int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
		dup2(nowhere, 1);
		close(nowhere);
	}
	int status = run(rest);
	if (quiet) {
		fflush(stdout);
		dup2(kept, 1);
		close(kept);
	}
	return status;
}
EXPORT int msw_system(const char *line)
{
	if (!line)
		return 1;
	line += strspn(line, " \t@");
	size_t n = strcspn(line, " \t>&|/");
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		if (strlen(commands[i].name) == n && !strncasecmp(line, commands[i].name, n)) {
			char *rest = strdup(line + n + strspn(line + n, " \t"));
			int status = obey(commands[i].run, rest);
			free(rest);
			return status;
		}
	return program(line);
}
