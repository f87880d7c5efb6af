/* Time, percentiles and processors for the measuring programs. */
#ifndef CLOCK_H
#define CLOCK_H

#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* cpu < 0 leaves the placement to the scheduler. */
static inline void pin(int cpu)
{
	cpu_set_t set;

	if (cpu < 0)
		return;
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof set, &set);
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Prints the 50th and 99th percentile of v as KEY_p50 and KEY_p99. */
static inline void print_percentiles(const char *key, double *v, size_t n)
{
	if (n == 0)
		return;
	qsort(v, n, sizeof *v, by_value);
	printf("%s_p50 %.1f\n%s_p99 %.1f\n", key, v[n / 2], key, v[n * 99 / 100]);
	fflush(stdout);
}

#endif
