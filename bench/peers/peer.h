/*
 * A peer is one way to send whole messages from many processes to one.
 * Each peer file implements these functions; harness.c measures through them.
 *
 * A channel is made before the fork, so both sides inherit its name and
 * whatever the kernel gives it. Afterwards exactly one process reads it.
 */
#ifndef PEER_H
#define PEER_H

#include <stddef.h>

struct shape {
	size_t size;    /* largest message, in bytes */
	int    writers; /* how many handles will write */
	int    polling; /* the reader asks again and again, it never sleeps */
};

typedef struct channel channel;
typedef struct writer  writer;

/* Calls skip() when this peer cannot carry the shape. */
channel *channel_new(const char *name, const struct shape *s);
void     channel_reader(channel *c);
/* Waits for a message; its length. */
size_t   channel_recv(channel *c, void *buf, size_t cap);
/* Unread messages or bytes, however this peer counts; calls skip() if it cannot. */
long     channel_count(channel *c);
void     channel_free(channel *c);

writer  *writer_open(channel *c);
/* Returns when the message is accepted, waiting in the way this peer waits. */
void     writer_send(writer *w, const void *buf, size_t len);
void     writer_close(writer *w);

/* Defined as 1 by a peer whose library does not survive a fork: its writers then
   begin as programs of their own, and need no more of the channel than its name. */
extern int peer_execs;

/* The cell cannot be run here: says why and ends this program. */
_Noreturn void skip(const char *reason);
/* A system call failed that should not: says which and ends this program. */
_Noreturn void die(const char *what);
void yield_cpu(void);

#endif
