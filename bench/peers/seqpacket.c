/*
 * Unix seqpacket sockets: one connection per writer. A single connection is
 * read with a blocking recv; several through epoll, each drained in turn up
 * to a budget, as epoll(7) recommends.
 */
#define _GNU_SOURCE
#include "peer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <linux/sockios.h>
#include <unistd.h>

enum { EVENTS = 64, BUDGET = 32 };

struct channel {
	struct sockaddr_un addr;
	struct shape shape;
	int listener, epoll, only; /* only: the single connection, or -1 */
	struct epoll_event ready[EVENTS];
	int have, next, budget;
};

struct writer {
	int fd;
};

channel *channel_new(const char *name, const struct shape *s)
{
	channel *c = calloc(1, sizeof *c);

	c->shape = *s;
	c->only = -1;
	c->addr.sun_family = AF_UNIX;
	snprintf(c->addr.sun_path, sizeof c->addr.sun_path, "%s", name);
	unlink(name);
	c->listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (c->listener < 0 || bind(c->listener, (struct sockaddr *)&c->addr, sizeof c->addr) != 0)
		die("bind");
	if (listen(c->listener, 4096) != 0)
		die("listen");
	return c;
}

static void watch(channel *c, int fd)
{
	struct epoll_event e = { .events = EPOLLIN, .data.fd = fd };

	if (epoll_ctl(c->epoll, EPOLL_CTL_ADD, fd, &e) != 0)
		die("epoll_ctl");
}

void channel_reader(channel *c)
{
	c->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (c->epoll < 0)
		die("epoll_create1");
	watch(c, c->listener);
}

/* Turns to the next ready connection; sleeps when there is none. */
static int next_ready(channel *c)
{
	c->budget = BUDGET;
	if (++c->next >= c->have) {
		do
			c->have = epoll_wait(c->epoll, c->ready, EVENTS, c->shape.polling ? 0 : -1);
		while (c->have == 0 || (c->have < 0 && errno == EINTR));
		c->next = 0;
	}
	return c->ready[c->next].data.fd;
}

static void take_connection(channel *c)
{
	int fd = accept4(c->listener, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0)
		die("accept");
	if (c->shape.writers == 1)
		c->only = fd;
	else
		watch(c, fd);
	c->budget = 0;
}

/* From the single connection; 0 when it ended. */
static ssize_t recv_only(channel *c, void *buf, size_t cap)
{
	ssize_t n;

	for (int i = 1; (n = recv(c->only, buf, cap, c->shape.polling ? MSG_DONTWAIT : 0)) < 0 && errno == EAGAIN; i++)
		if (i % 8 == 0)
			yield_cpu();
	if (n == 0) {
		close(c->only);
		c->only = -1;
	}
	return n;
}

/* From the connection whose turn it is; 0 when it has nothing more. */
static ssize_t recv_turn(channel *c, void *buf, size_t cap)
{
	int fd = c->budget-- > 0 ? c->ready[c->next].data.fd : next_ready(c);
	ssize_t n;

	if (fd == c->listener) {
		take_connection(c);
		return 0;
	}
	n = recv(fd, buf, cap, MSG_DONTWAIT);
	if (n == 0)
		close(fd);
	if (n <= 0)
		c->budget = 0;
	return n < 0 && errno == EAGAIN ? 0 : n;
}

size_t channel_recv(channel *c, void *buf, size_t cap)
{
	ssize_t n;

	do
		n = c->only >= 0 ? recv_only(c, buf, cap) : recv_turn(c, buf, cap);
	while (n == 0);
	if (n < 0)
		die("recv");
	return (size_t)n;
}

long channel_count(channel *c)
{
	(void)c;
	skip("a connection counts only itself");
}

void channel_free(channel *c)
{
	close(c->listener);
	unlink(c->addr.sun_path);
}

writer *writer_open(channel *c)
{
	writer *w = calloc(1, sizeof *w);
	int room = (int)(c->shape.size * 2 + 65536);

	w->fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (w->fd < 0)
		die("socket");
	if (room > 212992 && setsockopt(w->fd, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof room) != 0)
		setsockopt(w->fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
	if (connect(w->fd, (struct sockaddr *)&c->addr, sizeof c->addr) != 0)
		die("connect");
	return w;
}

void writer_send(writer *w, const void *buf, size_t len)
{
	if (send(w->fd, buf, len, MSG_NOSIGNAL) < 0) {
		if (errno == EMSGSIZE || errno == ENOBUFS)
			skip(strerror(errno));
		die("send");
	}
}

void writer_close(writer *w)
{
	close(w->fd);
	free(w);
}
