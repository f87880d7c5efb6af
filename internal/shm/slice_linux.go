package shm

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// haste has threads that sleep for a bell run at once when it rings. It rings
// on the writer's processor, where the kernel leaves whom it wakes behind the
// writer until that sleeps or has used up its time slice, which is
// milliseconds. Only a thread with a shorter slice comes first, if it has not
// had more than its share (EEVDF with slices of one's own, Linux 6.12): so it
// gets half of the common one. Nobody's share changes by that. The thread keeps
// it, as to change it twice for every sleep costs more than the sleep.
type haste struct {
	off    bool   // the kernel knows no such thing, or does not let us
	thread int    // the last that slept
	common uint64 // the slice of a thread that has not asked for one, in nanoseconds
	attr   unix.SchedAttr
}

// ask shortens the slice of the calling thread. One that has another than the
// common slice, or another policy, got it from somebody who wanted it so.
func (h *haste) ask() {
	thread := unix.Gettid()
	if h.off || thread == h.thread {
		return
	}
	h.thread = thread
	if !h.get() || h.attr.Runtime == 0 { // a kernel without such slices
		h.off = true
		return
	}
	if h.attr.Policy != unix.SCHED_NORMAL || h.common == 0 && !h.learn() {
		return
	}
	if h.attr.Runtime == h.common {
		h.set(h.common / 2)
	}
}

// learn finds out the common slice, by asking for none.
func (h *haste) learn() bool {
	own := h.attr.Runtime
	if !h.set(0) || !h.get() {
		return false
	}
	h.common = h.attr.Runtime
	return own == h.common || h.set(own)
}

// get reads what is set for the calling thread.
func (h *haste) get() bool {
	_, _, e := unix.RawSyscall6(unix.SYS_SCHED_GETATTR, 0, uintptr(unsafe.Pointer(&h.attr)),
		unix.SizeofSchedAttr, 0, 0, 0) // h is live until the call returns
	return e == 0
}

// set changes the slice and nothing else. Who may not once never may.
func (h *haste) set(slice uint64) bool {
	h.attr.Size, h.attr.Runtime = unix.SizeofSchedAttr, slice
	_, _, e := unix.RawSyscall(unix.SYS_SCHED_SETATTR, 0, uintptr(unsafe.Pointer(&h.attr)), 0) // h is live until the call returns
	h.off = e != 0
	return !h.off
}
