/* libmailslot and another Go library in one process, exchanging messages both
   ways while both collect garbage. Linked with them, or with two arguments by
   dlopen: the library to load first, then the other. */
#include <stdio.h>
#include <string.h>
#ifdef BY_DLOPEN
#include <dlfcn.h>
#define FUNCTION(result, name, ...) static result (*name)(__VA_ARGS__)
#else
#define FUNCTION(result, name, ...) extern result name(__VA_ARGS__)
#endif

typedef unsigned dword;
FUNCTION(void *, CreateMailslotA, const char *, dword, dword, void *);
FUNCTION(void *, CreateFileA, const char *, dword, dword, void *, dword, dword, void *);
FUNCTION(int, ReadFile, void *, void *, dword, dword *, void *);
FUNCTION(int, WriteFile, void *, const void *, dword, dword *, void *);
FUNCTION(int, second_listen, const char *);
FUNCTION(int, second_dial, const char *);
FUNCTION(int, second_read, char *, int);
FUNCTION(int, second_write, char *, int);

#define ROUNDS 2000

static int load(char **argv)
{
#ifdef BY_DLOPEN
	void *first = dlopen(argv[1], RTLD_NOW), *second = dlopen(argv[2], RTLD_NOW);
	if (!first || !second)
		return 1;
#define FIND(name) if (!(*(void **)&name = dlsym(first, #name)) && !(*(void **)&name = dlsym(second, #name))) return 2
	FIND(CreateMailslotA); FIND(CreateFileA); FIND(ReadFile); FIND(WriteFile);
	FIND(second_listen); FIND(second_dial); FIND(second_read); FIND(second_write);
#else
	(void)argv;
#endif
	return 0;
}

int main(int argc, char **argv)
{
	char out[300], in[300];
	dword n;
	int failed = load(argv);
	(void)argc;
	if (failed)
		return 10 + failed;
	void *ours = CreateMailslotA("\\\\.\\mailslot\\two\\ours", 0, 10000, NULL);
	if (second_listen("two/theirs") || second_dial("two/ours"))
		return 2;
	void *theirs = CreateFileA("\\\\.\\mailslot\\two\\theirs", 0x40000000u, 3, NULL, 3, 0, NULL);
	for (int i = 0; i < ROUNDS; i++) {
		int size = i % sizeof out;
		memset(out, i, sizeof out);
		if (!WriteFile(theirs, out, (dword)size, &n, NULL) || second_read(in, sizeof in) != size || memcmp(in, out, (size_t)size))
			return 3;
		if (second_write(out, size) != size || !ReadFile(ours, in, sizeof in, &n, NULL) || (int)n != size || memcmp(in, out, n))
			return 4;
	}
	puts("both work");
	return 0;
}
