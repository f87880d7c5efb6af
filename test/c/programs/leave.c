/* Guarded blocks that are left in the middle, from loops and from one another:
   as C and as C++. */
#include <windows.h>
#include <stdio.h>

/* Not a word of it in here: "__try { __leave; }" */
static int deliver(const char *slot, const char *text)
{
	HANDLE h = INVALID_HANDLE_VALUE;
	int step = 0;
	DWORD n;
	__try
	{
		h = CreateFileA(slot, GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
		if (h == INVALID_HANDLE_VALUE)
			__leave;
		step = 1;
		for (;;) {
			switch (step) {
			case 1: if (WriteFile(h, text, 1, &n, NULL)) step = 2; break;
			default: __leave; /* out of the switch and the loop */
			}
		}
	}
	__finally
	{
		if (h != INVALID_HANDLE_VALUE)
			CloseHandle(h);
	}
	return step;
}

static int nested(void)
{
	int trace = 0;
	__try {
		__try { trace += 1; if (trace) { __leave; } trace += 100; }
		__finally { trace += 10; }
		if (trace == 11)
			__leave;
		trace += 1000;
	}
	__except (EXCEPTION_EXECUTE_HANDLER) { trace += 10000; }
	return trace;
}

static int loops(void)
{
	int i;
	for (i = 0; i < 10; i++) {
		__try { if (i == 3) break; }
		__finally { ; }
	}
	return i;
}

int main(void)
{
	HANDLE slot;
	printf("%d ", deliver("\\\\.\\mailslot\\leave", "x"));
	slot = CreateMailslotA("\\\\.\\mailslot\\leave", 0, 0, NULL);
	printf("%d %d %d\n", deliver("\\\\.\\mailslot\\leave", "x"), nested(), loops());
	CloseHandle(slot);
	return 0;
}
