/* A void main that returns nothing: not a word from the compiler, and code 0. */
#include <windows.h>
#include <stdio.h>

void helper(int quiet)
{
	if (quiet) return;
	printf("return; ");
}

#ifdef NEVER
void main(void) {
#else
void
main(int argc, char *argv[]) /* return; */ {
#endif
	int i;
	helper(argc > 5);
	for (i = 0;; i++) {
		if (i == 3) { puts(argv[0] ? "{ three" : "none"); return ; }
	}
}

void after(void) { return; }
