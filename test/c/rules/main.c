#include "check.h"

int checks, failures;

void report(int ok, const char *file, int line, const char *rule, const char *what)
{
	checks++;
	if (!ok)
		failures++;
	printf("%s %d - %s %s (%s:%d)\n", ok ? "ok" : "not ok", checks, rule, what, file, line);
	fflush(stdout);
}

int is_handle(HANDLE h) { return h != INVALID_HANDLE_VALUE && h != NULL; }

const char *slot(const char *name)
{
	static char names_[4][400];
	static int next;
	char *s = names_[next++ % 4];
	snprintf(s, sizeof names_[0], "\\\\.\\mailslot\\rules%u\\%s", (unsigned)GetCurrentProcessId(), name);
	return s;
}

HANDLE server(const char *name, DWORD max, DWORD timeout) { return CreateMailslotA(slot(name), max, timeout, NULL); }
HANDLE client_with(const char *name, DWORD access)
{
	return CreateFileA(slot(name), access, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
}
HANDLE client(const char *name) { return client_with(name, GENERIC_WRITE); }

BOOL put(HANDLE h, const char *text)
{
	DWORD n;
	return WriteFile(h, text, (DWORD)strlen(text), &n, NULL) && n == strlen(text);
}

DWORD count(HANDLE h)
{
	DWORD n = 99;
	return GetMailslotInfo(h, NULL, NULL, &n, NULL) ? n : 99;
}

const char *get(HANDLE h)
{
	static char buffer[1024];
	DWORD n;
	if (!ReadFile(h, buffer, sizeof buffer - 1, &n, NULL)) {
		snprintf(buffer, sizeof buffer, "?%u", (unsigned)GetLastError());
		return buffer;
	}
	buffer[n] = 0;
	return buffer;
}

static void every_section(void)
{
	names();
	creating();
	opening();
	writing();
	reading();
	info();
	others();
	duplicates();
	lifetime();
	overlapped();
	objects();
	native();
	children();
	bad_input();
}

/* rules runs everything but 3.7, rules strict only that. */
int main(int argc, char **argv)
{
	if (argc == 4 && !strcmp(argv[1], "child"))
		return child(argv[2], argv[3]);
	if (argc == 2 && !strcmp(argv[1], "strict"))
		strict_sharing();
	else
		every_section();
	printf("1..%d\n", checks);
	return failures != 0;
}
