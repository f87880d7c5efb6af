/*
 * Handlers without SA_ONSTACK that use 24 KB of stack, under load: none may run
 * on a goroutine's stack, and no message may be lost.
 *
 * signals          the handlers are there before the first call
 * signals late     they come while threads are inside calls, one of them blocked
 * signals wait     blocks in ReadFile; SIGINT's handler must run and end it
 */
#include <windows.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#define MESSAGES 50000
#define WRITERS 2

static const char *const name = "\\\\.\\mailslot\\signals";
static volatile unsigned hits;

static void deep(int number)
{
	volatile char room[24 * 1024];
	memset((char *)room, number, sizeof room);
	hits += room[sizeof room / 2] == (char)number;
}

static void leave(int number)
{
	(void)number;
	_exit(7);
}

static DWORD WINAPI writer(LPVOID unused)
{
	DWORD n;
	HANDLE h = CreateFileA(name, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
	(void)unused;
	for (int i = 0; i < MESSAGES; i++)
		if (!WriteFile(h, "x", 1, &n, NULL))
			return GetLastError();
	CloseHandle(h);
	return 0;
}

/* Waits in a slot of its own for the message that main writes at the end. */
static DWORD WINAPI sleeper(LPVOID slot)
{
	char c;
	DWORD n;
	return !ReadFile((HANDLE)slot, &c, 1, &n, NULL);
}

static void install(void)
{
	static const int numbers[] = {SIGALRM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGIO};
	struct sigaction action;
	struct itimerval often = {{0, 500}, {0, 500}};
	memset(&action, 0, sizeof action);
	action.sa_handler = deep;
	action.sa_flags = SA_RESTART;
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		sigaction(numbers[i], &action, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	setitimer(ITIMER_VIRTUAL, &often, NULL);
}

int main(int argc, char **argv)
{
	BOOL late = argc > 1 && !strcmp(argv[1], "late");
	HANDLE t[WRITERS + 1], s = CreateMailslotA(name, 0, argc > 1 && !late ? MAILSLOT_WAIT_FOREVER : 20000, NULL);
	HANDLE own = CreateMailslotA("\\\\.\\mailslot\\signals\\own", 0, MAILSLOT_WAIT_FOREVER, NULL);
	HANDLE to = CreateFileA("\\\\.\\mailslot\\signals\\own", GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
	char buffer[8];
	DWORD n;
	if (argc > 1 && !late) {
		signal(SIGINT, leave);
		puts("ready");
		fflush(stdout);
		return ReadFile(s, buffer, sizeof buffer, &n, NULL) ? 1 : 2;
	}
	if (!late)
		install();
	for (int i = 0; i < WRITERS; i++)
		t[i] = CreateThread(NULL, 0, writer, NULL, 0, NULL);
	t[WRITERS] = CreateThread(NULL, 0, sleeper, own, 0, NULL);
	for (int i = 0; i < WRITERS * MESSAGES; i++) {
		if (!ReadFile(s, buffer, sizeof buffer, &n, NULL))
			return 3;
		if (late && i == MESSAGES / 4)
			install();
		if (i % 64 == 0 && (!late || i > MESSAGES / 4))
			kill(getpid(), i % 128 ? SIGUSR1 : SIGUSR2);
	}
	WriteFile(to, "x", 1, &n, NULL);
	if (WaitForMultipleObjects(WRITERS + 1, t, TRUE, 20000) != WAIT_OBJECT_0)
		return 4;
	printf("handlers ran: %s\n", hits ? "yes" : "no");
	return !hits;
}
