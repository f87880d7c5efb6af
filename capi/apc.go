//go:build cgo && linux

package main

// #include "c/msgo_types.h"
import "C"

import (
	"unsafe"

	"mailslot/internal/errno"
	"mailslot/internal/ntobj"
)

// sleepOver is what an alertable wait answers to C, which then runs the APCs.
const sleepOver = C.MSGO_APC

// queueAPC has the thread call a routine of C in its next alertable wait.
func queueAPC(t *ntobj.Thread, apc C.struct_msgo_apc) { t.QueueAPC(apc) }

//export msgo_apc_take
func msgo_apc_take(out *C.struct_msgo_apc, tid C.uint32_t) C.uint32_t {
	apc, ok := threads.get(tid).TakeAPC()
	if !ok {
		return code(errno.NotFound)
	}
	*out = apc.(C.struct_msgo_apc)
	return 0
}

//export msgo_apc_queue
func msgo_apc_queue(thread C.uintptr_t, routine unsafe.Pointer, argument C.uintptr_t, tid C.uint32_t) C.uint32_t {
	t, e := threadOf(thread, tid)
	if e == errno.Success {
		queueAPC(t.Thread(), C.struct_msgo_apc{routine: routine, a: argument, kind: C.MSGO_APC_USER})
	}
	return code(e)
}

//export msgo_sleep_alertable
func msgo_sleep_alertable(timeout, tid C.uint32_t) C.uint32_t {
	if ntobj.Wait(&threads.get(tid).Thread, nil, false, true, uint32(timeout)) == ntobj.WaitIOCompletion {
		return sleepOver
	}
	return 0
}
