/* Command lines: words come out of them as they went in, also through a child. */
#include <windows.h>
#include <shellapi.h>
#include <stdio.h>
#include <string.h>

/* The words of a line, each behind a bar. */
static const char *split(LPCWSTR line)
{
	static char all[1024];
	char *to = all;
	int n = 0;
	LPWSTR *words = CommandLineToArgvW(line, &n);
	for (int i = 0; i < n; i++) {
		*to++ = '|';
		for (LPWSTR w = words[i]; *w; w++)
			*to++ = (char)*w;
	}
	*to = 0;
	LocalFree(words);
	return all;
}

/* What Microsoft's pages give as examples, and the program's name, in which a
   backslash is one. */
static void lines(void)
{
	printf("%d", !strcmp(split(L"p \"abc\" d e"), "|p|abc|d|e"));
	printf("%d", !strcmp(split(L"p a\\\\b d\"e f\"g h"), "|p|a\\\\b|de fg|h"));
	printf("%d", !strcmp(split(L"p a\\\\\\\"b c d"), "|p|a\\\"b|c|d"));
	printf("%d", !strcmp(split(L"p a\\\\\\\\\"b c\" d e"), "|p|a\\\\b c|d|e"));
	printf("%d", !strcmp(split(L"p a\"b\"\" c d"), "|p|ab\" c d"));
	printf("%d", !strcmp(split(L"\"C:\\my dir\\\" a\\ \t\"\" \"b"), "|C:\\my dir\\|a\\||b"));
	printf("%d\n", !strcmp(split(L"C:\\d\\\"x y\" b"), "|C:\\d\\x y|b"));
	fflush(stdout);
}

/* The same program again, which says what it was given. */
static void run(const char *program, char *line)
{
	STARTUPINFOA si = {sizeof si};
	PROCESS_INFORMATION pi;
	if (!CreateProcessA(program, line, NULL, NULL, FALSE, 0, NULL, NULL, &si, &pi))
		return;
	WaitForSingleObject(pi.hProcess, INFINITE);
	CloseHandle(pi.hProcess), CloseHandle(pi.hThread);
}

int main(int argc, char **argv)
{
	char program[MAX_PATH], narrow[1024] = "";
	char words[] = "child dir\\ \"a\\\"b\" \"\\\\\\\\\\\"\" \"my dir\\\\\" next \"\"", name[] = "\"the child\\\" 1", doubled[] = "child \"a \"\"b\"\"\"";
	if (strstr(argv[0], "child")) {
		for (int i = 0; i < argc; i++)
			strcat(strcat(narrow, "|"), argv[i]);
		return !printf("%s %d\n", narrow, !strcmp(narrow, split(GetCommandLineW())));
	}
	GetModuleFileNameA(NULL, program, MAX_PATH);
	lines(), run(program, words), run(program, name), run(program, doubled);
	return 0;
}
