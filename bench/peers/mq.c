/*
 * POSIX message queues: the deepest queue that this user may have, blocking
 * calls, as mq_overview(7) describes.
 */
#include "peer.h"

#include <errno.h>
#include <mqueue.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

struct channel {
	char name[128];
	struct shape shape;
	mqd_t q;
};

struct writer {
	mqd_t q;
};

static mqd_t open_deepest(const char *name, size_t size)
{
	static const long depths[] = { 256, 64, 10 };
	struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };

	setrlimit(RLIMIT_MSGQUEUE, &all); /* only with CAP_SYS_RESOURCE */
	for (size_t i = 0; i < sizeof depths / sizeof *depths; i++) {
		struct mq_attr a = { .mq_maxmsg = depths[i], .mq_msgsize = (long)size };
		mqd_t q = mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &a);
		if (q != (mqd_t)-1)
			return q;
	}
	skip("larger than fs.mqueue.msgsize_max");
}

channel *channel_new(const char *name, const struct shape *s)
{
	channel *c = calloc(1, sizeof *c);

	c->shape = *s;
	snprintf(c->name, sizeof c->name, "/%s", name);
	mq_unlink(c->name);
	c->q = open_deepest(c->name, s->size < 16 ? 16 : s->size);
	return c;
}

void channel_reader(channel *c)
{
	(void)c;
}

size_t channel_recv(channel *c, void *buf, size_t cap)
{
	static const struct timespec past;
	ssize_t n;

	if (!c->shape.polling) {
		n = mq_receive(c->q, buf, cap, NULL);
	} else {
		for (int i = 1; (n = mq_timedreceive(c->q, buf, cap, NULL, &past)) < 0 && errno == ETIMEDOUT; i++)
			if (i % 8 == 0)
				yield_cpu();
	}
	if (n < 0)
		die("mq_receive");
	return (size_t)n;
}

long channel_count(channel *c)
{
	struct mq_attr a;

	if (mq_getattr(c->q, &a) != 0)
		die("mq_getattr");
	return a.mq_curmsgs;
}

void channel_free(channel *c)
{
	mq_close(c->q);
	mq_unlink(c->name);
	free(c);
}

writer *writer_open(channel *c)
{
	writer *w = calloc(1, sizeof *w);

	w->q = mq_open(c->name, O_WRONLY);
	if (w->q == (mqd_t)-1)
		die("mq_open");
	return w;
}

void writer_send(writer *w, const void *buf, size_t len)
{
	if (mq_send(w->q, buf, len, 0) != 0)
		die("mq_send");
}

void writer_close(writer *w)
{
	mq_close(w->q);
	free(w);
}
