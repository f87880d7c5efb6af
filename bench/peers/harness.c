/*
 * Measures one peer in one cell and prints "key value" lines.
 *
 *   tput    NAME WRITERS SIZE MS            messages a second into one reader
 *   rtt     NAME SIZE COUNT CPU CPU POLL    half a round trip between two processes
 *   pace    NAME COUNT US CPU CPU           one message every US: the reader has gone to sleep
 *   path    NAME SIZE COUNT                 write and read in one thread: nobody waits
 *   oneshot NAME COUNT                      open, write, close and read one message
 *   count   NAME COUNT                      ask how much is unread
 *   hot     NAME IDLE COUNT                 write and read next to IDLE open handles
 */
#define _GNU_SOURCE
#include "peer.h"
#include "clock.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_WRITERS = 64, PATIENCE = 60 /* seconds before a stuck cell is given up */ };

_Noreturn void skip(const char *reason)
{
	printf("skip %s\n", reason);
	fflush(stdout);
	kill(0, SIGTERM); /* the whole process group of this cell */
	_exit(0);
}

_Noreturn void die(const char *what)
{
	perror(what);
	kill(0, SIGTERM);
	_exit(1);
}

void yield_cpu(void)
{
	sched_yield();
}

/* A child process that lives no longer than this one; 0 in the child. */
static pid_t spawn(void)
{
	pid_t p = fork();

	if (p < 0)
		die("fork");
	if (p == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		alarm(PATIENCE);
	}
	return p;
}

static void reap(pid_t p)
{
	kill(p, SIGKILL);
	waitpid(p, NULL, 0);
}

/*
 * Writers wait at the gate until the reader listens: a peer that connects too
 * early would be measured retrying.
 */
static int gate[2];

static void wait_at_gate(void)
{
	char c;

	close(gate[1]);
	if (read(gate[0], &c, 1) != 0)
		die("gate");
}

static void open_gate(void)
{
	close(gate[1]);
}

static _Noreturn void write_for_ever(channel *c, size_t size)
{
	char *buf = calloc(1, size + 1);
	writer *w;

	wait_at_gate();
	w = writer_open(c);

	for (;;)
		writer_send(w, buf, size);
}

int peer_execs __attribute__((weak));

/* A writer of cell tput, in a child. */
static _Noreturn void begin_writer(channel *c, const char *name, const char *size)
{
	char fd[16];

	if (!peer_execs)
		write_for_ever(c, (size_t)atol(size));
	close(gate[1]);
	fcntl(gate[0], F_SETFD, 0);
	snprintf(fd, sizeof fd, "%d", gate[0]);
	execl("/proc/self/exe", "peer", "write", name, size, fd, (char *)NULL);
	die("exec");
}

/* Cell "write", which tput starts. */
static void write_alone(char **arg)
{
	struct shape s = { .size = (size_t)atol(arg[1]) };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	close(gate[0]);
	gate[0] = atoi(arg[2]);
	write_for_ever(channel_new(arg[0], &s), s.size);
}

static void tput(char **arg)
{
	struct shape s = { .writers = atoi(arg[1]), .size = (size_t)atol(arg[2]) };
	int64_t ms = atol(arg[3]), t0, end, warm;
	channel *c = channel_new(arg[0], &s);
	char *buf = malloc(s.size + 1);
	pid_t kid[MAX_WRITERS];
	long n = 0, batch = s.size > 65536 ? 1 : 32;

	for (int i = 0; i < s.writers; i++)
		if ((kid[i] = spawn()) == 0)
			begin_writer(c, arg[0], arg[2]);
	channel_reader(c);
	open_gate();
	for (warm = now_ns() + ms * 200000; now_ns() < warm;)
		channel_recv(c, buf, s.size);
	for (t0 = now_ns(), end = t0 + ms * 1000000; now_ns() < end; n += batch)
		for (long i = 0; i < batch; i++)
			channel_recv(c, buf, s.size);
	printf("rate %.0f\n", (double)n * 1e9 / (double)(now_ns() - t0));
	for (int i = 0; i < s.writers; i++)
		reap(kid[i]);
	channel_free(c);
}

static _Noreturn void echo(channel *from, channel *to, size_t size, int cpu)
{
	char *buf = malloc(size);
	writer *w;

	pin(cpu);
	channel_reader(from);
	w = writer_open(to);
	for (;;)
		writer_send(w, buf, channel_recv(from, buf, size));
}

static void rtt(char **arg)
{
	struct shape s = { .writers = 1, .size = (size_t)atol(arg[1]), .polling = atoi(arg[5]) };
	int count = atoi(arg[2]), warm = count / 10;
	double *v = calloc((size_t)count, sizeof *v);
	char name[2][128], *buf = calloc(1, s.size);
	channel *there, *back;
	pid_t kid;
	writer *w;

	snprintf(name[0], sizeof name[0], "%s.a", arg[0]);
	snprintf(name[1], sizeof name[1], "%s.b", arg[0]);
	there = channel_new(name[0], &s);
	back = channel_new(name[1], &s);
	if ((kid = spawn()) == 0)
		echo(there, back, s.size, atoi(arg[4]));
	pin(atoi(arg[3]));
	channel_reader(back);
	w = writer_open(there);
	for (int i = -warm; i < count; i++) {
		int64_t t = now_ns();
		writer_send(w, buf, s.size);
		channel_recv(back, buf, s.size);
		if (i >= 0)
			v[i] = (double)(now_ns() - t) / 2;
	}
	print_percentiles("half", v, (size_t)count);
	reap(kid);
	channel_free(there);
	channel_free(back);
}

/*
 * Sends the time of sending; what the call itself took is printed at the end,
 * which done tells. An asynchronous peer still has to send, so it stays alive.
 */
static _Noreturn void write_paced(channel *c, int count, int us, int cpu, int done)
{
	double *v = calloc((size_t)count, sizeof *v);
	char buf[256] = { 0 };
	writer *w;

	pin(cpu);
	wait_at_gate();
	w = writer_open(c);
	for (int i = 0; i < count; i++) {
		struct timespec pause = { 0, us * 1000L };
		nanosleep(&pause, NULL);
		int64_t t = now_ns();
		memcpy(buf, &t, sizeof t);
		writer_send(w, buf, sizeof buf);
		v[i] = (double)(now_ns() - t);
	}
	print_percentiles("write", v, (size_t)count);
	close(done);
	for (;;)
		pause();
}

static void pace(char **arg)
{
	struct shape s = { .writers = 1, .size = 256 };
	int count = atoi(arg[1]);
	channel *c = channel_new(arg[0], &s);
	double *v = calloc((size_t)count, sizeof *v);
	char buf[256];
	int done[2];
	pid_t kid;

	if (pipe(done) != 0)
		die("pipe");
	if ((kid = spawn()) == 0)
		write_paced(c, count, atoi(arg[2]), atoi(arg[4]), done[1]);
	close(done[1]);
	pin(atoi(arg[3]));
	channel_reader(c);
	open_gate();
	for (int i = 0; i < count; i++) {
		int64_t sent;
		channel_recv(c, buf, sizeof buf);
		memcpy(&sent, buf, sizeof sent);
		v[i] = (double)(now_ns() - sent);
	}
	print_percentiles("oneway", v, (size_t)count);
	if (read(done[0], buf, 1) != 0)
		die("read");
	reap(kid);
	channel_free(c);
}

static void path(char **arg)
{
	enum { BATCH = 8 }; /* less than the shortest kernel queue */
	struct shape s = { .writers = 1, .size = (size_t)atol(arg[1]) };
	int rounds = atoi(arg[2]) / BATCH;
	channel *c = channel_new(arg[0], &s);
	double *v = calloc((size_t)rounds, sizeof *v);
	char *buf = calloc(1, s.size + 1);
	writer *w;

	channel_reader(c);
	w = writer_open(c);
	for (int r = 0; r < rounds; r++) {
		int64_t t = now_ns();
		for (int i = 0; i < BATCH; i++)
			writer_send(w, buf, s.size);
		for (int i = 0; i < BATCH; i++)
			channel_recv(c, buf, s.size);
		v[r] = (double)(now_ns() - t) / BATCH;
	}
	print_percentiles("both", v, (size_t)rounds);
	channel_free(c);
}

static void oneshot(char **arg)
{
	struct shape s = { .writers = 1, .size = 16 };
	int count = atoi(arg[1]);
	channel *c = channel_new(arg[0], &s);
	double *v = calloc((size_t)count, sizeof *v);
	char buf[16] = { 0 };

	channel_reader(c);
	for (int i = 0; i < count; i++) {
		int64_t t = now_ns();
		writer *w = writer_open(c);
		writer_send(w, buf, sizeof buf);
		writer_close(w);
		channel_recv(c, buf, sizeof buf);
		v[i] = (double)(now_ns() - t);
	}
	print_percentiles("once", v, (size_t)count);
	channel_free(c);
}

static void count_unread(char **arg)
{
	struct shape s = { .writers = 1, .size = 16 };
	int count = atoi(arg[1]);
	channel *c = channel_new(arg[0], &s);
	char buf[16] = { 0 };
	int64_t t;

	channel_reader(c);
	writer_send(writer_open(c), buf, sizeof buf);
	t = now_ns();
	for (int i = 0; i < count; i++)
		channel_count(c);
	printf("count %.1f\n", (double)(now_ns() - t) / count);
	channel_free(c);
}

static _Noreturn void hold_idle(channel *c, int handles)
{
	char ready[16] = { 0 };

	wait_at_gate();
	for (int i = 1; i < handles; i++)
		writer_open(c);
	writer_send(writer_open(c), ready, sizeof ready);
	for (;;)
		pause();
}

static void hot(char **arg)
{
	struct shape s = { .writers = 2, .size = 256 };
	int idle = atoi(arg[1]), count = atoi(arg[2]);
	channel *c = channel_new(arg[0], &s);
	double *v = calloc((size_t)count, sizeof *v);
	char buf[256] = { 0 };
	pid_t kid = 0;
	writer *w;

	if (idle > 0 && (kid = spawn()) == 0)
		hold_idle(c, idle);
	channel_reader(c);
	open_gate();
	if (idle > 0)
		channel_recv(c, buf, sizeof buf);
	w = writer_open(c);
	for (int i = 0; i < count; i++) {
		int64_t t = now_ns();
		for (int k = 0; k < 8; k++)
			writer_send(w, buf, sizeof buf);
		for (int k = 0; k < 8; k++)
			channel_recv(c, buf, sizeof buf);
		v[i] = (double)(now_ns() - t) / 8;
	}
	print_percentiles("both", v, (size_t)count);
	if (kid > 0)
		reap(kid);
	channel_free(c);
}

static const struct {
	const char *name;
	int args;
	void (*run)(char **);
} cells[] = {
	{ "tput", 4, tput },       { "rtt", 6, rtt },   { "pace", 5, pace },          { "path", 3, path },
	{ "oneshot", 2, oneshot }, { "hot", 3, hot },   { "count", 2, count_unread }, { "write", 3, write_alone },
};

int main(int argc, char **argv)
{
	alarm(PATIENCE);
	if (pipe2(gate, O_CLOEXEC) != 0)
		die("pipe");
	for (size_t i = 0; argc > 1 && i < sizeof cells / sizeof *cells; i++)
		if (strcmp(argv[1], cells[i].name) == 0 && argc == cells[i].args + 2) {
			cells[i].run(argv + 2);
			return 0;
		}
	fprintf(stderr, "usage: %s CELL ARGUMENTS (see harness.c)\n", argv[0]);
	return 2;
}
