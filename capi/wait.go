//go:build cgo && linux

package main

// #include "c/msgo_types.h"
import "C"

import (
	"unsafe"

	"mailslot/internal/errno"
	"mailslot/internal/ntobj"
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
	if timeout != 0 {
		defer attend(real)()
	}
	result, e := ntobj.WaitHandles(&k.Thread, real, all, alertable, timeout)
	if e != errno.Success {
		return code(e)
	}
	return waited(result, index)
}

// waited tells C how a wait has ended.
func waited(result uint32, index *C.uint32_t) C.uint32_t {
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
	if e == nil {
		return code(errno.InvalidHandle)
	}
	k := threads.get(tid)
	h, done := k.real(handle(object))
	defer done()
	o, bad := ntobj.WaitableOf(h)
	if bad != errno.Success {
		return code(bad)
	}
	if _, ok := e.Object.(*ntobj.Event); ok && e.Access&ntobj.EventModifyState == 0 {
		return code(errno.AccessDenied)
	}
	result, bad := ntobj.SignalAndWait(&k.Thread, e.Object, o, alertable != 0, uint32(timeout))
	if bad != errno.Success {
		return code(bad)
	}
	return waited(result, index)
}
