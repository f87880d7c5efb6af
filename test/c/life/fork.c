/* A child that forks and does not exec: every call answers at once, and the
   child keeps neither a name nor a connection of its parent alive. */
#include <windows.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const name = "\\\\.\\mailslot\\forked";

static DWORD WINAPI nothing(LPVOID unused) { return unused != NULL; }

static int in_child(HANDLE s, HANDLE c, int ready, int go)
{
	char buffer[8], byte;
	DWORD n;
	if (ReadFile(s, buffer, 8, &n, NULL) || GetLastError() != ERROR_INVALID_HANDLE)
		return 1;
	if (WriteFile(c, "x", 1, &n, NULL) || GetLastError() != ERROR_INVALID_HANDLE)
		return 2;
	if (CreateMailslotA("\\\\.\\mailslot\\other", 0, 0, NULL) != INVALID_HANDLE_VALUE)
		return 3;
	if (CreateEventA(NULL, 0, 0, NULL) || WaitForSingleObject(s, INFINITE) != WAIT_FAILED || CloseHandle(s))
		return 4;
	if (CreateThread(NULL, 0, nothing, NULL, 0, NULL))
		return 5;
	write(ready, "r", 1);
	return read(go, &byte, 1) < 0 ? 6 : 0;
}

/* The owner of a slot: when told, it forks a child that lives until its input
   ends, and says so. */
static int own(void)
{
	char byte;
	CreateMailslotA("\\\\.\\mailslot\\owned", 0, 0, NULL);
	write(1, "r", 1);
	if (read(0, &byte, 1) != 1)
		return 1;
	if (fork())
		write(1, "f", 1);
	read(0, &byte, 1);
	return 0;
}

/* A write after the owner was killed fails, though a child of it lives on. */
static int owner_killed(const char *self)
{
	int in[2], out[2], status;
	char byte;
	DWORD n, code = 0;
	if (pipe(in) || pipe(out))
		return 20;
	pid_t owner = fork();
	if (!owner) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		close(in[1]);
		execl(self, self, "own", (char *)NULL);
		_exit(1);
	}
	close(in[0]);
	read(out[0], &byte, 1);
	HANDLE c = CreateFileA("\\\\.\\mailslot\\owned", GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
	if (!WriteFile(c, "x", 1, &n, NULL) || !GetMailslotInfo(c, NULL, NULL, &n, NULL) || n != 1)
		return 21; /* the server answers, so it has accepted us */
	write(in[1], "f", 1);
	read(out[0], &byte, 1);
	kill(owner, SIGKILL);
	waitpid(owner, &status, 0);
	Sleep(5); /* a write may succeed for a millisecond after that (docs/guarantees.md) */
	if (!WriteFile(c, "y", 1, &n, NULL))
		code = GetLastError();
	close(in[1]);
	printf("write to the dead %lu\n", (unsigned long)code);
	return code == ERROR_HANDLE_EOF ? 0 : 22;
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "own"))
		return own();
	int ready[2], go[2], status = -1;
	char byte;
	HANDLE s = CreateMailslotA(name, 0, MAILSLOT_WAIT_FOREVER, NULL);
	HANDLE c = CreateFileA(name, GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
	if (pipe(ready) || pipe(go))
		return 10;
	pid_t child = fork();
	if (!child) {
		close(go[1]);
		_exit(in_child(s, c, ready[1], go[0]));
	}
	close(ready[1]);
	if (read(ready[0], &byte, 1) == 1) {
		CloseHandle(c);
		CloseHandle(s);
		if (CreateFileA(name, GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL) != INVALID_HANDLE_VALUE)
			return 11; /* the child holds the name */
		s = CreateMailslotA(name, 0, 0, NULL);
		if (s == INVALID_HANDLE_VALUE)
			return 12;
	}
	close(go[1]);
	waitpid(child, &status, 0);
	printf("child %d\n", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
	return status ? 13 : owner_killed(argv[0]);
}
