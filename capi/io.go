//go:build cgo && linux

package main

// #include "c/msgo_types.h"
import "C"

import (
	"math"
	"sync/atomic"
	"unsafe"

	"mailslot/internal/errno"
	"mailslot/internal/ntobj"
)

// isFD tells C to do the I/O itself.
const isFD = C.MSGO_IS_FD

// bytesAt is the program's buffer. It lives until the request is complete, as
// Windows asks as well.
func bytesAt(buf unsafe.Pointer, n C.uint32_t) []byte {
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(buf), bytesFrom(uintptr(buf), uint32(n)))
}

// bytesFrom is how many of n bytes there can be at an address. On a 32-bit machine
// a size may reach beyond its end, or be none of a slice.
func bytesFrom(at uintptr, n uint32) int {
	return int(min(uint64(n), uint64(-at), math.MaxInt))
}

// descriptorOf is the descriptor behind a handle that has the right, or nil for
// a handle of another kind.
func descriptorOf(h C.uintptr_t, right uint32) (*descriptor, errno.Errno) {
	e := ntobj.Handles.Get(handle(h))
	if e == nil {
		return nil, errno.Success // the slot's own checks will say so
	}
	d, ok := e.Object.(*descriptor)
	if ok && e.Access&right == 0 {
		return nil, errno.AccessDenied
	}
	return d, errno.Success
}

const writeRights = ntobj.FileWriteData | ntobj.FileAppendData

//export msgo_read
func msgo_read(h C.uintptr_t, buf unsafe.Pointer, length C.uint32_t, n *C.uint32_t, fd *C.int32_t, tid C.uint32_t) C.uint32_t {
	*n = 0
	if d, e := descriptorOf(h, ntobj.FileReadData); d != nil || e != errno.Success {
		return d.to(fd, e)
	}
	done, e := ntobj.Read(handle(h), ntobj.Request{Buf: bytesAt(buf, length), Thread: &threads.get(tid).Thread})
	*n = C.uint32_t(done)
	return code(e)
}

//export msgo_write
func msgo_write(h C.uintptr_t, buf unsafe.Pointer, length C.uint32_t, n *C.uint32_t, fd *C.int32_t, tid C.uint32_t) C.uint32_t {
	*n = 0
	if d, e := descriptorOf(h, writeRights); d != nil || e != errno.Success {
		return d.to(fd, e)
	}
	done, e := ntobj.Write(handle(h), ntobj.Request{Buf: bytesAt(buf, length)})
	*n = C.uint32_t(done)
	return code(e)
}

//export msgo_check_read
func msgo_check_read(h C.uintptr_t) C.uint32_t { return checkRight(h, ntobj.FileReadData) }

//export msgo_check_write
func msgo_check_write(h C.uintptr_t) C.uint32_t { return checkRight(h, writeRights) }

func checkRight(h C.uintptr_t, right uint32) C.uint32_t {
	e, _, bad := ntobj.FileOf(handle(h))
	if bad == errno.Success && e.Access&right == 0 {
		bad = errno.AccessDenied
	}
	return code(bad)
}

//export msgo_read_async
func msgo_read_async(h C.uintptr_t, buf unsafe.Pointer, length C.uint32_t, how *C.struct_msgo_async, n *C.uint32_t, fd *C.int32_t, tid C.uint32_t) C.uint32_t {
	*n = 0
	if d, e := descriptorOf(h, ntobj.FileReadData); d != nil || e != errno.Success {
		return d.to(fd, e)
	}
	done, e := ntobj.Read(handle(h), request(h, buf, length, how, tid))
	*n = C.uint32_t(done)
	return code(e)
}

//export msgo_write_async
func msgo_write_async(h C.uintptr_t, buf unsafe.Pointer, length C.uint32_t, how *C.struct_msgo_async, n *C.uint32_t, fd *C.int32_t, tid C.uint32_t) C.uint32_t {
	*n = 0
	if d, e := descriptorOf(h, writeRights); d != nil || e != errno.Success {
		return d.to(fd, e)
	}
	done, e := ntobj.Write(handle(h), request(h, buf, length, how, tid))
	*n = C.uint32_t(done)
	return code(e)
}

// request is what the program asked for, with the ways in which it wants to
// hear of the end.
func request(h C.uintptr_t, buf unsafe.Pointer, length C.uint32_t, how *C.struct_msgo_async, tid C.uint32_t) ntobj.Request {
	r := ntobj.Request{
		Buf: bytesAt(buf, length), IO: statusAt(how.io),
		Event: ntobj.Handle(how.event), Thread: &threads.get(tid).Thread,
	}
	report := reportOf(h, how, r.Thread)
	if report != nil {
		r.Done, r.ToPort = report, how.routine == nil
	}
	return r
}

// statusAt is the program's status block as ntobj knows it: both are two words.
func statusAt(io *C.struct_msgo_iosb) *ntobj.IOStatus {
	return (*ntobj.IOStatus)(unsafe.Pointer(io))
}

// reportOf is what a request does at its end beside its status and event: an
// APC to the thread, or else a packet to the handle's port.
func reportOf(h C.uintptr_t, how *C.struct_msgo_async, t *ntobj.Thread) func(errno.Errno, uint32) {
	if how.routine != nil {
		a := *how
		return func(e errno.Errno, n uint32) { queueAPC(t, completionAPC(&a, e, n)) }
	}
	place := ntobj.PlaceOf(handle(h))
	if place == nil || how.overlapped == 0 || how.event&1 != 0 {
		return nil
	}
	overlapped := uintptr(how.overlapped)
	return func(e errno.Errno, n uint32) {
		place.Port.Post(ntobj.Packet{Key: place.Key, Overlapped: overlapped, Status: ntobj.StatusOf(e), Bytes: n})
	}
}

// completionAPC is the call of ReadFileEx's or NtReadFile's routine.
func completionAPC(a *C.struct_msgo_async, e errno.Errno, n uint32) C.struct_msgo_apc {
	if a.kind == C.MSGO_APC_NT {
		return C.struct_msgo_apc{routine: a.routine, a: a.context, b: C.uintptr_t(uintptr(unsafe.Pointer(a.io))), kind: a.kind}
	}
	return C.struct_msgo_apc{
		routine: a.routine, a: C.uintptr_t(e), b: C.uintptr_t(n),
		c: C.uintptr_t(uintptr(unsafe.Pointer(a.io))), kind: a.kind,
	}
}

//export msgo_complete
func msgo_complete(h C.uintptr_t, how *C.struct_msgo_async, status, n, tid C.uint32_t) C.uint32_t {
	t := &threads.get(tid).Thread
	e := ntobj.Status(status).Errno()
	event, bad := ntobj.EventOf(ntobj.Handle(how.event&^3), ntobj.EventModifyState)
	atomic.StoreUintptr((*uintptr)(unsafe.Pointer(&how.io.information)), uintptr(n))
	atomic.StoreUintptr((*uintptr)(unsafe.Pointer(&how.io.status)), uintptr(status))
	if how.event>>2 != 0 && bad == errno.Success {
		event.Set()
	}
	if report := reportOf(h, how, t); report != nil {
		report(e, uint32(n))
	}
	return 0
}

//export msgo_wait_io
func msgo_wait_io(h C.uintptr_t, io *C.struct_msgo_iosb, timeout, alertable, tid C.uint32_t) C.uint32_t {
	done := ntobj.Completion(handle(h), statusAt(io))
	if done == nil {
		return 0
	}
	switch ntobj.Wait(&threads.get(tid).Thread, []ntobj.Waitable{done}, false, alertable != 0, uint32(timeout)) {
	case ntobj.WaitTimeout:
		return code(errno.WaitTimeout)
	case ntobj.WaitIOCompletion:
		return sleepOver
	}
	return 0
}

//export msgo_cancel_io
func msgo_cancel_io(h C.uintptr_t, io *C.struct_msgo_iosb, ownThread, tid C.uint32_t) C.uint32_t {
	var t *ntobj.Thread
	if ownThread != 0 {
		t = &threads.get(tid).Thread
	}
	var status *ntobj.IOStatus
	if io != nil {
		status = statusAt(io)
	}
	n, e := ntobj.Cancel(handle(h), status, t)
	if e == errno.Success && n == 0 && ownThread == 0 {
		e = errno.NotFound
	}
	return code(e)
}
