/*
 * mailslot.h: Windows mailslots for Linux, for C and C++ programs that do not
 * want windows.h. Link with -lmailslot (pkg-config mailslot). Programs that
 * include windows.h must not include this: it has the same functions.
 *
 * A mailslot is a named queue of messages. The program that makes it is its
 * server and alone reads it; clients open it by name and write. One write is
 * one message, read whole or not at all, in the order in which writes returned.
 * The slot and its unread messages end with the last server handle.
 *
 * Functions that answer int say 1 for success and 0 for failure, whose number
 * GetLastError tells; text is UTF-8. All may be called from any thread, none
 * in a child between fork and exec.
 */
#ifndef MAILSLOT_H
#define MAILSLOT_H

#ifdef _WINDOWS_
#error windows.h declares the mailslot functions already: leave mailslot.h out
#endif

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef void *mailslot_handle;

#define MAILSLOT_INVALID_HANDLE ((mailslot_handle)(intptr_t)-1)
#define MAILSLOT_WAIT_FOREVER ((uint32_t)-1)
#define MAILSLOT_NO_MESSAGE ((uint32_t)-1)

/* Values for CreateFileA on a slot. */
#define MAILSLOT_GENERIC_WRITE 0x40000000u
#define MAILSLOT_SHARE_READ 1u
#define MAILSLOT_OPEN_EXISTING 3u

/* Numbers that GetLastError gives for mailslots. */
#define MAILSLOT_E_NO_SERVER 2u         /* nobody made a slot of that name */
#define MAILSLOT_E_BAD_PATH 3u
#define MAILSLOT_E_ACCESS 5u            /* not allowed, or the wrong direction */
#define MAILSLOT_E_HANDLE 6u
#define MAILSLOT_E_SERVER_GONE 38u      /* ERROR_HANDLE_EOF */
#define MAILSLOT_E_PARAMETER 87u        /* longer than the slot's maximum, among others */
#define MAILSLOT_E_TIMEOUT 121u         /* ERROR_SEM_TIMEOUT: no message in time */
#define MAILSLOT_E_BUFFER 122u          /* the message is longer than the buffer, and stays */
#define MAILSLOT_E_NAME 123u
#define MAILSLOT_E_EXISTS 183u          /* the name has a server */

/* Makes a slot and answers the server's handle, MAILSLOT_INVALID_HANDLE on
   failure. name: \\.\mailslot\[path\]name. max_message_size: in bytes, 0 for
   any. read_timeout: milliseconds that a read waits, 0 for not at all,
   MAILSLOT_WAIT_FOREVER for ever. security: null; programs that need more
   include windows.h.
   Errors: 3 (no name, one of another computer, or above 32,759 characters), 5
   (security that this place cannot give, or the place of slots is closed to this
   user), 123 (no mailslot name, or after \\?\mailslot\ above 32,749 characters),
   183 (the name has a server). */
mailslot_handle CreateMailslotA(const char *name, uint32_t max_message_size, uint32_t read_timeout, void *security);

/* Opens a slot for writing: access MAILSLOT_GENERIC_WRITE, share
   MAILSLOT_SHARE_READ, security null, disposition MAILSLOT_OPEN_EXISTING,
   flags 0, template null. name may name other computers: \\COMPUTER\mailslot\x,
   \\DOMAIN\mailslot\x, \\*\mailslot\x; those always open.
   Errors: 2 (no server of that name), 3 (no name), 5 (the server's
   security does not let this user write), 53 (no way to that computer), 87
   (disposition 0 or above 5). */
mailslot_handle CreateFileA(const char *name, uint32_t access, uint32_t share, void *security, uint32_t disposition, uint32_t flags, mailslot_handle template_file);

/* Reads the next message into size bytes; *read is its length. Waits as the
   slot's time-out says. A message longer than size stays, and *read is 0.
   overlapped: null.
   Errors: 5 (a client's handle), 6 (no handle), 38 (the slot has ended), 87 (a
   client's handle that was opened for reading too), 121 (no message in time), 122
   (the buffer is too small), 995 (cancelled), 998 (the buffer is null and size is
   not 0). */
int ReadFile(mailslot_handle server, void *buffer, uint32_t size, uint32_t *read, void *overlapped);

/* Writes one message of 0 bytes to the slot's maximum, to other computers at
   most 424 bytes; never waits for the reader. *written is size.
   Errors: 5 (a server's handle, or opened without write access), 6 (no
   handle), 38 (the server has gone), 53 (above 424 bytes to a domain), 87 (longer
   than the slot's maximum), 1784 (message is null and size is not 0), 1816 (the
   quota of unread bytes is used up). */
int WriteFile(mailslot_handle client, const void *message, uint32_t size, uint32_t *written, void *overlapped);

/* What waits: the maximum in bytes (0: any), the size of the next message or
   MAILSLOT_NO_MESSAGE, the number of messages, the time-out in milliseconds.
   Each result may be null. Works through a client's handle as well.
   Errors: 6 (no handle), 38 (a client's handle, and the server has gone), 87 (an
   ordinary file). */
int GetMailslotInfo(mailslot_handle server, uint32_t *max_message_size, uint32_t *next_size, uint32_t *message_count, uint32_t *read_timeout);

/* Changes the time-out of reads that begin from now on: milliseconds, 0 for not
   at all, MAILSLOT_WAIT_FOREVER.
   Errors: 6 (no handle), 87 (a client's handle). */
int SetMailslotInfo(mailslot_handle server, uint32_t read_timeout);

/* A descriptor for poll, readable while a message waits and when the slot has
   ended: the next read tells which. It is above 1023: give select a dup of it. It
   belongs to the handle: do not read or close it. -1 on failure.
   Errors: 4 (too many open descriptors), 6 (no handle), 38 (another process held
   the slot, and has ended), 87 (a client's handle, or an ordinary file). */
int mailslot_pollfd(mailslot_handle server);

/* Closes a handle of either kind. The slot ends with its last server handle.
   Errors: 6 (no handle, or closed already). */
int CloseHandle(mailslot_handle handle);

/* The number of this thread's last failure; success leaves it. */
uint32_t GetLastError(void);

#ifdef __cplusplus
}
#endif

#endif
