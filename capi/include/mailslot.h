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
   any. read_timeout: milliseconds that a read waits, 0 for not at all. security:
   null; programs that need more include windows.h. */
mailslot_handle CreateMailslotA(const char *name, uint32_t max_message_size, uint32_t read_timeout, void *security);

/* Opens a slot for writing: access MAILSLOT_GENERIC_WRITE, share
   MAILSLOT_SHARE_READ, security null, disposition MAILSLOT_OPEN_EXISTING,
   flags 0, template null. name may name other computers: \\COMPUTER\mailslot\x,
   \\DOMAIN\mailslot\x, \\*\mailslot\x. */
mailslot_handle CreateFileA(const char *name, uint32_t access, uint32_t share, void *security, uint32_t disposition, uint32_t flags, mailslot_handle template_file);

/* Reads the next message into size bytes; *read is its length. Waits as the
   slot's time-out says. overlapped: null. */
int ReadFile(mailslot_handle server, void *buffer, uint32_t size, uint32_t *read, void *overlapped);

/* Writes one message; never waits for the reader. */
int WriteFile(mailslot_handle client, const void *message, uint32_t size, uint32_t *written, void *overlapped);

/* Each result may be null. *next_size is MAILSLOT_NO_MESSAGE when none waits. */
int GetMailslotInfo(mailslot_handle server, uint32_t *max_message_size, uint32_t *next_size, uint32_t *message_count, uint32_t *read_timeout);

/* Changes the time-out of reads. */
int SetMailslotInfo(mailslot_handle server, uint32_t read_timeout);

/* A descriptor, readable while a message waits: for poll and select. It belongs
   to the slot: do not read or close it. -1 when the handle is no server's. */
int mailslot_pollfd(mailslot_handle server);

/* Closes a handle of either kind. The slot ends with its last server handle. */
int CloseHandle(mailslot_handle handle);

/* The number of this thread's last failure. */
uint32_t GetLastError(void);

#ifdef __cplusplus
}
#endif

#endif
