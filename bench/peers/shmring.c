/*
 * The unsafe ideal: one ring in shared memory that every writer reserves
 * from with fetch_add and that the reader sleeps on with a futex. Nothing
 * is faster for many writers, and nothing survives here: a writer killed
 * between reserve and commit stops the queue for ever, and each writer can
 * overwrite every other's messages.
 *
 * The ring is mapped twice in a row, so that a record never wraps. A record
 * is committed by storing its own absolute position plus one into its header;
 * a reader looking at older bytes sees another position.
 */
#define _GNU_SOURCE
#include "peer.h"

#include <linux/futex.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { LINE = 128, ALIGN = 16, SPINS = 400, YIELD_EVERY = 8 };

struct control {
	_Alignas(LINE) _Atomic uint64_t reserved; /* writers: next free position */
	_Alignas(LINE) _Atomic uint64_t consumed; /* reader: everything below is free */
	_Alignas(LINE) _Atomic uint32_t asleep;
};

struct record {
	_Atomic uint64_t committed;
	uint64_t len;
	char data[];
};

struct channel {
	struct control *control;
	char *ring;
	uint64_t cap, head, published;
	int polling;
};

struct writer {
	channel *c;
	uint64_t consumed; /* last seen */
};

static uint64_t capacity(size_t size)
{
	uint64_t cap = 1 << 20;

	while (cap < size * 4)
		cap *= 2;
	return cap;
}

channel *channel_new(const char *name, const struct shape *s)
{
	channel *c = calloc(1, sizeof *c);
	int fd = memfd_create(name, MFD_CLOEXEC), shared = MAP_SHARED | MAP_POPULATE;

	c->polling = s->polling;
	c->cap = capacity(s->size);
	if (fd < 0 || ftruncate(fd, (off_t)c->cap) != 0)
		die("memfd");
	c->control = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	c->ring = mmap(NULL, 2 * c->cap, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (c->control == MAP_FAILED || c->ring == MAP_FAILED)
		die("mmap");
	for (int i = 0; i < 2; i++)
		if (mmap(c->ring + (uint64_t)i * c->cap, c->cap, PROT_READ | PROT_WRITE, shared | MAP_FIXED, fd, 0) == MAP_FAILED)
			die("mmap");
	close(fd);
	return c;
}

void channel_reader(channel *c)
{
	(void)c;
}

static struct record *at(channel *c, uint64_t pos)
{
	return (struct record *)(c->ring + (pos & (c->cap - 1)));
}

static int ready(channel *c)
{
	return atomic_load_explicit(&at(c, c->head)->committed, memory_order_acquire) == c->head + 1;
}

static void sleep_until_ready(channel *c)
{
	atomic_store(&c->control->asleep, 1);
	if (!ready(c))
		syscall(SYS_futex, &c->control->asleep, FUTEX_WAIT, 1, NULL, NULL, 0);
	atomic_store(&c->control->asleep, 0);
}

size_t channel_recv(channel *c, void *buf, size_t cap)
{
	for (int i = 1; !ready(c); i++) {
		if (i % YIELD_EVERY == 0)
			yield_cpu();
		if (i > SPINS && !c->polling)
			sleep_until_ready(c);
	}
	struct record *r = at(c, c->head);
	uint64_t len = r->len;
	memcpy(buf, r->data, len < cap ? len : cap);
	c->head += (sizeof *r + len + ALIGN - 1) & ~(uint64_t)(ALIGN - 1);
	if (c->head - c->published >= c->cap / 8 || !ready(c)) {
		c->published = c->head;
		atomic_store_explicit(&c->control->consumed, c->head, memory_order_release);
	}
	return len;
}

long channel_count(channel *c)
{
	return (long)(atomic_load(&c->control->reserved) - c->head);
}

void channel_free(channel *c)
{
	munmap(c->ring, 2 * c->cap);
	munmap(c->control, 4096);
	free(c);
}

writer *writer_open(channel *c)
{
	writer *w = calloc(1, sizeof *w);

	w->c = c;
	return w;
}

static void wait_for_room(writer *w, uint64_t end)
{
	while (end - w->consumed > w->c->cap) {
		w->consumed = atomic_load_explicit(&w->c->control->consumed, memory_order_acquire);
		if (end - w->consumed > w->c->cap)
			yield_cpu();
	}
}

void writer_send(writer *w, const void *buf, size_t len)
{
	struct control *k = w->c->control;
	uint64_t need = (sizeof(struct record) + len + ALIGN - 1) & ~(uint64_t)(ALIGN - 1);
	uint64_t pos = atomic_fetch_add_explicit(&k->reserved, need, memory_order_relaxed);
	struct record *r = at(w->c, pos);

	wait_for_room(w, pos + need);
	r->len = len;
	memcpy(r->data, buf, len);
	atomic_store(&r->committed, pos + 1);
	if (atomic_load(&k->asleep) && atomic_exchange(&k->asleep, 0))
		syscall(SYS_futex, &k->asleep, FUTEX_WAKE, 1, NULL, NULL, 0);
}

void writer_close(writer *w)
{
	free(w);
}
