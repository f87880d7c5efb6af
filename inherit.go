package mailslot

import (
	"mailslot/internal/errno"
	"mailslot/internal/local"
	"mailslot/internal/slotname"
)

// Share is what a child process needs to go on with a handle on a slot of this
// computer, by Inherit: the connection, to be passed to it as an open file, and
// the description of the slot. The descriptor stays the handle's. Both processes
// may write at once. Handles on other computers cannot be shared; on Windows,
// which hands handles over by itself, none can.
func (w *Writer) Share() (fd int, about []byte, err error) {
	h, ok := w.handle.(interface {
		Share() (int, local.About, error)
	})
	if !ok {
		err := errno.New(errno.NotSupported, "a handle on another computer cannot be inherited")
		return -1, nil, opError("share", &w.addr, err)
	}
	fd, a, err := h.Share()
	if err != nil {
		return -1, nil, opError("share", &w.addr, err)
	}
	about, err = a.AppendBinary(nil)
	return fd, about, opError("share", &w.addr, err)
}

// Inherit makes a handle of what Share has told a parent process. The handle
// owns fd, the descriptor's number in this process.
func Inherit(fd int, about []byte) (*Writer, error) {
	a, err := local.ParseAbout(about)
	if err != nil {
		return nil, opError("inherit", &Addr{}, err)
	}
	h, err := local.Inherit(fd, a)
	return newWriter(h, Addr{Name{slotname.Name{Slot: a.Name}}}, err)
}
