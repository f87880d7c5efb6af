//go:build cgo && linux

package main

// #include "c/msgo_types.h"
import "C"

import (
	"mailslot/internal/errno"
	"mailslot/internal/local"
	"mailslot/internal/ntobj"
	"mailslot/internal/slotname"
	"mailslot/win32"
)

//export msgo_slot_create
func msgo_slot_create(name *C.uint16_t, units, maxSize, timeout C.uint32_t, sd *C.char, inherit C.uint32_t, out *C.uintptr_t) C.uint32_t {
	if name == nil {
		return code(errno.PathNotFound)
	}
	sa := win32.SecurityAttributes{InheritHandle: uint32(inherit)}
	if sd != nil {
		var err error
		if sa.SecurityDescriptor, err = win32.SecurityDescriptorFromString(C.GoString(sd)); err != nil {
			return codeOf(err)
		}
	}
	p, err := win32.UTF16PtrFromString(text(name, units))
	if err != nil {
		return codeOf(err)
	}
	h, err := win32.CreateMailslot(p, uint32(maxSize), uint32(timeout), &sa)
	return opened(h, err, out)
}

// opened hands a new handle to C.
func opened(h ntobj.Handle, err error, out *C.uintptr_t) C.uint32_t {
	if err != nil {
		return codeOf(err)
	}
	*out = C.uintptr_t(h)
	return 0
}

//export msgo_slot_open
func msgo_slot_open(name *C.uint16_t, units, access, share, disposition, attributes, inherit C.uint32_t, out *C.uintptr_t, exists *C.uint32_t) C.uint32_t {
	*exists = 0
	p, err := win32.UTF16PtrFromString(text(name, units))
	if err != nil {
		return codeOf(err)
	}
	sa := win32.SecurityAttributes{InheritHandle: uint32(inherit)}
	h, err := win32.CreateFile(p, uint32(access), uint32(share), &sa, uint32(disposition), uint32(attributes), 0)
	if err == nil {
		*exists = 1 // a mailslot is never made by opening it
	}
	return opened(h, err, out)
}

// fromNT is the Win32 spelling of an NT name of a mailslot.
func fromNT(name *C.uint16_t, units C.uint32_t) (*uint16, errno.Errno) {
	s := text(name, units)
	for _, device := range []string{`\Device\Mailslot`, `\??\mailslot`, `\DosDevices\mailslot`} {
		if len(s) >= len(device) && slotname.Equal(s[:len(device)], device) {
			p, err := win32.UTF16PtrFromString(`\\?\mailslot` + s[len(device):])
			return p, errno.Of(err)
		}
	}
	if s == "" || s[0] != '\\' {
		return nil, objectPathSyntaxBad
	}
	return nil, errno.PathNotFound
}

// objectPathSyntaxBad is what RtlNtStatusToDosError makes of C000003B.
const objectPathSyntaxBad errno.Errno = 161

//export msgo_nt_slot_create
func msgo_nt_slot_create(name *C.uint16_t, units, access, options, maxSize, timeout, inherit C.uint32_t, out *C.uintptr_t) C.uint32_t {
	p, e := fromNT(name, units)
	if e != errno.Success {
		return code(e)
	}
	sa := win32.SecurityAttributes{InheritHandle: uint32(inherit)}
	h, err := win32.CreateMailslot(p, uint32(maxSize), uint32(timeout), &sa)
	if err == nil {
		err = regrant(&h, ntobj.FileAccess(uint32(access)))
	}
	return opened(h, err, out)
}

//export msgo_nt_slot_open
func msgo_nt_slot_open(name *C.uint16_t, units, access, share, disposition, options, inherit C.uint32_t, out *C.uintptr_t) C.uint32_t {
	p, e := fromNT(name, units)
	if e != errno.Success {
		return code(e)
	}
	sa := win32.SecurityAttributes{InheritHandle: uint32(inherit)}
	h, err := win32.CreateFile(p, uint32(access), uint32(share), &sa, win32.OPEN_EXISTING, 0, 0)
	if err == nil {
		err = regrant(&h, ntobj.FileAccess(uint32(access)))
	}
	return opened(h, err, out)
}

// regrant gives a handle exactly the rights that were asked for: the NT layer
// adds none.
func regrant(h *ntobj.Handle, access uint32) error {
	flags := ntobj.Handles.Get(*h).Flags()
	exact, e := ntobj.Handles.Duplicate(*h, access, false, flags)
	ntobj.Handles.Close(*h)
	if e != errno.Success {
		return e
	}
	*h = exact
	return nil
}

//export msgo_slot_info
func msgo_slot_info(h C.uintptr_t, out *C.struct_msgo_slot_info) C.uint32_t {
	var maxSize, next, count, timeout uint32
	if err := win32.GetMailslotInfo(handle(h), &maxSize, &next, &count, &timeout); err != nil {
		return codeOf(err)
	}
	*out = C.struct_msgo_slot_info{
		max_size: C.uint32_t(maxSize), next_size: C.uint32_t(next),
		count: C.uint32_t(count), read_timeout: C.uint32_t(timeout),
	}
	return 0
}

//export msgo_slot_set_timeout
func msgo_slot_set_timeout(h C.uintptr_t, timeout C.uint32_t) C.uint32_t {
	return codeOf(win32.SetMailslotInfo(handle(h), uint32(timeout)))
}

//export msgo_slot_name
func msgo_slot_name(h C.uintptr_t, buf *C.uint16_t, most C.uint32_t, units *C.uint32_t) C.uint32_t {
	_, file, e := ntobj.FileOf(handle(h))
	if e != errno.Success {
		return code(e)
	}
	s, ok := file.(interface{ SlotName() string })
	if !ok { // the root of all slots, and files
		return code(errno.InvalidParameter)
	}
	return put(`\`+s.SlotName(), buf, most, units)
}

//export msgo_slot_list
func msgo_slot_list(buf *C.uint16_t, most C.uint32_t, units *C.uint32_t) C.uint32_t {
	slots, err := local.List("")
	if err != nil {
		return codeOf(err)
	}
	var names string
	for _, a := range slots {
		if a.Alive {
			names += a.Name + "\x00"
		}
	}
	return put(names, buf, most, units)
}

//export msgo_pollfd
func msgo_pollfd(h C.uintptr_t, fd *C.int32_t) C.uint32_t {
	n, err := win32.ReadyFD(handle(h))
	if err == nil {
		*fd = C.int32_t(n)
	}
	return codeOf(err)
}
