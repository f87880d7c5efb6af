/*
 * The seam: what the C layer asks of the Go side (package capi, file by file).
 *
 * Rules for every function here
 *  - It answers a Win32 error code, 0 for success. Results go through
 *    pointers, which are never null unless the comment says so, and are
 *    written only on success unless the comment says so.
 *  - The C layer has already: refused the call in a forked child, blocked
 *    signals, judged the user's pointers (998, 1784, 87), and it will set the
 *    thread's last error. Nothing here touches a last error.
 *  - tid is the calling thread (gettid). The Go side needs it for mutex
 *    ownership, APC queues, CancelIo and CancelSynchronousIo.
 *  - Handles are small multiples of 4, never pointers. 0xFFFF...FF
 *    (INVALID_HANDLE_VALUE, also the process pseudo handle) and 0xFFFF...FE
 *    (the thread pseudo handle, meaning tid) are accepted where Windows
 *    accepts them; every other unknown value is 6.
 *  - Names of slots and objects are UTF-16 (pointer, units), since a slot's
 *    name may hold unpaired surrogates; names of files are UTF-8 and never
 *    come here: C opens files itself and registers the descriptor.
 *  - timeouts are milliseconds, MSGO_INFINITE waits for ever.
 *  - No pointer is declared const: cgo cannot say it, and the build compares
 *    these prototypes with the ones that cgo writes.
 */
#ifndef MSGO_H
#define MSGO_H

#include "msgo_types.h"

/* --- life of the library ------------------------------------------------ */

/* Called once when the library is loaded. Takes over handles that a parent's
   msgo_process_create left for this process. */
uint32_t msgo_init(struct msgo_shared *shared);
/* Called in order at exit: hands slots to processes that hold stubs (6.9). */
uint32_t msgo_exit(void);
/* The process ends with a code of which the system keeps eight bits: tells the
   parent all of it, if that is one by CreateProcess. */
uint32_t msgo_say_code(uint32_t code);

/* --- handles ------------------------------------------------------------ */

uint32_t msgo_close(uintptr_t h);                 /* 6: unknown, protected; -1 succeeds */
uint32_t msgo_handle_info(uintptr_t h, struct msgo_handle_info *out);
uint32_t msgo_set_handle_flags(uintptr_t h, uint32_t mask, uint32_t flags);
/* DuplicateHandle: source and target are process handles (-1: this process);
   options: 1 close source, 2 same access. Into a child that
   msgo_process_create made as well (6.9). Pseudo handles become real ones. */
uint32_t msgo_duplicate(uintptr_t source_process, uintptr_t source, uintptr_t target_process,
                        uintptr_t *out, uint32_t access, uint32_t inherit, uint32_t options,
                        uint32_t tid);
/* \Device\Mailslot\name, \BaseNamedObjects\name, or "" for unnamed: UTF-16 into
   buf of cap units, *units is the full length; 234 when it did not fit (the
   part that fits is written). */
uint32_t msgo_object_name(uintptr_t h, uint16_t *buf, uint32_t cap, uint32_t *units);
/* CompareObjectHandles: *same = 1 when both are the same object. */
uint32_t msgo_same_object(uintptr_t a, uintptr_t b, uint32_t *same);

/* --- descriptors -------------------------------------------------------- */

/* Makes a handle of an open descriptor that C owned until now; it is moved
   above 1023 and closed with the handle, except when keep is 1 (the standard
   descriptors). access: mapped access bits; attributes as CreateFile. */
uint32_t msgo_fd_register(int32_t fd, uint32_t keep, uint32_t access, uint32_t attributes,
                          uint32_t inherit, uintptr_t *out);
/* The descriptor and granted access of a file handle, else 6. */
uint32_t msgo_fd_of(uintptr_t h, int32_t *fd, uint32_t *access);
/* The end of an I/O that C did itself on a descriptor: writes *io, sets the
   event, queues the APC or the port's packet. status is an NTSTATUS. */
uint32_t msgo_complete(uintptr_t h, struct msgo_async *how, uint32_t status, uint32_t n, uint32_t tid);

/* --- mailslots ---------------------------------------------------------- */

/* CreateMailslot. name null: 3. sd: a self-relative or absolute security
   descriptor as SDDL in UTF-8, null for the default. */
uint32_t msgo_slot_create(uint16_t *name, uint32_t units, uint32_t max_size, uint32_t timeout,
                          char *sd, uint32_t inherit, uintptr_t *out);
/* Whether text is SDDL that msgo_slot_create understands: 0, 1336 or 1337. */
uint32_t msgo_sddl_check(char *sd);
/* CreateFile on any name of the form \\x\..., //x/... or \??\...: slots, the
   root (1.8), remote names. 123 for names that are no mailslot. *exists = 1:
   it was there (OPEN_ALWAYS sets 183). */
uint32_t msgo_slot_open(uint16_t *name, uint32_t units, uint32_t access, uint32_t share,
                        uint32_t disposition, uint32_t attributes, uint32_t inherit,
                        uintptr_t *out, uint32_t *exists);
/* NtCreateMailslotFile and NtCreateFile: the same by NT name
   (\??\mailslot\x, \Device\Mailslot\x); case rule and checks as in 2.8.
   options as NT's CreateOptions: 0x20 / 0x10 makes a synchronous handle. */
uint32_t msgo_nt_slot_create(uint16_t *name, uint32_t units, uint32_t access, uint32_t options,
                             uint32_t max_size, uint32_t timeout, uint32_t inherit, uintptr_t *out);
uint32_t msgo_nt_slot_open(uint16_t *name, uint32_t units, uint32_t access, uint32_t share,
                           uint32_t disposition, uint32_t options, uint32_t inherit, uintptr_t *out);

/* ReadFile and WriteFile without OVERLAPPED; they block as the slot says
   (CancelSynchronousIo ends them with 995). *n is set to 0 first, always. On a
   descriptor: MSGO_IS_FD with *fd when the handle has the right, else 5. buf
   may be null only when len is 0 (C answers 998 and 1784 itself, through
   msgo_check_read and msgo_check_write, to keep the order of the checks). */
uint32_t msgo_read(uintptr_t h, void *buf, uint32_t len, uint32_t *n, int32_t *fd, uint32_t tid);
uint32_t msgo_write(uintptr_t h, void *buf, uint32_t len, uint32_t *n, int32_t *fd, uint32_t tid);
/* Checks 2, 3 of the order of checks: 6, then 5; used before a bad pointer is
   answered with 998 or 1784. */
uint32_t msgo_check_read(uintptr_t h);
uint32_t msgo_check_write(uintptr_t h);
/* The same asynchronously. 0: done at once, *n set, and every report of
   how has been made; 997: pending, *how is copied and buf stays in use; any
   other code: failed at once, io->status left alone, nothing reported (9.4).
   On a descriptor: MSGO_IS_FD, *fd; C does the I/O and calls msgo_complete. */
uint32_t msgo_read_async(uintptr_t h, void *buf, uint32_t len, struct msgo_async *how,
                         uint32_t *n, int32_t *fd, uint32_t tid);
uint32_t msgo_write_async(uintptr_t h, void *buf, uint32_t len, struct msgo_async *how,
                          uint32_t *n, int32_t *fd, uint32_t tid);
/* Waits until io->status is not 0x103. 0 done, 258 time-out, MSGO_APC. */
uint32_t msgo_wait_io(uintptr_t h, struct msgo_iosb *io, uint32_t timeout, uint32_t alertable, uint32_t tid);

/* CancelIo (own_thread 1: only what tid started; io null), CancelIoEx (io null:
   all). CancelIoEx answers 1168 when nothing was pending, CancelIo 0. */
uint32_t msgo_cancel_io(uintptr_t h, struct msgo_iosb *io, uint32_t own_thread, uint32_t tid);
/* CancelSynchronousIo: 1168 when the thread is not blocked in one. */
uint32_t msgo_cancel_synchronous(uintptr_t thread);

uint32_t msgo_slot_info(uintptr_t h, struct msgo_slot_info *out);       /* rules 6.1-6.8 */
uint32_t msgo_slot_set_timeout(uintptr_t h, uint32_t timeout);          /* 6.6, 6.7 */
/* `\name` as FileNameInfo shows it; as msgo_object_name, 234 when cut. */
uint32_t msgo_slot_name(uintptr_t h, uint16_t *buf, uint32_t cap, uint32_t *units);
/* The slots of this computer, for FindFirstFile(\\.\mailslot\*): names as UTF-16,
   each ended by a 0 unit; 234 when it did not fit, *units is the full length. */
uint32_t msgo_slot_list(uint16_t *buf, uint32_t cap, uint32_t *units);
/* A descriptor for poll and select, readable when a message is queued. It
   belongs to the handle, is the same at every call, and is never read by the
   program. */
uint32_t msgo_pollfd(uintptr_t h, int32_t *fd);

/* --- waiting ------------------------------------------------------------ */

/* WaitForMultipleObjects(Ex), 1 to 64 handles. 0 and *index = 0 .. count-1 (or
   0x80 + i: abandoned mutex); 258 and *index = 0x102 on time-out; MSGO_APC;
   6 a handle is bad; 87 duplicates with all = 1, or count out of range.
   Slot handles by rules 7.1 and 7.2; descriptors: terminals and pipes when
   readable, files always. */
uint32_t msgo_wait(uintptr_t *handles, uint32_t count, uint32_t all, uint32_t timeout,
                   uint32_t alertable, uint32_t *index, uint32_t tid);
/* SignalObjectAndWait, atomically; results as msgo_wait. */
uint32_t msgo_signal_and_wait(uintptr_t signal, uintptr_t wait, uint32_t timeout,
                              uint32_t alertable, uint32_t *index, uint32_t tid);
/* SleepEx(timeout, TRUE): 0 the time is over, MSGO_APC. */
uint32_t msgo_sleep_alertable(uint32_t timeout, uint32_t tid);
/* Takes the oldest APC of the calling thread: 0, or 1168 when there is none. */
uint32_t msgo_apc_take(struct msgo_apc *out, uint32_t tid);
/* QueueUserAPC. */
uint32_t msgo_apc_queue(uintptr_t thread, void *routine, uintptr_t argument, uint32_t tid);

/* --- events, mutexes, semaphores, timers -------------------------------- */
/* name null or units 0: unnamed. *exists = 1: opened, C sets 183. A name of
   another kind of object: 6. Prefixes Global\ and Local\ are accepted. Named
   objects are shared by the processes of one namespace directory. */

uint32_t msgo_event_create(uint16_t *name, uint32_t units, uint32_t manual, uint32_t initial,
                           uint32_t access, uint32_t inherit, uintptr_t *out, uint32_t *exists);
uint32_t msgo_event_set(uintptr_t h);
uint32_t msgo_event_reset(uintptr_t h);
uint32_t msgo_event_pulse(uintptr_t h);

uint32_t msgo_mutex_create(uint16_t *name, uint32_t units, uint32_t owned, uint32_t access,
                           uint32_t inherit, uintptr_t *out, uint32_t *exists, uint32_t tid);
uint32_t msgo_mutex_release(uintptr_t h, uint32_t tid);                 /* 288 not the owner */

uint32_t msgo_semaphore_create(uint16_t *name, uint32_t units, int32_t initial, int32_t maximum,
                               uint32_t access, uint32_t inherit, uintptr_t *out, uint32_t *exists);
uint32_t msgo_semaphore_release(uintptr_t h, int32_t count, int32_t *previous); /* 298 too many; 87 */

uint32_t msgo_timer_create(uint16_t *name, uint32_t units, uint32_t manual, uint32_t access,
                           uint32_t inherit, uintptr_t *out, uint32_t *exists);
/* due as SetWaitableTimer: negative relative, positive FILETIME, 100 ns. */
uint32_t msgo_timer_set(uintptr_t h, int64_t due, int32_t period, void *routine, uintptr_t argument, uint32_t tid);
uint32_t msgo_timer_cancel(uintptr_t h);

/* Memory of size bytes, or of a file's where file is a descriptor and not -1;
   and what to map, which is the section's. */
uint32_t msgo_section_create(uint16_t *name, uint32_t units, int64_t size, int32_t file, uint32_t access,
                             uint32_t inherit, uintptr_t *out, uint32_t *exists);
uint32_t msgo_section_fd(uintptr_t h, int32_t *fd);

/* OpenEvent, OpenMutex, ...: kind is an enum msgo_kind; 2 when there is none. */
uint32_t msgo_object_open(uint32_t kind, uint16_t *name, uint32_t units, uint32_t access,
                          uint32_t inherit, uintptr_t *out);

/* --- threads ------------------------------------------------------------ */
/* C starts and ends threads; the Go side keeps their objects. */

/* The object of a thread that runs or is about to: its handle. */
uint32_t msgo_thread_new(uint32_t tid, uint32_t inherit, uintptr_t *out);
/* The thread ends: signals its object, abandons its mutexes, drops its APCs,
   cancels (995) what it has pending. Also called for threads that C did not start. */
uint32_t msgo_thread_exit(uint32_t tid, uint32_t code);
uint32_t msgo_thread_exit_code(uintptr_t h, uint32_t *code, uint32_t tid); /* 259 while it runs */
/* A handle by id; 87 when no such thread of this process is known. */
uint32_t msgo_thread_open(uint32_t id, uint32_t access, uint32_t inherit, uintptr_t *out);

/* --- processes ---------------------------------------------------------- */

/* CreateProcess. Inheritable handles (files, events, slots ...) appear in the
   child under the same values when inherit is 1. */
uint32_t msgo_process_create(struct msgo_process_start *start, struct msgo_process_started *out);
uint32_t msgo_process_open(uint32_t pid, uint32_t access, uint32_t inherit, uintptr_t *out); /* 87 none */
uint32_t msgo_process_exit_code(uintptr_t h, uint32_t *code);           /* 259 while it runs */
/* Lets a process go on that was created suspended; *before is 1 if it was. */
uint32_t msgo_process_resume(uintptr_t h, uint32_t *before);
uint32_t msgo_process_terminate(uintptr_t h, uint32_t code);

/* --- completion ports --------------------------------------------------- */

uint32_t msgo_port_create(uint32_t threads, uintptr_t *out);
uint32_t msgo_port_associate(uintptr_t port, uintptr_t h, uintptr_t key); /* 87 twice, or no I/O handle */
uint32_t msgo_port_post(uintptr_t port, uint32_t bytes, uintptr_t key, uintptr_t overlapped);
/* GetQueuedCompletionStatusEx: up to max packets, *got of them; 258, MSGO_APC;
   735 (ERROR_ABANDONED_WAIT_0) when the port is closed meanwhile. */
uint32_t msgo_port_get(uintptr_t port, struct msgo_packet *packets, uint32_t max, uint32_t *got,
                       uint32_t timeout, uint32_t alertable, uint32_t tid);
/* SetFileCompletionNotificationModes: 1 skip port on success, 2 skip event. */
uint32_t msgo_completion_modes(uintptr_t h, uint32_t modes);

#endif
