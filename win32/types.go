//go:build !windows

package win32

import (
	"unsafe"

	"mailslot/internal/errno"
	"mailslot/internal/ntobj"
)

// Handle is a small number, a multiple of four.
type Handle = ntobj.Handle

// Errno is a Win32 error number.
type Errno = errno.Errno

// InvalidHandle is what a failed CreateMailslot or CreateFile answers. As an
// argument it is the pseudo handle of the process.
const InvalidHandle = ntobj.InvalidHandle

// CurrentProcess is the pseudo handle that DuplicateHandle wants.
func CurrentProcess() Handle { return ntobj.CurrentProcess }

// SecurityAttributes says who may open a slot and whether its handle is
// inherited. Length is not looked at (rule 2.6).
type SecurityAttributes struct {
	Length             uint32
	SecurityDescriptor *SECURITY_DESCRIPTOR
	InheritHandle      uint32
}

func (sa *SecurityAttributes) flags() uint32 {
	if sa != nil && sa.InheritHandle != 0 {
		return HANDLE_FLAG_INHERIT
	}
	return 0
}

// Overlapped is the state of a read or write that may complete later. From
// the call until then the structure and the buffer belong to the request.
// Internal is an NTSTATUS, 0x103 while the request is under way; both words
// are accessed atomically. The offsets are ignored.
type Overlapped struct {
	Internal     uintptr
	InternalHigh uintptr
	Offset       uint32
	OffsetHigh   uint32
	HEvent       Handle
}

// io is the part of ov that a request completes.
func (ov *Overlapped) io() *ntobj.IOStatus {
	// Overlapped begins with the two words of which IOStatus consists.
	return (*ntobj.IOStatus)(unsafe.Pointer(ov))
}

// result makes an error of a code. Only constants are converted where the
// caller may be in a hurry: they need no memory.
func result(code Errno) error {
	switch code {
	case errno.Success:
		return nil
	case errno.IOPending:
		return ERROR_IO_PENDING
	case errno.IOIncomplete:
		return ERROR_IO_INCOMPLETE
	}
	return code
}
