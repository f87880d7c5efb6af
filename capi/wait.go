//go:build cgo && linux

package main

// #include "c/msgo_types.h"
import "C"

import (
	"unsafe"

	"mailslot/internal/errno"
	"mailslot/internal/ntobj"
	"mailslot/win32"
)

//export msgo_wait
func msgo_wait(handles *C.uintptr_t, count, all, timeout, alertable C.uint32_t, index *C.uint32_t, tid C.uint32_t) C.uint32_t {
	if count == 0 || count > ntobj.MaxWaitObjects {
		return code(errno.InvalidParameter)
	}
	list := unsafe.Slice((*ntobj.Handle)(unsafe.Pointer(handles)), int(count)) // both are a uintptr
	return wait(list, all != 0, uint32(timeout), alertable != 0, index, tid)
}

func wait(handles []ntobj.Handle, all bool, timeout uint32, alertable bool, index *C.uint32_t, tid C.uint32_t) C.uint32_t {
	k := threads.get(tid)
	real := make([]ntobj.Handle, 0, ntobj.MaxWaitObjects)
	for _, h := range handles {
		h, done := k.real(h)
		defer done()
		real = append(real, h)
	}
	result, e := ntobj.WaitHandles(&k.Thread, real, all, alertable, timeout)
	if e != errno.Success {
		return code(e)
	}
	*index = C.uint32_t(result)
	switch result {
	case ntobj.WaitIOCompletion:
		return sleepOver
	case ntobj.WaitTimeout:
		return code(errno.WaitTimeout)
	}
	return 0
}

// real is a handle that can be waited on in place of a pseudo handle.
func (k *known) real(h ntobj.Handle) (real ntobj.Handle, done func()) {
	var o ntobj.Object
	switch h {
	case currentThread:
		o = k.handle()
	case ntobj.CurrentProcess:
		o = processOf(self())
	default:
		return h, func() {}
	}
	h, e := ntobj.Handles.Insert(o, allAccess, 0)
	if e != errno.Success {
		return 0, func() {}
	}
	return h, func() { ntobj.Handles.Close(h) }
}

//export msgo_signal_and_wait
func msgo_signal_and_wait(signal, object C.uintptr_t, timeout, alertable C.uint32_t, index *C.uint32_t, tid C.uint32_t) C.uint32_t {
	e := ntobj.Handles.Get(handle(signal))
	if e == nil || ntobj.Handles.Get(handle(object)) == nil {
		return code(errno.InvalidHandle)
	}
	failed := errno.Success
	switch o := e.Object.(type) {
	case *ntobj.Event:
		failed = errno.Of(win32.SetEvent(handle(signal)))
	case *ntobj.Mutex:
		failed = o.Release(&threads.get(tid).Thread)
	case *ntobj.Semaphore:
		_, failed = o.Release(1)
	default:
		failed = errno.InvalidHandle
	}
	if failed != errno.Success {
		return code(failed)
	}
	return wait([]ntobj.Handle{handle(object)}, false, uint32(timeout), alertable != 0, index, tid)
}
