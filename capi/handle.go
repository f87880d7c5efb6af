//go:build cgo && linux

package main

// #include "c/msgo_types.h"
import "C"

import (
	"strings"

	"mailslot/internal/errno"
	"mailslot/internal/named"
	"mailslot/internal/ntobj"
	"mailslot/win32"
)

//export msgo_close
func msgo_close(h C.uintptr_t) C.uint32_t {
	if handle(h) == currentThread {
		return 0
	}
	return codeOf(win32.CloseHandle(handle(h)))
}

//export msgo_handle_info
func msgo_handle_info(h C.uintptr_t, out *C.struct_msgo_handle_info) C.uint32_t {
	e := ntobj.Handles.Get(handle(h))
	if e == nil {
		return code(errno.InvalidHandle)
	}
	*out = C.struct_msgo_handle_info{
		kind: C.uint32_t(kindOf(e.Object)), access: C.uint32_t(e.Access), flags: C.uint32_t(e.Flags()), fd: -1,
	}
	switch o := e.Object.(type) {
	case *descriptor:
		out.fd, out.attributes = C.int32_t(o.fd), C.uint32_t(o.attributes)
	case *ntobj.ThreadObject:
		out.id = C.uint32_t(o.ID())
	case *process:
		out.id = C.uint32_t(o.pid)
	}
	return 0
}

// kindOf is the enum msgo_kind of an object.
func kindOf(o ntobj.Object) int {
	switch o.(type) {
	case *descriptor:
		return C.MSGO_KIND_FD
	case *ntobj.Event:
		return C.MSGO_KIND_EVENT
	case *ntobj.Mutex:
		return C.MSGO_KIND_MUTEX
	case *ntobj.Semaphore:
		return C.MSGO_KIND_SEMAPHORE
	case *ntobj.Timer:
		return C.MSGO_KIND_TIMER
	case *ntobj.ThreadObject:
		return C.MSGO_KIND_THREAD
	case *process:
		return C.MSGO_KIND_PROCESS
	case *ntobj.CompletionPort:
		return C.MSGO_KIND_PORT
	case *named.Section:
		return C.MSGO_KIND_SECTION
	}
	switch win32.KindOf(o) {
	case win32.ServerKind:
		return C.MSGO_KIND_SERVER
	case win32.ClientKind:
		return C.MSGO_KIND_CLIENT
	case win32.RootKind:
		return C.MSGO_KIND_ROOT
	}
	return C.MSGO_KIND_NONE
}

//export msgo_set_handle_flags
func msgo_set_handle_flags(h C.uintptr_t, mask, flags C.uint32_t) C.uint32_t {
	return codeOf(win32.SetHandleInformation(handle(h), uint32(mask), uint32(flags)))
}

//export msgo_duplicate
func msgo_duplicate(sourceProcess, source, targetProcess C.uintptr_t, out *C.uintptr_t, access, inherit, options, tid C.uint32_t) C.uint32_t {
	p, e := processFor(targetProcess)
	if e != errno.Success {
		return code(e)
	}
	if handle(source) == currentThread || handle(source) == ntobj.CurrentProcess && handle(sourceProcess) == ntobj.CurrentProcess {
		if p == nil {
			return openPseudo(source, out, inherit, tid)
		}
		if failed := openPseudo(source, &source, 0, tid); failed != 0 {
			return failed
		}
		options |= win32.DUPLICATE_CLOSE_SOURCE // which is the real handle now
	}
	from, e := processFor(sourceProcess)
	if e == errno.Success && from != nil {
		e = errno.AccessDenied // nobody may look into its table
	}
	if e != errno.Success {
		return code(e)
	}
	if p != nil {
		return handOver(p, source, out, access, inherit, options)
	}
	var h ntobj.Handle
	err := win32.DuplicateHandle(ntobj.CurrentProcess, handle(source), ntobj.CurrentProcess, &h,
		uint32(access), inherit != 0, uint32(options))
	if err == nil {
		*out = C.uintptr_t(h)
	}
	return codeOf(err)
}

// processFor is the process behind a handle, or nil for this one.
func processFor(h C.uintptr_t) (*process, errno.Errno) {
	if handle(h) == ntobj.CurrentProcess {
		return nil, errno.Success
	}
	p, e := object[*process](h)
	if e == errno.Success && p.pid == self() {
		p = nil
	}
	return p, e
}

// handOver duplicates a handle into a child.
func handOver(p *process, source C.uintptr_t, out *C.uintptr_t, access, inherit, options C.uint32_t) C.uint32_t {
	h, e := p.hand(handle(source), uint32(access), uint32(options), flagsOf(inherit))
	if options&win32.DUPLICATE_CLOSE_SOURCE != 0 {
		ntobj.Handles.Close(handle(source))
	}
	*out = C.uintptr_t(h)
	return code(e)
}

// openPseudo makes a real handle of a pseudo handle.
func openPseudo(source C.uintptr_t, out *C.uintptr_t, inherit, tid C.uint32_t) C.uint32_t {
	if handle(source) == currentThread {
		return msgo_thread_new(tid, inherit, out)
	}
	return msgo_process_open(C.uint32_t(self()), allAccess, inherit, out)
}

//export msgo_object_name
func msgo_object_name(h C.uintptr_t, buf *C.uint16_t, most C.uint32_t, units *C.uint32_t) C.uint32_t {
	e := ntobj.Handles.Get(handle(h))
	if e == nil {
		return code(errno.InvalidHandle)
	}
	name := ntobj.Handles.Name(e.Object)
	if strings.HasPrefix(name, secret) {
		name = ""
	}
	if name != "" {
		name = `\BaseNamedObjects\` + name
	}
	if s, ok := e.Object.(interface{ SlotName() string }); ok {
		name = `\Device\Mailslot\` + s.SlotName()
	} else if win32.KindOf(e.Object) == win32.RootKind {
		name = `\Device\Mailslot`
	}
	return put(name, buf, most, units)
}

//export msgo_same_object
func msgo_same_object(a, b C.uintptr_t, same *C.uint32_t) C.uint32_t {
	x, y := ntobj.Handles.Get(handle(a)), ntobj.Handles.Get(handle(b))
	if x == nil || y == nil {
		return code(errno.InvalidHandle)
	}
	*same = boolean(x.Object == y.Object)
	return 0
}
