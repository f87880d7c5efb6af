/*
 * The C library: CreateMailslot, CreateFile, WriteFile, ReadFile. It is there
 * from the start, as in a program that is linked with it, and a Go runtime does
 * not survive a fork: writers begin as programs of their own.
 *
 * CreateMailslot knows no quota, so the writer keeps its unread messages below
 * a mebibyte by asking GetMailslotInfo once in a while and yielding.
 */
#include "peer.h"

#include <dlfcn.h>
#include <unistd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { GENERIC_WRITE = 0x40000000, SHARE_READ = 1, OPEN_EXISTING = 3, BOUND = 1 << 20 };

typedef void *HANDLE;
typedef uint32_t DWORD;
typedef int BOOL;

int peer_execs = 1;

/* Begins anew with the library in front of the C library. */
__attribute__((constructor)) static void load_first(int argc, char **argv)
{
	const char *path = getenv("BENCH_LIBMAILSLOT");

	if (argc < 2 || !path || getenv("LD_PRELOAD"))
		return;
	setenv("LD_PRELOAD", path, 1);
	execv("/proc/self/exe", argv);
}

/* The few functions of the library that are needed here. */
struct library {
	HANDLE (*CreateMailslotA)(const char *, DWORD, DWORD, void *);
	HANDLE (*CreateFileA)(const char *, DWORD, DWORD, void *, DWORD, DWORD, HANDLE);
	BOOL (*ReadFile)(HANDLE, void *, DWORD, DWORD *, void *);
	BOOL (*WriteFile)(HANDLE, const void *, DWORD, DWORD *, void *);
	BOOL (*CloseHandle)(HANDLE);
	BOOL (*GetMailslotInfo)(HANDLE, DWORD *, DWORD *, DWORD *, DWORD *);
};

struct channel {
	char name[160];
	struct shape shape;
	HANDLE slot;
};

struct writer {
	HANDLE file;
	long messages, batch, most;
};

static const HANDLE invalid = (HANDLE)-1;

static void *symbol(void *library, const char *name)
{
	void *s = dlsym(library, name);

	if (!s)
		skip(dlerror());
	return s;
}

static struct library *library(void)
{
	static struct library lib;
	const char *path = getenv("BENCH_LIBMAILSLOT");
	void *handle;

	if (lib.ReadFile)
		return &lib;
	handle = dlopen(path ? path : "libmailslot.so", RTLD_LAZY);
	if (!handle)
		skip(dlerror());
	*(void **)&lib.CreateMailslotA = symbol(handle, "CreateMailslotA");
	*(void **)&lib.CreateFileA = symbol(handle, "CreateFileA");
	*(void **)&lib.WriteFile = symbol(handle, "WriteFile");
	*(void **)&lib.CloseHandle = symbol(handle, "CloseHandle");
	*(void **)&lib.GetMailslotInfo = symbol(handle, "GetMailslotInfo");
	*(void **)&lib.ReadFile = symbol(handle, "ReadFile");
	return &lib;
}

channel *channel_new(const char *name, const struct shape *s)
{
	channel *c = calloc(1, sizeof *c);

	c->shape = *s;
	snprintf(c->name, sizeof c->name, "\\\\.\\mailslot\\%s", name);
	return c;
}

void channel_reader(channel *c)
{
	c->slot = library()->CreateMailslotA(c->name, 0, (DWORD)-1, NULL);
	if (c->slot == invalid)
		die("CreateMailslot");
}

size_t channel_recv(channel *c, void *buf, size_t cap)
{
	DWORD n = 0;

	if (!library()->ReadFile(c->slot, buf, (DWORD)cap, &n, NULL))
		die("ReadFile");
	return n;
}

long channel_count(channel *c)
{
	DWORD count = 0;

	library()->GetMailslotInfo(c->slot, NULL, NULL, &count, NULL);
	return count;
}

void channel_free(channel *c)
{
	if (c->slot)
		library()->CloseHandle(c->slot);
}

writer *writer_open(channel *c)
{
	writer *w = calloc(1, sizeof *w);
	size_t record = c->shape.size + 32;

	w->file = library()->CreateFileA(c->name, GENERIC_WRITE, SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
	if (w->file == invalid)
		die("CreateFile");
	w->most = BOUND / (long)record > 4 ? BOUND / (long)record : 4;
	w->batch = w->most / 2;
	return w;
}

/* All writers share the count, so each sees more than its own. */
static void wait_for_room(writer *w)
{
	DWORD count = 0;

	while (library()->GetMailslotInfo(w->file, NULL, NULL, &count, NULL) && (long)count > w->most)
		yield_cpu();
}

void writer_send(writer *w, const void *buf, size_t len)
{
	DWORD n;

	if (++w->messages % w->batch == 0)
		wait_for_room(w);
	while (!library()->WriteFile(w->file, buf, (DWORD)len, &n, NULL))
		yield_cpu();
}

void writer_close(writer *w)
{
	library()->CloseHandle(w->file);
	free(w);
}
