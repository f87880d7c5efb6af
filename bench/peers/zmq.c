/*
 * ZeroMQ PUSH/PULL over ipc://, one I/O thread, default high-water marks:
 * the pattern of its guide for many producers and one consumer. Messages are
 * received as zmq_msg_t, which spares the copy of those over 256 bytes.
 */
#include "peer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zmq.h>

enum { SMALL = 256 };

struct channel {
	char endpoint[160];
	struct shape shape;
	void *socket;
	zmq_msg_t msg;
};

struct writer {
	void *socket;
};

/* One context to the process, made after the fork: its threads do not survive one. */
static void *context(void)
{
	static void *ctx;

	if (!ctx)
		ctx = zmq_ctx_new();
	return ctx;
}

channel *channel_new(const char *name, const struct shape *s)
{
	channel *c = calloc(1, sizeof *c);

	c->shape = *s;
	snprintf(c->endpoint, sizeof c->endpoint, "ipc://%s", name);
	return c;
}

void channel_reader(channel *c)
{
	c->socket = zmq_socket(context(), ZMQ_PULL);
	if (zmq_bind(c->socket, c->endpoint) != 0)
		die("zmq_bind");
	zmq_msg_init(&c->msg);
}

size_t channel_recv(channel *c, void *buf, size_t cap)
{
	int n;

	for (int i = 1; (n = zmq_msg_recv(&c->msg, c->socket, c->shape.polling ? ZMQ_DONTWAIT : 0)) < 0; i++) {
		if (errno != EAGAIN && errno != EINTR)
			die("zmq_msg_recv");
		if (i % 8 == 0)
			yield_cpu();
	}
	if (n <= SMALL && (size_t)n <= cap)
		memcpy(buf, zmq_msg_data(&c->msg), (size_t)n);
	return (size_t)n;
}

long channel_count(channel *c)
{
	(void)c;
	skip("a ZeroMQ socket does not count its messages");
}

void channel_free(channel *c)
{
	if (c->socket)
		zmq_close(c->socket);
	free(c);
}

writer *writer_open(channel *c)
{
	writer *w = calloc(1, sizeof *w);

	w->socket = zmq_socket(context(), ZMQ_PUSH);
	if (zmq_connect(w->socket, c->endpoint) != 0)
		die("zmq_connect");
	return w;
}

void writer_send(writer *w, const void *buf, size_t len)
{
	if (zmq_send(w->socket, buf, len, 0) < 0)
		die("zmq_send");
}

void writer_close(writer *w)
{
	zmq_close(w->socket);
	free(w);
}
