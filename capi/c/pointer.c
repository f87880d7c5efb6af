/* Whether memory of the program's can be touched: the kernel is asked to copy a
   byte of each page. Where it may not be asked, nothing is bad. */
#include "internal.h"
#include <sys/uio.h>
#include <unistd.h>

typedef ssize_t copier(pid_t, const struct iovec *, unsigned long, const struct iovec *, unsigned long, unsigned long);

static BOOL copies(copier *copy, char *byte, uintptr_t p)
{
	struct iovec here = {byte, 1}, there = {(void *)p, 1};
	return copy(getpid(), &here, 1, &there, 1, 0) == 1 || errno != EFAULT;
}
static BOOL readable(uintptr_t p)
{
	char byte;
	return copies(process_vm_readv, &byte, p);
}
/* Puts back the byte that stands there, as Windows does: another thread's
   change in between is lost. */
static BOOL writable(uintptr_t p)
{
	char byte = 0;
	return copies(process_vm_readv, &byte, p) && copies(process_vm_writev, &byte, p);
}

static BOOL bad(uintptr_t p, UINT_PTR size, BOOL (*good)(uintptr_t))
{
	const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	if (!size)
		return FALSE;
	uintptr_t last = p + size - 1;
	if (!p || last < p)
		return TRUE;
	for (uintptr_t at = p; at <= last; at = (at | (page - 1)) + 1)
		if (!good(at))
			return TRUE;
	return FALSE;
}
EXPORT BOOL WINAPI IsBadReadPtr(const VOID *p, UINT_PTR size) { return bad((uintptr_t)p, size, readable); }
EXPORT BOOL WINAPI IsBadWritePtr(LPVOID p, UINT_PTR size) { return bad((uintptr_t)p, size, writable); }
EXPORT BOOL WINAPI IsBadCodePtr(FARPROC p) { return bad((uintptr_t)p, 1, readable); }

/* Text is good up to its zero, or for as long as was asked. */
static BOOL bad_text(uintptr_t p, UINT_PTR longest, size_t width)
{
	for (; longest; longest--, p += width) {
		uint32_t c = 0;
		if (bad(p, width, readable))
			return TRUE;
		memcpy(&c, (void *)p, width);
		if (!c)
			return FALSE;
	}
	return FALSE;
}
EXPORT BOOL WINAPI IsBadStringPtrA(LPCSTR p, UINT_PTR longest) { return bad_text((uintptr_t)p, longest, 1); }
EXPORT BOOL IsBadStringPtrW16(const u16 *p, UINT_PTR longest) { return bad_text((uintptr_t)p, longest, sizeof *p); }
EXPORT BOOL WINAPI IsBadStringPtrW(LPCWSTR p, UINT_PTR longest) { return bad_text((uintptr_t)p, longest, sizeof *p); }
