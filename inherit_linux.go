package mailslot

import (
	"mailslot/internal/errno"
	"mailslot/internal/local"
	"mailslot/internal/slotname"
)

// Share is the connection of a local handle, for a child process to go on with
// by Inherit, and the description of its slot. The descriptor stays the
// handle's. Handles on other computers cannot be shared.
func (w *Writer) Share() (fd int, about local.About, err error) {
	h, ok := w.handle.(*local.Writer)
	if !ok {
		return -1, local.About{}, errno.New(errno.NotSupported, "a handle on another computer cannot be inherited")
	}
	return h.Share()
}

// Inherit makes a handle of what Share has told a parent process.
func Inherit(fd int, about local.About) (*Writer, error) {
	h, err := local.Inherit(fd, about)
	if err != nil {
		return nil, err
	}
	return &Writer{handle: h, addr: Addr{Name{slotname.Name{Slot: about.Name}}}}, nil
}
