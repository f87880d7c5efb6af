//go:build cgo && linux

package main

// #include "c/msgo_types.h"
import "C"

import (
	"unsafe"

	"mailslot/internal/errno"
	"mailslot/internal/ntobj"
)

//export msgo_port_create
func msgo_port_create(threads C.uint32_t, out *C.uintptr_t) C.uint32_t {
	h, e := ntobj.Handles.Insert(new(ntobj.CompletionPort), allAccess, 0)
	*out = C.uintptr_t(h)
	return code(e)
}

//export msgo_port_associate
func msgo_port_associate(port, h, key C.uintptr_t) C.uint32_t {
	p, e := object[*ntobj.CompletionPort](port)
	if e != errno.Success {
		return code(e)
	}
	e = ntobj.SetPlace(handle(h), ntobj.Place{Port: p, Key: uintptr(key)})
	if e == errno.InvalidHandle && ntobj.Handles.Get(handle(h)) != nil {
		e = errno.InvalidParameter
	}
	return code(e)
}

//export msgo_port_post
func msgo_port_post(port C.uintptr_t, bytes C.uint32_t, key, overlapped C.uintptr_t) C.uint32_t {
	p, e := object[*ntobj.CompletionPort](port)
	if e == errno.Success {
		p.Post(ntobj.Packet{Key: uintptr(key), Overlapped: uintptr(overlapped), Bytes: uint32(bytes)})
	}
	return code(e)
}

//export msgo_port_get
func msgo_port_get(port C.uintptr_t, packets *C.struct_msgo_packet, most C.uint32_t, got *C.uint32_t, timeout, alertable, tid C.uint32_t) C.uint32_t {
	*got = 0
	p, e := object[*ntobj.CompletionPort](port)
	if e != errno.Success {
		return code(e)
	}
	into := make([]ntobj.Packet, most)
	n, e := p.Get(&threads.get(tid).Thread, into, alertable != 0, uint32(timeout))
	if e == errno.IOCompletion {
		return sleepOver
	}
	out := unsafe.Slice(packets, int(most)) // C vouches for the room
	for i, x := range into[:n] {
		out[i] = C.struct_msgo_packet{
			key: C.uintptr_t(x.Key), overlapped: C.uintptr_t(x.Overlapped),
			status: C.uintptr_t(x.Status), bytes: C.uint32_t(x.Bytes),
		}
	}
	*got = C.uint32_t(n)
	return code(e)
}

//export msgo_completion_modes
func msgo_completion_modes(h C.uintptr_t, modes C.uint32_t) C.uint32_t {
	_, file, e := ntobj.FileOf(handle(h))
	if e == errno.Success && modes&^(ntobj.SkipPortOnSuccess|ntobj.SkipHandle) != 0 {
		e = errno.InvalidParameter
	}
	if e == errno.Success {
		file.(interface{ SetModes(uint32) }).SetModes(uint32(modes))
	}
	return code(e)
}
