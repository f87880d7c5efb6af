//go:build cgo && linux

package main

// #include "c/msgo_types.h"
import "C"

import (
	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/ntobj"
)

// firstOfOurs is the least number of our descriptors: select ends below it.
const firstOfOurs = 1024

// descriptor is an open file of C: a disk file, a terminal, a pipe.
type descriptor struct {
	ntobj.FileHeader
	fd         int
	keep       bool // not ours to close
	attributes uint32
}

// Read and Write are C's own on a descriptor.
func (*descriptor) Read(ntobj.Request) (uint32, errno.Errno)  { return 0, errno.InvalidFunction }
func (*descriptor) Write(ntobj.Request) (uint32, errno.Errno) { return 0, errno.InvalidFunction }

// Destroy closes it.
func (d *descriptor) Destroy() {
	if !d.keep {
		unix.Close(d.fd)
	}
}

// Signaled reports whether a read would not wait.
func (d *descriptor) Signaled(*ntobj.Thread) bool {
	set := []unix.PollFd{{Fd: int32(d.fd), Events: unix.POLLIN}}
	n, err := unix.Poll(set, 0)
	return err != nil || n > 0
}

// attend wakes those who wait for a descriptor among the handles, until done is
// called: a console program waits for its input and a slot's event in one call.
func attend(handles []ntobj.Handle) (done func()) {
	var waited []*descriptor
	var set []unix.PollFd
	for _, h := range handles {
		if d, e := object[*descriptor](C.uintptr_t(h)); e == errno.Success {
			waited = append(waited, d)
			set = append(set, unix.PollFd{Fd: int32(d.fd), Events: unix.POLLIN})
		}
	}
	if len(set) == 0 {
		return func() {}
	}
	stop, err := unix.Eventfd(0, unix.EFD_CLOEXEC)
	if err != nil {
		return func() {}
	}
	over := make(chan struct{})
	go func() {
		defer close(over)
		for !ready(append(set, unix.PollFd{Fd: int32(stop), Events: unix.POLLIN}), -1) {
			for _, d := range waited {
				ntobj.Look(d)
			}
			ready([]unix.PollFd{{Fd: int32(stop), Events: unix.POLLIN}}, lull)
		}
	}()
	return func() {
		unix.Write(stop, []byte{1, 0, 0, 0, 0, 0, 0, 0})
		<-over
		unix.Close(stop)
	}
}

// lull is how many milliseconds lie between two looks: who waits for all objects may
// go on waiting when the descriptor is ready.
const lull = 10

// ready waits for one of the set and reports whether it was the last.
func ready(set []unix.PollFd, ms int) bool {
	for {
		_, err := unix.Poll(set, ms)
		if err != unix.EINTR {
			return err != nil || set[len(set)-1].Revents != 0
		}
	}
}

// to sends C to the descriptor, if the handle has the right.
func (d *descriptor) to(fd *C.int32_t, e errno.Errno) C.uint32_t {
	if e != errno.Success {
		return code(e)
	}
	*fd = C.int32_t(d.fd)
	return isFD
}

// lifted moves a descriptor of ours out of the way of select, and of children
// that shall not have it.
func lifted(fd int) int {
	if fd >= firstOfOurs {
		return fd
	}
	up, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, firstOfOurs)
	if err != nil {
		return fd
	}
	unix.Close(fd)
	return up
}

//export msgo_fd_register
func msgo_fd_register(fd C.int32_t, keep, access, attributes, inherit C.uint32_t, out *C.uintptr_t) C.uint32_t {
	d := &descriptor{fd: int(fd), keep: keep != 0, attributes: uint32(attributes)}
	if !d.keep {
		d.fd = lifted(d.fd)
	}
	h, e := ntobj.Handles.Insert(d, uint32(access)|ntobj.Synchronize, flagsOf(inherit))
	if e == errno.Success {
		*out = C.uintptr_t(h)
	}
	return code(e)
}

//export msgo_fd_of
func msgo_fd_of(h C.uintptr_t, fd *C.int32_t, access *C.uint32_t) C.uint32_t {
	e := ntobj.Handles.Get(handle(h))
	if e == nil {
		return code(errno.InvalidHandle)
	}
	d, ok := e.Object.(*descriptor)
	if !ok {
		return code(errno.InvalidHandle)
	}
	*fd, *access = C.int32_t(d.fd), C.uint32_t(e.Access)
	return 0
}
