/* What loading the C library takes, and the memory of a program that only did that. */
#include "clock.h"

#include <dlfcn.h>
#include <string.h>
#include <unistd.h>

/* A line "Key:  number kB" of /proc/self/smaps_rollup. */
static long kilobytes(const char *key)
{
	FILE *f = fopen("/proc/self/smaps_rollup", "r");
	char line[256];
	long n = 0;

	while (f && fgets(line, sizeof line, f))
		if (strncmp(line, key, strlen(key)) == 0)
			n = atol(line + strlen(key));
	if (f)
		fclose(f);
	return n;
}

int main(void)
{
	const char *path = getenv("BENCH_LIBMAILSLOT");
	long before = kilobytes("Pss:");
	int64_t t = now_ns();

	if (!dlopen(path ? path : "libmailslot.so", RTLD_LAZY)) {
		printf("skip %s\n", dlerror());
		return 0;
	}
	printf("load_us %.1f\n", (double)(now_ns() - t) / 1000);
	usleep(20000); /* its runtime starts threads */
	printf("kb %ld\n", kilobytes("Pss:") - before);
	return 0;
}
