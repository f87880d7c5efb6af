/* Files by name: copied onto themselves, found by patterns, and not there. */
#include "files.h"
#include <stdlib.h>
#include <unistd.h>

static void copies(void)
{
	put("whole", "left as it is"), put("other", "something longer than that");
	printf("%d", !CopyFileA("whole", "whole", FALSE) && last(ERROR_SHARING_VIOLATION) && holds("whole", "left as it is"));
	printf("%d", !link("whole", "hard") && !CopyFileA("whole", "hard", FALSE) && last(ERROR_SHARING_VIOLATION) && holds("whole", "left as it is"));
	printf("%d", !symlink("whole", "soft") && !CopyFileA("soft", "whole", FALSE) && last(ERROR_SHARING_VIOLATION) && holds("whole", "left as it is"));
	printf("%d", !CopyFileA(".", "other", FALSE) && last(ERROR_ACCESS_DENIED) && holds("other", "something longer than that"));
	printf("%d", !CopyFileA(".", "new", FALSE) && last(ERROR_ACCESS_DENIED) && access("new", F_OK));
	printf("%d\n", CopyFileA("whole", "other", FALSE) && holds("other", "left as it is") && CopyFileA("whole", "/dev/null", FALSE));
}

/* Whether a pattern finds just this name. */
static int finds(const char *pattern, const char *name)
{
	WIN32_FIND_DATAA found;
	HANDLE find = FindFirstFileA(pattern, &found);
	return find != INVALID_HANDLE_VALUE && !strcmp(found.cFileName, name) && !FindNextFileA(find, &found) && FindClose(find);
}
/* Only * and ? are wild. */
static void patterns(void)
{
	WIN32_FIND_DATAA found;
	HANDLE slot = CreateMailslotA("\\\\.\\mailslot\\paths\\a[1]", 0, 0, NULL);
	put("a[1].txt", ""), put("a1.txt", ""), put("a].txt", ""), 
	printf("%d", finds("a[1].txt", "a[1].txt"));
	printf("%d", finds("A[?].t*", "a[1].txt"));
	printf("%d", finds("a].txt", "a].txt"));
	printf("%d", FindFirstFileA("[ab]1.txt", &found) == INVALID_HANDLE_VALUE && last(ERROR_FILE_NOT_FOUND));
	printf("%d", finds("\\\\.\\mailslot\\paths\\a[1]", "paths\\a[1]"));
	printf("%d\n", finds("?1.txt", "a1.txt") && CloseHandle(slot));
}

static int opens(const char *name, DWORD disposition)
{
	HANDLE h = CreateFileA(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, disposition, 0, NULL);
	return h != INVALID_HANDLE_VALUE && CloseHandle(h);
}
/* A missing directory is another error than a missing file. */
static void missing(void)
{
	put("file", "");
	printf("%d", !opens("nofile", OPEN_EXISTING) && last(ERROR_FILE_NOT_FOUND));
	printf("%d", !opens(".\\nofile", TRUNCATE_EXISTING) && last(ERROR_FILE_NOT_FOUND));
	printf("%d", !opens("nodir\\x", OPEN_EXISTING) && last(ERROR_PATH_NOT_FOUND));
	printf("%d", !opens("C:\\nodir\\x", CREATE_ALWAYS) && last(ERROR_PATH_NOT_FOUND));
	printf("%d\n", !opens("file\\x", OPEN_EXISTING) && last(ERROR_PATH_NOT_FOUND));
}

/* The directory of the slots is the test's own. */
int main(void)
{
	if (chdir(getenv("MAILSLOT_DIR")))
		return 2;
	copies(), patterns(), missing();
	return 0;
}
