/*
 * Unix datagram sockets: connected senders, blocking calls, as unix(7) and
 * socket(7) describe. This is the base of every ratio.
 */
#include "peer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <linux/sockios.h>
#include <unistd.h>

struct channel {
	struct sockaddr_un addr;
	struct shape shape;
	int fd;
};

struct writer {
	int fd;
};

/* A datagram and its bookkeeping must fit into the sender's buffer. */
static void make_room(int fd, size_t size)
{
	int want = (int)(size * 2 + 65536), got = 0;
	socklen_t len = sizeof got;

	if (want < 212992)
		return;
	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &want, sizeof want) != 0)
		setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &want, sizeof want);
	getsockopt(fd, SOL_SOCKET, SO_SNDBUF, &got, &len);
	if ((size_t)got < size + 1024)
		skip("net.core.wmem_max is below one message");
}

channel *channel_new(const char *name, const struct shape *s)
{
	channel *c = calloc(1, sizeof *c);

	c->shape = *s;
	c->addr.sun_family = AF_UNIX;
	snprintf(c->addr.sun_path, sizeof c->addr.sun_path, "%s", name);
	unlink(name);
	c->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (c->fd < 0 || bind(c->fd, (struct sockaddr *)&c->addr, sizeof c->addr) != 0)
		die("bind");
	return c;
}

void channel_reader(channel *c)
{
	(void)c;
}

size_t channel_recv(channel *c, void *buf, size_t cap)
{
	ssize_t n;

	if (!c->shape.polling) {
		n = recv(c->fd, buf, cap, 0);
	} else {
		for (int i = 1; (n = recv(c->fd, buf, cap, MSG_DONTWAIT)) < 0 && errno == EAGAIN; i++)
			if (i % 8 == 0)
				yield_cpu();
	}
	if (n < 0)
		die("recv");
	return (size_t)n;
}

long channel_count(channel *c)
{
	int bytes = 0; /* of the first datagram: the kernel offers nothing better */

	if (ioctl(c->fd, SIOCINQ, &bytes) != 0)
		die("SIOCINQ");
	return bytes;
}

void channel_free(channel *c)
{
	close(c->fd);
	unlink(c->addr.sun_path);
	free(c);
}

writer *writer_open(channel *c)
{
	writer *w = calloc(1, sizeof *w);

	w->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (w->fd < 0)
		die("socket");
	make_room(w->fd, c->shape.size);
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
