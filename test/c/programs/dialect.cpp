// What only their compiler takes: no type before main, widths behind numbers,
// byte beside std, blocks for exceptions, branches for this system.
#include <iostream>
using namespace std;
#include <windows.h>
#include <stdio.h>
#ifndef _WIN32
#error for Windows only
#endif

static byte turned(byte b) { return (byte)~b; }

main(int argc, char *argv[])
{
	unsigned __int64 big = 0x10000000000ui64;
	struct { byte kind; WORD length; } head = { 7, 1 };
	__try {
		printf("%d %I64u %d\n", turned(0x0F), big + 5i64, head.kind);
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		printf("exception %x\n", GetExceptionCode());
	}
	__try {
		printf("%d\n", argc);
	} __finally {
		printf("%d\n", isdigit('5') != 0 && WSAEINTR == 10004);
	}
	return 0;
}
