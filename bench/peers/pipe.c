/*
 * A pipe in packet mode (O_DIRECT, pipe(2)): each write up to PIPE_BUF is a
 * packet of its own. The pipe is made as large as an ordinary user may.
 */
#define _GNU_SOURCE
#include "peer.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct channel {
	struct shape shape;
	int fd[2];
};

struct writer {
	int fd;
};

channel *channel_new(const char *name, const struct shape *s)
{
	channel *c = calloc(1, sizeof *c);

	(void)name;
	if (s->size > PIPE_BUF)
		skip("a packet holds at most 4096 bytes");
	c->shape = *s;
	if (pipe2(c->fd, O_DIRECT | O_CLOEXEC) != 0)
		die("pipe2");
	fcntl(c->fd[1], F_SETPIPE_SZ, 1 << 20);
	return c;
}

void channel_reader(channel *c)
{
	if (c->shape.polling && fcntl(c->fd[0], F_SETFL, O_DIRECT | O_NONBLOCK) != 0)
		die("fcntl");
}

size_t channel_recv(channel *c, void *buf, size_t cap)
{
	ssize_t n;

	for (int i = 1; (n = read(c->fd[0], buf, cap)) < 0 && errno == EAGAIN; i++)
		if (i % 8 == 0)
			yield_cpu();
	if (n < 0)
		die("read");
	return (size_t)n;
}

long channel_count(channel *c)
{
	int bytes = 0;

	if (ioctl(c->fd[0], FIONREAD, &bytes) != 0)
		die("FIONREAD");
	return bytes;
}

void channel_free(channel *c)
{
	close(c->fd[0]);
	close(c->fd[1]);
	free(c);
}

writer *writer_open(channel *c)
{
	writer *w = calloc(1, sizeof *w);

	w->fd = dup(c->fd[1]);
	if (w->fd < 0)
		die("dup");
	return w;
}

void writer_send(writer *w, const void *buf, size_t len)
{
	if (write(w->fd, buf, len) < 0)
		die("write");
}

void writer_close(writer *w)
{
	close(w->fd);
	free(w);
}
