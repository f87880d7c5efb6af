/* What loading the library does to a process: prints the signals whose action
   has changed, and anything else that has. The library is the first argument;
   with "pipe" as the second the program then writes into a broken pipe. */
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <stdlib.h>
#include <unistd.h>

static int limit_of_a_child(void)
{
	char text[32] = "";
	FILE *p = popen("ulimit -Sn", "r");
	if (p && !fgets(text, sizeof text, p))
		text[0] = 0;
	if (p)
		pclose(p);
	return atoi(text);
}

static void break_a_pipe(void)
{
	int ends[2];
	if (pipe(ends) || close(ends[0]))
		_exit(90);
	write(ends[1], "x", 1);
	_exit(91);
}

int main(int argc, char **argv)
{
	struct sigaction before[NSIG], after;
	struct rlimit was, is;
	sigset_t mask, now;
	if (argc < 2)
		return 1;
	for (int s = 1; s < NSIG; s++)
		sigaction(s, NULL, &before[s]);
	getrlimit(RLIMIT_NOFILE, &was);
	sigprocmask(SIG_SETMASK, NULL, &mask);
	int child = limit_of_a_child();
	void *library = dlopen(argv[1], RTLD_NOW);
	if (!library) {
		puts(dlerror());
		return 2;
	}
	for (int s = 1; s < NSIG; s++)
		if (!sigaction(s, NULL, &after) && (after.sa_handler != before[s].sa_handler || after.sa_flags != before[s].sa_flags))
			printf("%s\n", sigabbrev_np(s) ? sigabbrev_np(s) : "RT");
	getrlimit(RLIMIT_NOFILE, &is);
	if (is.rlim_cur != was.rlim_cur || is.rlim_max != was.rlim_max)
		printf("limit of open files\n");
	if (limit_of_a_child() != child)
		printf("limit of open files of a child\n");
	sigprocmask(SIG_SETMASK, NULL, &now);
	if (memcmp(&mask, &now, sizeof mask))
		printf("mask of signals\n");
	fflush(stdout);
	if (argc > 2 && !strcmp(argv[2], "pipe"))
		break_a_pipe();
	return 0;
}
