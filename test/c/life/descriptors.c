/* select() works beside us, and loading changes no limit. The limits that this
   program was started with are its arguments: soft, hard. */
#include <windows.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <unistd.h>

#define SLOTS 20
#define RUNTIME_DESCRIPTORS 16

/* Descriptors below 1024 beside the standard ones and the listing itself. */
static int low(void)
{
	DIR *list = opendir("/proc/self/fd");
	struct dirent *e;
	int n = 0;
	while (list && (e = readdir(list))) {
		int fd = atoi(e->d_name);
		n += fd > 2 && fd < FD_SETSIZE && fd != dirfd(list);
	}
	closedir(list);
	return n;
}

int main(int argc, char **argv)
{
	struct rlimit limit;
	char name[64];
	DWORD n;
	int before, i, fd;
	getrlimit(RLIMIT_NOFILE, &limit);
	if (argc > 2 && (limit.rlim_cur != strtoul(argv[1], NULL, 10) || limit.rlim_max != strtoul(argv[2], NULL, 10)))
		return 1;
	before = -1;
	for (i = 0; i < SLOTS; i++) {
		snprintf(name, sizeof name, "\\\\.\\mailslot\\descriptors%d", i);
		HANDLE s = CreateMailslotA(name, 0, 0, NULL);
		HANDLE c = CreateFileA(name, GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
		struct timeval none = {0, 0}, some = {5, 0};
		fd_set set;
		fd = mailslot_pollfd(s);
		if (fd < 0 || !WriteFile(c, "x", 1, &n, NULL))
			return 2;
		if (mailslot_pollfd(c) != -1 || GetLastError() != ERROR_INVALID_PARAMETER)
			return 7;
		fd = dup(fd); /* select's own numbers end at 1023 */
		FD_ZERO(&set);
		FD_SET(fd, &set);
		if (select(fd + 1, &set, NULL, NULL, &some) != 1)
			return 3;
		if (!ReadFile(s, name, sizeof name, &n, NULL))
			return 4;
		FD_ZERO(&set);
		FD_SET(fd, &set);
		if (select(fd + 1, &set, NULL, NULL, &none) != 0)
			return 5;
		close(fd);
		if (before < 0)
			before = low(); /* the Go runtime's own few: cgroup files, epoll */
	}
	if (low() != before || before > RUNTIME_DESCRIPTORS)
		return 6;
	puts("descriptors are well");
	return 0;
}
