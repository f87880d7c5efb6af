//go:build !windows

package win32

import (
	"mailslot/internal/errno"
	"mailslot/internal/ntobj"
)

// Kind is what a mailslot handle is.
type Kind int

// The kinds of mailslot handles.
const (
	NoKind     Kind = iota // no mailslot handle
	ServerKind             // of CreateMailslot
	ClientKind             // of CreateFile on a slot
	RootKind               // of CreateFile on the namespace (rule 1.8)
)

// KindOf tells what an object behind a handle is.
func KindOf(o ntobj.Object) Kind {
	switch o.(type) {
	case *server:
		return ServerKind
	case *client:
		return ClientKind
	case *root:
		return RootKind
	}
	return NoKind
}

// ReadyFD is a descriptor for poll loops, readable while a message waits at a
// server handle, and when its slot has ended: the next read tells which. It belongs
// to the handle: do not read or close it. It is an extension: Windows has nothing
// like it.
func ReadyFD(h Handle) (int, error) {
	_, file, code := ntobj.FileOf(h)
	if code != errno.Success {
		return -1, code
	}
	s, ok := file.(*server)
	if !ok {
		return -1, ERROR_INVALID_PARAMETER
	}
	fd, err := s.slot.ReadyFD()
	if err != nil {
		return -1, errno.Of(err)
	}
	return fd, nil
}
