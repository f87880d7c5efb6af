/*
 * Unix datagram sockets with sendmmsg(2) and recvmmsg(2), eight messages to
 * the system call. Only throughput: a batch has no single write to time.
 */
#define _GNU_SOURCE
#include "peer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { BATCH = 8 };

struct batch {
	struct mmsghdr msg[BATCH];
	struct iovec   iov[BATCH];
	char          *mem;
	int            have, next;
};

struct channel {
	struct sockaddr_un addr;
	struct shape shape;
	struct batch b;
	int fd;
};

struct writer {
	struct batch b;
	int fd;
};

static void batch_init(struct batch *b, size_t size)
{
	b->mem = malloc(size * BATCH);
	for (int i = 0; i < BATCH; i++) {
		b->iov[i] = (struct iovec){ b->mem + (size_t)i * size, size };
		b->msg[i].msg_hdr.msg_iov = &b->iov[i];
		b->msg[i].msg_hdr.msg_iovlen = 1;
	}
}

channel *channel_new(const char *name, const struct shape *s)
{
	channel *c = calloc(1, sizeof *c);

	if (s->size > 65536)
		skip("eight datagrams of this size do not fit into a socket buffer");
	c->shape = *s;
	c->addr.sun_family = AF_UNIX;
	snprintf(c->addr.sun_path, sizeof c->addr.sun_path, "%s", name);
	unlink(name);
	c->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (c->fd < 0 || bind(c->fd, (struct sockaddr *)&c->addr, sizeof c->addr) != 0)
		die("bind");
	batch_init(&c->b, s->size);
	return c;
}

void channel_reader(channel *c)
{
	(void)c;
}

/* The batch is the caller's memory: a user of recvmmsg works in place. */
size_t channel_recv(channel *c, void *buf, size_t cap)
{
	struct batch *b = &c->b;

	(void)buf, (void)cap;
	if (b->next == b->have) {
		b->have = recvmmsg(c->fd, b->msg, BATCH, MSG_WAITFORONE, NULL);
		b->next = 0;
		if (b->have < 0)
			die("recvmmsg");
	}
	return b->msg[b->next++].msg_len;
}

long channel_count(channel *c)
{
	(void)c;
	skip("counted with the plain datagram peer");
}

void channel_free(channel *c)
{
	close(c->fd);
	unlink(c->addr.sun_path);
}

writer *writer_open(channel *c)
{
	writer *w = calloc(1, sizeof *w);

	w->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (w->fd < 0 || connect(w->fd, (struct sockaddr *)&c->addr, sizeof c->addr) != 0)
		die("connect");
	batch_init(&w->b, c->shape.size);
	return w;
}

void writer_send(writer *w, const void *buf, size_t len)
{
	struct batch *b = &w->b;

	memcpy(b->iov[b->have].iov_base, buf, len);
	b->iov[b->have].iov_len = len;
	if (++b->have < BATCH)
		return;
	for (int sent = 0; sent < BATCH;) {
		int n = sendmmsg(w->fd, b->msg + sent, (unsigned)(BATCH - sent), MSG_NOSIGNAL);
		if (n < 0)
			die("sendmmsg");
		sent += n;
	}
	b->have = 0;
}

void writer_close(writer *w)
{
	close(w->fd);
	free(w);
}
