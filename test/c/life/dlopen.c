/* The library by dlopen, from the path in the first argument. */
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

typedef void *(*create_function)(const char *, unsigned, unsigned, void *);
typedef void *(*open_function)(const char *, unsigned, unsigned, void *, unsigned, unsigned, void *);
typedef int (*transfer_function)(void *, void *, unsigned, unsigned *, void *);

int main(int argc, char **argv)
{
	char buffer[8];
	unsigned n = 0;
	void *library = argc > 1 ? dlopen(argv[1], RTLD_NOW) : NULL;
	if (!library) {
		puts(dlerror());
		return 1;
	}
	create_function create = (create_function)dlsym(library, "CreateMailslotA");
	open_function open_it = (open_function)dlsym(library, "CreateFileA");
	transfer_function read_it = (transfer_function)dlsym(library, "ReadFile"), write_it = (transfer_function)dlsym(library, "WriteFile");
	if (!create || !open_it || !read_it || !write_it || dlsym(library, "msgo_read"))
		return 2;
	void *s = create("\\\\.\\mailslot\\dlopen", 0, 0, NULL);
	void *c = open_it("\\\\.\\mailslot\\dlopen", 0x40000000u, 1, NULL, 3, 0, NULL);
	if (!write_it(c, "dl", 2, &n, NULL) || !read_it(s, buffer, sizeof buffer, &n, NULL) || n != 2 || memcmp(buffer, "dl", 2))
		return 3;
	puts("loaded");
	return dlclose(library);
}
