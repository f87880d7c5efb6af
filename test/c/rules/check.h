/* Checks in the manner of the test anything protocol. The programs of this
   folder are plain Windows source: the lane wine builds them with mingw and
   runs them under Wine. */
#ifndef CHECK_H
#define CHECK_H

#ifndef _WIN32_WINNT
#define _WIN32_WINNT 0x0602
#endif
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern int checks, failures;
void report(int ok, const char *file, int line, const char *rule, const char *what);
#define OK(rule, e) report((e) != 0, __FILE__, __LINE__, rule, #e)

/* A call that must fail with a code: FALSE or INVALID_HANDLE_VALUE. */
#define UNTOUCHED 0xCCCCCCCCu
#define FAILS(rule, call, code) do { \
	SetLastError(UNTOUCHED); \
	int ok_ = !(call); \
	DWORD got_ = GetLastError(); \
	if (ok_ && got_ != (code)) printf("# last error %u instead of %u\n", (unsigned)got_, (unsigned)(code)); \
	report(ok_ && got_ == (code), __FILE__, __LINE__, rule, #call " fails with " #code); \
} while (0)
/* A call that succeeds and leaves the last error alone. */
#define WORKS(rule, call) do { \
	SetLastError(UNTOUCHED); \
	int ok_ = (call) != 0; \
	if (!ok_) printf("# last error %u\n", (unsigned)GetLastError()); \
	report(ok_ && GetLastError() == UNTOUCHED, __FILE__, __LINE__, rule, #call); \
} while (0)
int is_handle(HANDLE h);

/* A name of this test and process, in a buffer that the next but three call
   takes again. */
const char *slot(const char *name);
HANDLE server(const char *name, DWORD max, DWORD timeout);
/* One that is overlapped everywhere: by NtCreateMailslotFile without options. */
HANDLE native_server(const char *name, DWORD timeout);
HANDLE client(const char *name);
HANDLE client_with(const char *name, DWORD access);
BOOL put(HANDLE h, const char *text);
DWORD count(HANDLE h);
/* Reads one message; its text, or "?" and the code. */
const char *get(HANDLE h);

void names(void);
void creating(void);
void opening(void);
void writing(void);
void reading(void);
void info(void);
void others(void);
void duplicates(void);
void lifetime(void);
void overlapped(void);
void bad_input(void);
void native(void);
void objects(void);
void children(void);
void strict_sharing(void);
/* What the program does as its own child. */
int child(const char *word, const char *what);

#endif
