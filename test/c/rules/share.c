/* Rule 3.7: the share modes of Windows XP and of Wine. Since Windows Vista they
   have no effect, so this runs only when asked for: main.c, "strict". */
#include "check.h"

typedef struct { DWORD access, share; } how;

#define WRITES(h) ((h).access & GENERIC_WRITE)
#define R FILE_SHARE_READ
#define W FILE_SHARE_WRITE

static const how ways[] = {
	{0, 0}, {0, R}, {0, W}, {0, R | W},
	{GENERIC_READ, 0}, {GENERIC_READ, R}, {GENERIC_READ, W}, {GENERIC_READ, R | W},
	{GENERIC_WRITE, 0}, {GENERIC_WRITE, R}, {GENERIC_WRITE, W}, {GENERIC_WRITE, R | W},
	{GENERIC_READ | GENERIC_WRITE, 0}, {GENERIC_READ | GENERIC_WRITE, R}, {GENERIC_READ | GENERIC_WRITE, W}, {GENERIC_READ | GENERIC_WRITE, R | W},
};

static HANDLE opened(how h)
{
	return CreateFileA(slot("share"), h.access, h.share, NULL, OPEN_EXISTING, 0, NULL);
}

/* Whether a client may come to the one that came last. */
static int may_join(how h, const how *last)
{
	if (!(h.share & R))
		return 0;
	return !last || !(WRITES(h) || WRITES(*last)) || (h.share & last->share & W);
}

/* Every way to open beside one that is open. */
static int joins_as_it_may(const how *last)
{
	size_t i;
	int ok = 1;
	for (i = 0; i < sizeof ways / sizeof *ways; i++) {
		HANDLE c = opened(ways[i]);
		if (is_handle(c) != may_join(ways[i], last)) {
			printf("# access %08x, share %u\n", (unsigned)ways[i].access, (unsigned)ways[i].share);
			ok = 0;
		}
		if (is_handle(c))
			CloseHandle(c);
		else
			ok = ok && GetLastError() == ERROR_SHARING_VIOLATION;
	}
	return ok;
}

/* Only the client that came last counts, as long as a duplicate of it is open. */
static void last_counts(void)
{
	static const how writer = {GENERIC_WRITE, R | W}, reader = {GENERIC_READ, R | W}, alone = {GENERIC_READ, R};
	HANDLE first = opened(writer), last = opened(reader), third = opened(alone), again, me = GetCurrentProcess();
	OK("3.7", is_handle(first) && is_handle(last) && is_handle(third));
	OK("3.7", DuplicateHandle(me, third, me, &again, 0, FALSE, DUPLICATE_SAME_ACCESS) && CloseHandle(third));
	FAILS("3.7", is_handle(opened(writer)), ERROR_SHARING_VIOLATION);
	CloseHandle(again);
	OK("3.7", is_handle(third = opened(writer)) && CloseHandle(third));
	CloseHandle(last);
	CloseHandle(first);
}

void strict_sharing(void)
{
	HANDLE s = server("share", 0, 0);
	size_t i;
	OK("3.7", joins_as_it_may(NULL));
	for (i = 0; i < sizeof ways / sizeof *ways; i++) {
		HANDLE c = opened(ways[i]);
		OK("3.7", joins_as_it_may(is_handle(c) ? &ways[i] : NULL));
		if (is_handle(c))
			CloseHandle(c);
	}
	last_counts();
	CloseHandle(s);
}
