/*
 * Types and constants of the seam between the C layer and the Go side of
 * libmailslot. The Go side includes this file in its cgo preambles; the
 * prototypes are in msgo.h, which only C includes, so that cgo's own
 * declarations of the exported functions can be compared with them.
 */
#ifndef MSGO_TYPES_H
#define MSGO_TYPES_H

#include <stdint.h>

/*
 * Every msgo_ function answers a Win32 error code, 0 for success, or one of
 * these, which are no Win32 codes. Customer bit 29 keeps them apart.
 */
#define MSGO_IS_FD 0x20000001u /* the handle is a file: *fd says which, C does the I/O */
#define MSGO_APC   0x20000002u /* an alertable wait ended: C runs the APCs, msgo_apc_take */

#define MSGO_INFINITE 0xFFFFFFFFu

/* What a handle is; msgo_handle_info. */
enum msgo_kind {
	MSGO_KIND_NONE = 0,
	MSGO_KIND_SERVER,    /* CreateMailslot */
	MSGO_KIND_CLIENT,    /* CreateFile on a slot */
	MSGO_KIND_ROOT,      /* CreateFile on \\.\mailslot (rule 1.8) */
	MSGO_KIND_FD,        /* file, console, pipe: a descriptor */
	MSGO_KIND_EVENT,
	MSGO_KIND_MUTEX,
	MSGO_KIND_SEMAPHORE,
	MSGO_KIND_TIMER,
	MSGO_KIND_THREAD,
	MSGO_KIND_PROCESS,
	MSGO_KIND_PORT,      /* completion port */
	MSGO_KIND_SECTION    /* CreateFileMapping */
};

/*
 * IO_STATUS_BLOCK and the head of OVERLAPPED. The Go side stores status last
 * and atomically, as an NTSTATUS (0x103 while the operation is pending).
 */
struct msgo_iosb {
	uintptr_t status;
	uintptr_t information;
};

/* OVERLAPPED. event may carry 1 in its lowest bit: no packet to the port. */
struct msgo_overlapped {
	struct msgo_iosb io;
	uint32_t offset;
	uint32_t offset_high;
	uintptr_t event;
};

/* How an APC is called by the C layer. */
enum msgo_apc_kind {
	MSGO_APC_NONE = 0,
	MSGO_APC_USER,   /* QueueUserAPC:        void f(ULONG_PTR a) */
	MSGO_APC_WIN32,  /* ReadFileEx:          void f(DWORD error=a, DWORD n=b, OVERLAPPED *c) */
	MSGO_APC_NT,     /* NtReadFile:          void f(void *context=a, IO_STATUS_BLOCK *b, ULONG 0) */
	MSGO_APC_TIMER   /* SetWaitableTimer:    void f(void *arg=a, DWORD low=b, DWORD high=c) */
};

struct msgo_apc {
	void *routine;
	uintptr_t a, b, c;
	uint32_t kind; /* enum msgo_apc_kind */
};

/*
 * How an asynchronous operation reports its end, beside *io: all fields may
 * be 0. An event is reset at the start and set at the end; an APC goes to the
 * calling thread's queue; without an APC a handle that belongs to a port
 * sends it a packet whose overlapped is `overlapped`.
 */
struct msgo_async {
	struct msgo_iosb *io;   /* where the result is written, never null */
	uintptr_t event;        /* event handle or 0 */
	void *routine;          /* APC routine or null */
	uintptr_t context;      /* NT: APC context, which is also the packet's value */
	uintptr_t overlapped;   /* what the port's packet points at; 0: no packet */
	uint32_t kind;          /* MSGO_APC_WIN32, MSGO_APC_NT or MSGO_APC_NONE */
};

/* OVERLAPPED_ENTRY. */
struct msgo_packet {
	uintptr_t key;
	uintptr_t overlapped; /* OVERLAPPED *, or what PostQueuedCompletionStatus gave */
	uintptr_t status;     /* NTSTATUS of the operation */
	uint32_t bytes;
};

/* The state of a slot (GetMailslotInfo). */
struct msgo_slot_info {
	uint32_t max_size;
	uint32_t next_size; /* 0xFFFFFFFF: no message */
	uint32_t count;
	uint32_t read_timeout;
};

struct msgo_handle_info {
	uint32_t kind;       /* enum msgo_kind */
	uint32_t access;     /* granted access bits, generic bits already mapped */
	uint32_t flags;      /* 1 HANDLE_FLAG_INHERIT, 2 HANDLE_FLAG_PROTECT_FROM_CLOSE */
	uint32_t attributes; /* dwFlagsAndAttributes of CreateFile: FILE_FLAG_OVERLAPPED ... */
	int32_t fd;          /* MSGO_KIND_FD, else -1 */
	uint32_t id;         /* process or thread id */
};

/* What CreateProcess starts. Strings are UTF-8, arrays end with a null. */
struct msgo_process_start {
	char *path;           /* the program, already searched for */
	char **argv;
	char **envp;          /* null: the caller's own environment */
	char *directory;      /* null: the caller's own */
	uintptr_t std[3];     /* handles that become descriptors 0, 1, 2; 0: inherit ours */
	uint32_t inherit;     /* bInheritHandles */
	uint32_t flags;       /* CREATE_SUSPENDED; CREATE_NEW_PROCESS_GROUP = setpgid */
	uint32_t inherit_process, inherit_thread; /* bInheritHandle of the two results */
	uint64_t signals;     /* what the program itself blocks, which the child inherits */
};

struct msgo_process_started {
	uintptr_t process, thread; /* handles */
	uint32_t pid, tid;
};

/*
 * Shared between both sides, handed over by msgo_init and never freed. A
 * forked child that does not exec closes these descriptors at once so that it
 * keeps no name and no connection of its parent alive. The Go side keeps a bit
 * for each, atomically. The standard handles are those that the parent has left
 * and that are no descriptors, or 0.
 */
#define MSGO_HELD_WORDS (1 << 15)
struct msgo_shared {
	uint32_t held[MSGO_HELD_WORDS];
	uintptr_t standard[3];
};

#endif
