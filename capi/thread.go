//go:build cgo && linux

package main

// #include "c/msgo_types.h"
import "C"

import (
	"sync"
	"sync/atomic"

	"mailslot/internal/errno"
	"mailslot/internal/ntobj"
)

// threads are the threads of C that this library has met, by number.
var threads threadTable

type threadTable struct {
	recent [256]atomic.Pointer[known] // a thread is looked up at every call
	mu     sync.Mutex
	all    map[uint32]*known
}

// known is one thread.
type known struct {
	ntobj.Thread
	tid    uint32
	object *ntobj.ThreadObject // nil until somebody wants a handle
}

// get finds the thread, or makes its acquaintance.
func (t *threadTable) get(tid C.uint32_t) *known {
	place := &t.recent[tid%256]
	if k := place.Load(); k != nil && k.tid == uint32(tid) {
		return k
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	k := t.all[uint32(tid)]
	if k == nil {
		k = &known{tid: uint32(tid)}
		if t.all == nil {
			t.all = make(map[uint32]*known)
		}
		t.all[k.tid] = k
	}
	place.Store(k)
	return k
}

// find is get for a thread that must be known.
func (t *threadTable) find(tid uint32) *known {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.all[tid]
}

// forget is the end of a thread.
func (t *threadTable) forget(k *known) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.all, k.tid)
	t.recent[k.tid%256].CompareAndSwap(k, nil)
}

func (k *known) handle() *ntobj.ThreadObject {
	threads.mu.Lock()
	defer threads.mu.Unlock()
	if k.object == nil {
		k.object = ntobj.NewThreadObject(&k.Thread, k.tid)
	}
	return k.object
}

const allAccess = 0x1FFFFF

//export msgo_thread_new
func msgo_thread_new(tid, inherit C.uint32_t, out *C.uintptr_t) C.uint32_t {
	h, e := ntobj.Handles.Insert(threads.get(tid).handle(), allAccess, flagsOf(inherit))
	*out = C.uintptr_t(h)
	return code(e)
}

//export msgo_thread_exit
func msgo_thread_exit(tid, exit C.uint32_t) C.uint32_t {
	k := threads.find(uint32(tid))
	if k == nil {
		return 0
	}
	threads.forget(k)
	ntobj.CancelThread(&k.Thread)
	k.handle().Exit(uint32(exit))
	return 0
}

// threadOf is the object behind a handle, or the caller's own.
func threadOf(h C.uintptr_t, tid C.uint32_t) (*ntobj.ThreadObject, errno.Errno) {
	if handle(h) == currentThread {
		return threads.get(tid).handle(), errno.Success
	}
	if e := ntobj.Handles.Get(handle(h)); e != nil {
		if t, ok := e.Object.(*ntobj.ThreadObject); ok {
			return t, errno.Success
		}
	}
	return nil, errno.InvalidHandle
}

// currentThread is the pseudo handle -2.
const currentThread = ^ntobj.Handle(1)

//export msgo_thread_exit_code
func msgo_thread_exit_code(h C.uintptr_t, out *C.uint32_t, tid C.uint32_t) C.uint32_t {
	t, e := threadOf(h, tid)
	if e == errno.Success {
		*out = C.uint32_t(t.ExitCode())
	}
	return code(e)
}

//export msgo_thread_open
func msgo_thread_open(id, access, inherit C.uint32_t, out *C.uintptr_t) C.uint32_t {
	k := threads.find(uint32(id))
	if k == nil {
		return code(errno.InvalidParameter)
	}
	h, e := ntobj.Handles.Insert(k.handle(), uint32(access), flagsOf(inherit))
	*out = C.uintptr_t(h)
	return code(e)
}

//export msgo_cancel_synchronous
func msgo_cancel_synchronous(thread C.uintptr_t) C.uint32_t {
	t, e := threadOf(thread, 0)
	if e == errno.Success && !t.Thread().CancelBlocked() {
		e = errno.NotFound
	}
	return code(e)
}
