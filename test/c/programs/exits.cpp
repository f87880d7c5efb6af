// Threads that end in the middle of C++: no object is destroyed on the way, and
// no catch sees it.
#include <windows.h>
#include <process.h>
#include <stdio.h>

struct Guard {
	~Guard() { puts("destroyed"); }
};

static void finish() noexcept { _endthreadex(5); }

static unsigned __stdcall worker(void *)
{
	try {
		Guard guard;
		finish();
	} catch (...) {
		puts("caught");
	}
	return 1;
}

static DWORD WINAPI other(LPVOID)
{
	try {
		ExitThread(6);
	} catch (...) {
		puts("caught");
	}
	return 1;
}

static HANDLE self;
static DWORD WINAPI itself(LPVOID)
{
	TerminateThread(self, 7);
	puts("lives");
	return 1;
}

static void ended(HANDLE thread)
{
	DWORD code = 0;
	WaitForSingleObject(thread, INFINITE);
	GetExitCodeThread(thread, &code);
	printf("%lu\n", code);
	CloseHandle(thread);
}

int main()
{
	ended((HANDLE)_beginthreadex(NULL, 0, worker, NULL, 0, NULL));
	ended(CreateThread(NULL, 0, other, NULL, 0, NULL));
	self = CreateThread(NULL, 0, itself, NULL, CREATE_SUSPENDED, NULL);
	ResumeThread(self);
	ended(self);
	return 0;
}
