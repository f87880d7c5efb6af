/* A child that forks and does not exec: every call answers at once, and the
   child keeps no name alive. */
#include <windows.h>
#include <stdio.h>
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

int main(void)
{
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
	return status != 0;
}
