/* Events, mutexes, semaphores and timers known by name in several processes: this
   program starts itself as its children, with a word that says what to do. */
#include <windows.h>
#include <stdio.h>
#include <string.h>

#define PATIENCE 30000
#define CHILDREN 6

static int failures;
#define CHECK(e) do { if (!(e)) { printf("line %d: %s (last error %u)\n", __LINE__, #e, (unsigned)GetLastError()); failures++; } } while (0)

static char self[MAX_PATH];

/* A name of this run, in one of four buffers. */
static const char *name(const char *what, const char *run)
{
	static char names[4][100];
	static int next;
	char *s = names[next++ % 4];
	sprintf(s, "%s-%s", what, run);
	return s;
}

static HANDLE start(const char *word, const char *run)
{
	char line[MAX_PATH + 100];
	STARTUPINFOA s = {sizeof s};
	PROCESS_INFORMATION p;
	sprintf(line, "\"%s\" %s %s", self, word, run);
	if (!CreateProcessA(self, line, NULL, NULL, FALSE, 0, NULL, NULL, &s, &p))
		return NULL;
	CloseHandle(p.hThread);
	return p.hProcess;
}

static DWORD ended(HANDLE process)
{
	DWORD code = 99;
	CHECK(WaitForSingleObject(process, PATIENCE) == 0 && GetExitCodeProcess(process, &code));
	CloseHandle(process);
	return code;
}

/* --- what children do ------------------------------------------------------ */

static int ring(const char *run)
{
	HANDLE e = OpenEventA(EVENT_MODIFY_STATE, FALSE, name("Global\\bell", run));
	if (!e || OpenEventA(EVENT_ALL_ACCESS, FALSE, "named-nothing") || GetLastError() != ERROR_FILE_NOT_FOUND)
		return 1;
	if (OpenMutexA(MUTEX_ALL_ACCESS, FALSE, name("bell", run)) || GetLastError() != ERROR_INVALID_HANDLE)
		return 2;
	if (CreateSemaphoreA(NULL, 0, 1, name("bell", run)) || GetLastError() != ERROR_INVALID_HANDLE)
		return 3;
	if (!CreateEventA(NULL, FALSE, FALSE, name("bell", run)) || GetLastError() != ERROR_ALREADY_EXISTS)
		return 4;
	return SetEvent(e) ? 0 : 5;
}

/* Takes the mutex, says so, and waits to be killed. */
static int hold(const char *run)
{
	HANDLE m = CreateMutexA(NULL, TRUE, name("lock", run)), e = OpenEventA(EVENT_ALL_ACCESS, FALSE, name("bell", run));
	if (!CreateEventA(NULL, TRUE, TRUE, name("childs", run)))
		return 1;
	if (GetLastError() == ERROR_ALREADY_EXISTS || !m || !SetEvent(e))
		return 2;
	Sleep(INFINITE);
	return 3;
}

static int post(const char *run)
{
	LONG before = -1;
	HANDLE s = OpenSemaphoreA(SEMAPHORE_ALL_ACCESS, FALSE, name("count", run));
	if (!ReleaseSemaphore(s, 2, &before) || before != 0)
		return 1;
	return !ReleaseSemaphore(s, 9, NULL) && GetLastError() == ERROR_TOO_MANY_POSTS ? 0 : 2;
}

/* Waits for the starting shot, creates, and tells whether it was first. */
static int contest(const char *run)
{
	HANDLE go = OpenEventA(SYNCHRONIZE, FALSE, name("go", run)), ready = OpenSemaphoreA(SEMAPHORE_ALL_ACCESS, FALSE, name("ready", run));
	HANDLE end = OpenEventA(SYNCHRONIZE, FALSE, name("end", run)), m;
	ReleaseSemaphore(ready, 1, NULL);
	if (WaitForSingleObject(go, PATIENCE))
		return 90;
	SetLastError(0);
	m = CreateMutexA(NULL, TRUE, name("prize", run));
	DWORD code = GetLastError();
	ReleaseSemaphore(ready, 1, NULL);
	if (!m || WaitForSingleObject(end, PATIENCE))
		return 91;
	return code == 0 ? 1 : code == ERROR_ALREADY_EXISTS ? 0 : 92;
}

/* Whoever has the mutex is alone: the semaphore has room for one. */
static int alone(const char *run)
{
	HANDLE m = CreateMutexA(NULL, FALSE, name("alone", run)), s = CreateSemaphoreA(NULL, 0, 1, name("room", run));
	for (int i = 0; i < 200; i++) {
		if (WaitForSingleObject(m, PATIENCE) != WAIT_OBJECT_0)
			return 1;
		if (!ReleaseSemaphore(s, 1, NULL) || WaitForSingleObject(s, 0) != WAIT_OBJECT_0)
			return 2;
		if (!ReleaseMutex(m))
			return 3;
	}
	return 0;
}

static int pulsed(const char *run)
{
	HANDLE e = OpenEventA(SYNCHRONIZE, FALSE, name("pulse", run));
	return (int)WaitForSingleObject(e, PATIENCE);
}

/* Sets the timer and ends, or waits for it. */
static int winds(const char *run)
{
	LARGE_INTEGER due = {.QuadPart = -300000};
	HANDLE t = OpenWaitableTimerA(TIMER_ALL_ACCESS, FALSE, name("clock", run));
	if (CreateEventA(NULL, FALSE, FALSE, name("clock", run)) || GetLastError() != ERROR_INVALID_HANDLE)
		return 1;
	return SetWaitableTimer(t, &due, 0, NULL, NULL, FALSE) ? 0 : 2;
}
static int late(const char *run)
{
	HANDLE t = CreateWaitableTimerA(NULL, FALSE, name("clock", run));
	if (!t || GetLastError() != ERROR_ALREADY_EXISTS)
		return 1;
	return WaitForSingleObject(t, PATIENCE) == WAIT_OBJECT_0 ? 0 : 2;
}

/* --- the parent -------------------------------------------------------------- */

static void events(const char *run)
{
	HANDLE bell = CreateEventA(NULL, FALSE, FALSE, name("Local\\bell", run)), own = CreateEventA(NULL, TRUE, FALSE, NULL);
	HANDLE both[2] = {own, bell};
	HANDLE child = start("ring", run);
	CHECK(GetLastError() != ERROR_ALREADY_EXISTS && bell && child);
	CHECK(WaitForMultipleObjects(2, both, FALSE, PATIENCE) == WAIT_OBJECT_0 + 1);
	CHECK(WaitForSingleObject(bell, 0) == WAIT_TIMEOUT);
	CHECK(ended(child) == 0);
	child = start("ring", run);
	SetEvent(own);
	CHECK(WaitForMultipleObjects(2, both, TRUE, PATIENCE) == WAIT_OBJECT_0);
	CHECK(ended(child) == 0);
	CHECK(CloseHandle(bell) && !OpenEventA(EVENT_ALL_ACCESS, FALSE, name("bell", run)) && GetLastError() == ERROR_FILE_NOT_FOUND);
	CloseHandle(own);
}

static void killed(const char *run)
{
	HANDLE bell = CreateEventA(NULL, FALSE, FALSE, name("bell", run)), child = start("hold", run), lock;
	CHECK(WaitForSingleObject(bell, PATIENCE) == WAIT_OBJECT_0);
	lock = OpenMutexA(MUTEX_ALL_ACCESS, FALSE, name("lock", run));
	CHECK(WaitForSingleObject(lock, 0) == WAIT_TIMEOUT);
	CHECK(!ReleaseMutex(lock) && GetLastError() == ERROR_NOT_OWNER);
	CHECK(TerminateProcess(child, 5));
	CHECK(WaitForSingleObject(lock, PATIENCE) == WAIT_ABANDONED);
	CHECK(ReleaseMutex(lock) && WaitForSingleObject(lock, 0) == WAIT_OBJECT_0 && ReleaseMutex(lock));
	ended(child);
	CHECK(!OpenEventA(EVENT_ALL_ACCESS, FALSE, name("childs", run)) && GetLastError() == ERROR_FILE_NOT_FOUND);
	CloseHandle(lock);
	CloseHandle(bell);
}

static void semaphores(const char *run)
{
	HANDLE s = CreateSemaphoreA(NULL, 0, 3, name("count", run)), child = start("post", run);
	CHECK(WaitForSingleObject(s, PATIENCE) == 0 && WaitForSingleObject(s, PATIENCE) == 0);
	CHECK(ended(child) == 0 && WaitForSingleObject(s, 0) == WAIT_TIMEOUT);
	CloseHandle(s);
}

static void races(const char *run)
{
	HANDLE go = CreateEventA(NULL, TRUE, FALSE, name("go", run)), end = CreateEventA(NULL, TRUE, FALSE, name("end", run));
	HANDLE ready = CreateSemaphoreA(NULL, 0, 2 * CHILDREN, name("ready", run)), child[CHILDREN];
	DWORD first = 0;
	for (int i = 0; i < CHILDREN; i++)
		child[i] = start("contest", run);
	for (int i = 0; i < CHILDREN; i++)
		CHECK(WaitForSingleObject(ready, PATIENCE) == 0);
	SetEvent(go);
	for (int i = 0; i < CHILDREN; i++)
		CHECK(WaitForSingleObject(ready, PATIENCE) == 0);
	SetEvent(end);
	for (int i = 0; i < CHILDREN; i++)
		first += ended(child[i]);
	CHECK(first == 1);
	for (int i = 0; i < CHILDREN; i++)
		child[i] = start("alone", run);
	for (int i = 0; i < CHILDREN; i++)
		CHECK(ended(child[i]) == 0);
	CloseHandle(go), CloseHandle(end), CloseHandle(ready);
}

static void timers(const char *run)
{
	LARGE_INTEGER due = {.QuadPart = 0};
	HANDLE t = CreateWaitableTimerA(NULL, TRUE, name("clock", run)), child = start("winds", run);
	CHECK(WaitForSingleObject(t, PATIENCE) == WAIT_OBJECT_0 && ended(child) == 0);
	CHECK(WaitForSingleObject(t, 0) == WAIT_OBJECT_0); /* a manual one */
	CHECK(SetWaitableTimer(t, &due, 0, NULL, NULL, FALSE) && WaitForSingleObject(t, PATIENCE) == WAIT_OBJECT_0);
	due.QuadPart = -10000000LL * 3600;
	CHECK(SetWaitableTimer(t, &due, 0, NULL, NULL, FALSE) && WaitForSingleObject(t, 0) == WAIT_TIMEOUT);
	CHECK(ended(start("winds", run)) == 0 && WaitForSingleObject(t, PATIENCE) == WAIT_OBJECT_0);
	CloseHandle(t);
	t = CreateWaitableTimerA(NULL, FALSE, name("clock", run)); /* each time for one */
	due.QuadPart = -10000;
	CHECK(GetLastError() == 0 && SetWaitableTimer(t, &due, 10, NULL, NULL, FALSE));
	child = start("late", run);
	for (int i = 0; i < 3; i++)
		CHECK(WaitForSingleObject(t, PATIENCE) == WAIT_OBJECT_0);
	CHECK(ended(child) == 0 && CancelWaitableTimer(t) && CloseHandle(t));
	CHECK(!OpenWaitableTimerA(TIMER_ALL_ACCESS, FALSE, name("clock", run)) && GetLastError() == ERROR_FILE_NOT_FOUND);
}

/* A pulse ends the waits that are under way, so it is repeated until one was. */
static void pulses(const char *run, BOOL manual)
{
	HANDLE e = CreateEventA(NULL, manual, FALSE, name("pulse", run)), child = start("pulsed", run);
	do
		CHECK(PulseEvent(e) && WaitForSingleObject(e, 0) == WAIT_TIMEOUT);
	while (!failures && WaitForSingleObject(child, 20) == WAIT_TIMEOUT);
	CHECK(ended(child) == WAIT_OBJECT_0);
	CloseHandle(e);
}

int main(int argc, char **argv)
{
	static const struct { const char *word; int (*act)(const char *); } children[] = {
		{"ring", ring}, {"hold", hold}, {"post", post}, {"contest", contest}, {"alone", alone}, {"pulsed", pulsed}, {"winds", winds}, {"late", late},
	};
	char run[20];
	for (size_t i = 0; argc > 2 && i < sizeof children / sizeof *children; i++)
		if (!strcmp(argv[1], children[i].word))
			return children[i].act(argv[2]);
	GetModuleFileNameA(NULL, self, sizeof self);
	sprintf(run, "%u", (unsigned)GetCurrentProcessId());
	events(run);
	killed(run);
	semaphores(run);
	timers(run);
	races(run);
	pulses(run, TRUE);
	pulses(run, FALSE);
	printf("%d failures\n", failures);
	return failures != 0;
}
