/*
 * What the C files of libmailslot share. They are compiled with the headers
 * for programs, so that a prototype and its function cannot part.
 */
#ifndef MSW_INTERNAL_H
#define MSW_INTERNAL_H

#define _GNU_SOURCE
#define MSW_KEEP_MAIN
#define MSW_INSIDE
#include <windows.h>
#include <tchar.h>
#include <strsafe.h>
#include <conio.h>
#include <process.h>
#include <io.h>
#include <direct.h>
#include <share.h>
#include <sddl.h>
#include <winternl.h>
#include <winsock2.h>
#include "msgo.h"

/* The library's own files use the system's functions under their own names. */
#define EXPORT __attribute__((visibility("default")))

typedef uint16_t u16;

/* --- calls into Go ------------------------------------------------------ */

/* The calling thread's number, cached. */
uint32_t msw_tid(void);
/* The calling thread is the library's own, which never ends. */
void msw_serve(void);
/* Waits until the calling thread is the last that the library has met. */
void msw_await_others(void);
/* Around each call into Go: see signals.c. False in a forked child. */
BOOL msw_enter(void);
void msw_leave(void);
/* The thread ends: it calls no more. */
void msw_forget_thread(void);
void msw_drop_queue(DWORD thread);
void msw_drop_thread(void);
/* While the library is loaded: asynchronous signals blocked, and again as they
   were; the thread that takes signals; and the end of loading. */
uint64_t msw_block_all(void);
void msw_unblock(uint64_t old);
void msw_start_signal_thread(void);
void msw_open_gate(void);
/* The process ends by the calling thread: no other comes back from a call. */
void msw_end_others(void);
ssize_t msw_write(int fd, const void *buffer, size_t size);
/* This is a child by fork that has not called exec: nothing works in it. */
BOOL msw_forked(void);
/* Sets the last error; TRUE for success, which leaves it alone. */
BOOL msw_result(uint32_t code);

/* GO(call): a msgo_ function's code, or 6 in a child that forked. */
#define GO(call) __extension__({ \
	uint32_t code_ = ERROR_INVALID_HANDLE; \
	if (msw_enter()) { \
		code_ = (call); \
		msw_leave(); \
	} \
	code_; })

#define H(h) ((uintptr_t)(h))

/* --- text --------------------------------------------------------------- */

/* Each makes memory for free(); null in, null out. Units are counted without
   the final zero. WTF-8 keeps unpaired surrogates. */
char *msw_from16(const u16 *s, size_t units);
char *msw_from32(const uint32_t *s, size_t units);
u16 *msw_to16(const char *s, size_t *units);
uint32_t *msw_to32(const char *s, size_t *units);
size_t msw_len16(const u16 *s);
size_t msw_len32(const uint32_t *s);
/* How many bytes follow the first one of a character. */
int msw_following(unsigned char lead);
/* Decodes one character and moves *p behind it; what is no UTF-8 is taken as
   Latin-1, so that no byte is lost. */
uint32_t msw_decode(const unsigned char **p, const unsigned char *end);
size_t msw_encode(char *to, uint32_t c);

/* Copies s into buf as the many "Get" functions do: the length, or the size
   needed when it does not fit. */
DWORD msw_give(const char *s, char *buf, DWORD size);

/* --- formats ------------------------------------------------------------ */

/* Source of arguments for a format, and how text in it is meant. */
enum msw_width { MSW_NARROW = 1, MSW_WIDE16 = 2, MSW_WIDE32 = 4 };
/* Formats into fresh memory, as UTF-8; the format is UTF-8 as well. plain is
   what %s without a prefix means, wide what %ls means. */
char *msw_vformat(const char *format, enum msw_width plain, enum msw_width wide, va_list args, size_t *length);
int msw_vscan(const char *text, FILE *file, const char *format, enum msw_width plain, enum msw_width wide, BOOL secure, va_list args);

/* --- others ------------------------------------------------------------- */

/* The SDDL of a descriptor for the Go side, or null; *code on bad ones. */
char *msw_sddl(LPSECURITY_ATTRIBUTES security, uint32_t *code);
BOOL msw_inherits(LPSECURITY_ATTRIBUTES security);
/* Runs the calling thread's APCs. */
void msw_run_apcs(void);
DWORD msw_errno_code(int number);
/* The same of errno after a call by path: nothing found is 2, or 3 when the
   directory is missing as well. */
uint32_t msw_path_code(const char *path);
/* Splits a line as the C run-time of Windows does, into one block for free():
   blanks part, quotes hold together, two of them within quotes are one;
   backslashes mean something only in front of a quote. In the first word, the
   program's name, quotes only hold together and backslashes are themselves. */
char **msw_split(const char *line, int *count);
/* A path of the program's as one of this system: backslashes turned, drive
   letters dropped. For free(). */
char *msw_path(const char *path);
BOOL msw_is_device_name(const char *name);

#endif
