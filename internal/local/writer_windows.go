package local

import (
	"context"
	"math"

	"golang.org/x/sys/windows"

	"mailslot/internal/errno"
	"mailslot/internal/slotname"
)

// Writer is a client handle of the system.
type Writer struct {
	handle
	about About
}

// Dial opens a client handle on the slot called name; there is one namespace,
// and dir does not count.
func Dial(dir, name string) (*Writer, error) {
	path, err := pathOf(name)
	if err != nil {
		return nil, err
	}
	w, err := open(path, name, windows.GENERIC_WRITE)
	if err == nil {
		w.about = aboutOf(name, 0)
	}
	return w, err
}

// DialContext is Dial: the system does not wait.
func DialContext(_ context.Context, dir, name string) (*Writer, error) { return Dial(dir, name) }

// DialRemote opens a full name that is of other computers. The redirector of
// the system sends what is written.
func DialRemote(name string) (*Writer, error) {
	return open(&append(slotname.UTF16(name), 0)[0], name, windows.GENERIC_WRITE)
}

// open shares the slot in every way, as systems before Vista and Wine want it
// of handles that are to be open side by side.
func open(path *uint16, name string, access uint32) (*Writer, error) {
	const share = windows.FILE_SHARE_READ | windows.FILE_SHARE_WRITE
	h, err := windows.CreateFile(path, access, share, nil, windows.OPEN_EXISTING, windows.FILE_ATTRIBUTE_NORMAL, 0)
	if err == windows.ERROR_FILE_NOT_FOUND {
		return nil, notFound(name)
	}
	if err != nil {
		return nil, sysError("cannot open "+name, err)
	}
	return &Writer{handle: handle{h: h}}, nil
}

// Write appends one message.
func (w *Writer) Write(p []byte) error {
	if uint64(len(p)) > math.MaxUint32 {
		return tooLarge(len(p), math.MaxUint32)
	}
	if !w.enter() {
		return errClosedWriter
	}
	defer w.leave()
	var n uint32
	if err := windows.WriteFile(w.h, p, &n, nil); err != nil {
		return w.failed(len(p), err)
	}
	return nil
}

// failed is the error of a write of n bytes. No document says which number
// Windows answers for one that is too large, so it is asked for the maximum.
func (w *Writer) failed(n int, err error) error {
	var i Info
	switch {
	case err == windows.ERROR_HANDLE_EOF:
		return gone()
	case w.isClosed():
		return errClosedWriter
	case infoInto(w.h, &i) == nil && i.MaxSize != 0 && uint64(n) > uint64(i.MaxSize):
		return tooLarge(n, i.MaxSize)
	}
	return sysError("cannot write", err)
}

// WriteContext is Write: the system has no quota that one could wait for.
func (w *Writer) WriteContext(_ context.Context, p []byte) error { return w.Write(p) }

// Info asks the slot through the handle, which Windows 8 and later allow.
func (w *Writer) Info() (i Info, err error) {
	if !w.enter() {
		return Info{}, errClosedWriter
	}
	defer w.leave()
	err = infoInto(w.h, &i)
	return i, err
}

// Peer is unknown.
func (w *Writer) Peer() Sender { return unknown }

// About describes the slot.
func (w *Writer) About() About { return w.about }

// Close closes the handle. What it wrote stays readable.
func (w *Writer) Close() error {
	if !w.close() {
		return errClosedWriter
	}
	return nil
}

var errClosedWriter = errno.New(errno.InvalidHandle, "the handle is closed")

// Share and Inherit have no counterpart: Windows itself hands inheritable
// handles to children.
func (w *Writer) Share() (int, About, error) { return -1, About{}, errNotShared }

// Inherit answers an error; see Share.
func Inherit(int, About) (*Writer, error) { return nil, errNotShared }

// AppendBinary and ParseAbout go with them.
func (About) AppendBinary([]byte) ([]byte, error) { return nil, errNotShared }

// ParseAbout answers an error; see Share.
func ParseAbout([]byte) (About, error) { return About{}, errNotShared }

var errNotShared = errno.New(errno.NotSupported, "on Windows a handle is handed over by the system: see SysProcAttr.AdditionalInheritedHandles")
