/* MoveFile between the file systems of two directories: move HERE THERE. */
#include "files.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static int gone(const char *name) { return access(name, F_OK) != 0; }

static void files(const char *there)
{
	struct timespec times[2] = {{1000000000, 0}, {1000000000, 0}};
	struct stat moved;
	put("one", "first");
	utimensat(AT_FDCWD, "one", times, 0);
	printf("%d", !MoveFileExA("one", there, 0) && last(ERROR_NOT_SAME_DEVICE) && gone(there) && holds("one", "first"));
	printf("%d", MoveFileA("one", there) && gone("one") && holds(there, "first"));
	printf("%d", !stat(there, &moved) && moved.st_mtim.tv_sec == 1000000000);
	put("one", "second");
	printf("%d", !MoveFileA("one", there) && last(ERROR_ALREADY_EXISTS) && holds(there, "first") && holds("one", "second"));
	printf("%d", MoveFileExA("one", there, MOVEFILE_COPY_ALLOWED | MOVEFILE_REPLACE_EXISTING) && gone("one") && holds(there, "second"));
	printf("%d\n", DeleteFileA(there));
}
/* A directory is not copied, nor is what has no end. */
static void others(const char *there)
{
	printf("%d", CreateDirectoryA("dir", NULL) && !MoveFileA("dir", there) && last(ERROR_ACCESS_DENIED) && gone(there) && !gone("dir"));
	printf("%d", !mkfifo("pipe", 0600) && !MoveFileA("pipe", there) && last(ERROR_ACCESS_DENIED) && gone(there) && !gone("pipe"));
	printf("%d\n", !MoveFileA("nothing", there) && last(ERROR_FILE_NOT_FOUND) && gone(there));
}

int main(int argc, char **argv)
{
	char there[MAX_PATH];
	if (argc != 3 || chdir(argv[1]))
		return 2;
	snprintf(there, sizeof there, "%s/moved", argv[2]);
	files(there), others(there);
	return 0;
}
