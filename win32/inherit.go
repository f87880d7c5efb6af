//go:build linux

package win32

import (
	"mailslot"
	"mailslot/internal/errno"
	"mailslot/internal/local"
	"mailslot/internal/ntobj"
)

// Share is what a child process needs to go on with a client handle: its
// connection and the description of its slot.
func Share(o ntobj.Object) (fd int, about []byte, err error) {
	c, ok := o.(*client)
	if !ok {
		return -1, nil, errno.NotSupported
	}
	return c.writer.Share()
}

// ShareServer connects a child process that is to have a server handle of the
// slot. The descriptor is the caller's, to be closed when the child has it.
func ShareServer(o ntobj.Object) (fd int, about []byte, err error) {
	s, ok := o.(*server)
	if !ok {
		return -1, nil, errno.NotSupported
	}
	fd, a, err := s.slot.Stub()
	if err != nil {
		return -1, nil, err
	}
	about, err = a.AppendBinary(nil)
	return fd, about, err
}

// InheritServer makes the object of a server handle of what ShareServer told
// the parent.
func InheritServer(fd int, about []byte) (ntobj.Object, error) {
	a, err := local.ParseAbout(about)
	if err != nil {
		return nil, err
	}
	stub, err := local.OpenStub(fd, a)
	if err != nil {
		return nil, err
	}
	return &server{slot: stub, name: a.Name}, nil
}

// Inherit makes the object of a client handle of what Share told the parent.
func Inherit(fd int, about []byte) (ntobj.Object, error) {
	w, err := mailslot.Inherit(fd, about)
	if err != nil {
		return nil, err
	}
	return &client{writer: w, name: w.Addr().Name.Slot()}, nil
}
