/*
 * What one elementary operation costs on this machine: no transport can be
 * faster than the sum of those it needs. Prints "key nanoseconds" lines, of
 * all parts or of those named as arguments.
 */
#define _GNU_SOURCE
#include "clock.h"

#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOOPS = 200000, HANDS = 20000, WAKES = 500, PAGE = 4096, PAGES = 4096 };

static void print_each(const char *key, int64_t since, double n)
{
	printf("%s %.2f\n", key, (double)(now_ns() - since) / n);
}

static void system_call(void)
{
	int64_t t = now_ns();

	for (int i = 0; i < LOOPS; i++)
		syscall(SYS_getppid);
	print_each("syscall", t, LOOPS);
	t = now_ns();
	for (int i = 0; i < LOOPS; i++)
		sched_yield();
	print_each("sched_yield", t, LOOPS);
}

static void clocks(void)
{
	int64_t t = now_ns();

	for (int i = 0; i < LOOPS; i++)
		now_ns();
	print_each("clock_gettime", t, LOOPS);
#ifdef __x86_64__
	t = now_ns();
	for (int i = 0; i < LOOPS; i++) {
		__builtin_ia32_lfence();
		__builtin_ia32_rdtsc();
	}
	print_each("lfence_rdtsc", t, LOOPS);
#endif
}

static void atomics(void)
{
	static _Alignas(128) _Atomic uint64_t word;
	int64_t t = now_ns();

	for (int i = 0; i < LOOPS; i++)
		atomic_fetch_add(&word, 1);
	print_each("atomic_add", t, LOOPS);
	t = now_ns();
	for (int i = 0; i < LOOPS; i++)
		atomic_store(&word, (uint64_t)i);
	print_each("atomic_store", t, LOOPS);
}

static _Alignas(128) _Atomic int ball;

static void *throw_back(void *arg)
{
	(void)arg;
	pin(1);
	for (int i = 0; i < HANDS; i++) {
		for (int k = 1; atomic_load(&ball) != 1; k++)
			if (k % 4096 == 0)
				sched_yield();
		atomic_store(&ball, 0);
	}
	return NULL;
}

/* One line of memory handed to the other core, one way. */
static void cache_line(void)
{
	double *v = calloc(HANDS, sizeof *v);
	pthread_t other;

	pthread_create(&other, NULL, throw_back, NULL);
	pin(0);
	for (int i = 0; i < HANDS; i++) {
		int64_t t = now_ns();
		atomic_store(&ball, 1);
		for (int k = 1; atomic_load(&ball) != 0; k++)
			if (k % 4096 == 0)
				sched_yield();
		v[i] = (double)(now_ns() - t) / 2;
	}
	pthread_join(other, NULL);
	print_percentiles("cache_line", v, HANDS);
	free(v);
}

static _Atomic uint32_t bell;
static _Atomic int64_t rung;

struct sleeper {
	int cpu;
	double late[WAKES];
};

static void *sleep_and_wake(void *arg)
{
	struct sleeper *s = arg;

	pin(s->cpu);
	for (uint32_t i = 0; i < WAKES; i++) {
		while (atomic_load(&bell) == i)
			syscall(SYS_futex, &bell, FUTEX_WAIT, i, NULL, NULL, 0);
		s->late[i] = (double)(now_ns() - atomic_load(&rung));
	}
	return NULL;
}

/* From the call of FUTEX_WAKE until the sleeper runs. */
static void futex_wake(const char *key, int cpu)
{
	static struct sleeper s;
	pthread_t other;

	atomic_store(&bell, 0);
	s.cpu = cpu;
	pin(0);
	pthread_create(&other, NULL, sleep_and_wake, &s);
	for (int i = 0; i < WAKES; i++) {
		usleep(200);
		atomic_store(&rung, now_ns());
		atomic_fetch_add(&bell, 1);
		syscall(SYS_futex, &bell, FUTEX_WAKE, 1, NULL, NULL, 0);
	}
	pthread_join(other, NULL);
	print_percentiles(key, s.late, WAKES);
}

/* Between buffers that rotate through 8 MB, as messages do. */
static void copies(void)
{
	static const struct { const char *key; size_t size; } kinds[] = {
		{ "memcpy_256", 256 }, { "memcpy_4k", 4096 }, { "memcpy_64k", 65536 }, { "memcpy_1m", 1 << 20 },
	};
	size_t room = 8 << 20;
	char *a = malloc(room), *b = malloc(room);

	memset(a, 1, room), memset(b, 1, room);
	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		size_t size = kinds[k].size, n = (256u << 20) / size;
		if (n > LOOPS)
			n = LOOPS;
		int64_t t = now_ns();
		for (size_t i = 0; i < n; i++) {
			memcpy(b, a + i * size % room, size);
			__asm__ volatile("" ::: "memory");
		}
		print_each(kinds[k].key, t, (double)n);
	}
	free(a), free(b);
}

static void page_touch(void)
{
	int fd = memfd_create("floor", MFD_CLOEXEC);
	size_t size = (size_t)PAGES * PAGE;

	if (fd < 0 || ftruncate(fd, (off_t)size) != 0)
		return;
	for (int second = 0; second < 2; second++) {
		volatile char *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
		int64_t t = now_ns();
		for (size_t i = 0; i < size; i += PAGE)
			second ? (void)p[i] : (void)(p[i] = 1);
		print_each(second ? "page_second_map" : "page_touch", t, PAGES);
		munmap((void *)p, size);
	}
	close(fd);
	fd = memfd_create("floor", MFD_CLOEXEC);
	if (ftruncate(fd, (off_t)size) != 0)
		return;
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	int64_t t = now_ns();
	if (madvise(p, size, 23 /* MADV_POPULATE_WRITE */) == 0)
		print_each("page_populate", t, PAGES);
	close(fd);
}

/* What opening a connection and ending it costs at the least. */
static void connect_accept_close(const char *path)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	int n = 2000, l = socket(AF_UNIX, SOCK_SEQPACKET, 0);
	int64_t t;

	snprintf(a.sun_path, sizeof a.sun_path, "%s", path);
	unlink(path);
	if (bind(l, (struct sockaddr *)&a, sizeof a) != 0 || listen(l, 8) != 0)
		return;
	t = now_ns();
	for (int i = 0; i < n; i++) {
		int c = socket(AF_UNIX, SOCK_SEQPACKET, 0);
		if (connect(c, (struct sockaddr *)&a, sizeof a) != 0)
			return;
		close(accept(l, NULL, NULL));
		close(c);
	}
	print_each("connect_accept_close", t, n);
	close(l);
	unlink(path);
}

static void connection(void)
{
	char path[64];

	snprintf(path, sizeof path, "/tmp/mailslot-floor-%d", getpid());
	connect_accept_close(path);
}

static void wake_other_core(void)
{
	futex_wake("futex_other_core", 1);
}

static void wake_same_core(void)
{
	futex_wake("futex_same_core", 0);
}

static const struct {
	const char *name;
	int cores;
	void (*run)(void);
} parts[] = {
	{ "syscall", 1, system_call }, { "clock", 1, clocks },       { "atomic", 1, atomics },
	{ "copy", 1, copies },         { "page", 1, page_touch },    { "connect", 1, connection },
	{ "line", 2, cache_line },     { "wake", 2, wake_other_core }, { "wake", 1, wake_same_core },
};

/* All parts, or those named. */
int main(int argc, char **argv)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	alarm(60);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		int wanted = argc == 1;
		for (int k = 1; k < argc; k++)
			wanted |= strcmp(argv[k], parts[i].name) == 0;
		if (wanted && cores >= parts[i].cores)
			parts[i].run();
	}
	return 0;
}
