//go:build !windows

package win32

import (
	"context"

	"mailslot"
	"mailslot/internal/errno"
	"mailslot/internal/ntobj"
	"mailslot/internal/slotname"
)

// CreateFile opens a client handle on a slot, of this computer or by a remote
// name, or a handle on the namespace itself (rule 1.8). Every access opens;
// writing needs GENERIC_WRITE, FILE_WRITE_DATA or FILE_APPEND_DATA. Opening a
// remote name does not touch the network. Other files are the C library's.
func CreateFile(name *uint16, access, mode uint32, sa *SecurityAttributes, createmode, attrs uint32, templatefile Handle) (Handle, error) {
	if createmode < CREATE_NEW || createmode > TRUNCATE_EXISTING {
		return InvalidHandle, ERROR_INVALID_PARAMETER
	}
	n, code := parseName(name)
	if code != errno.Success {
		return InvalidHandle, code
	}
	if createmode != OPEN_EXISTING && !opensWithAnyDisposition {
		return InvalidHandle, ERROR_INVALID_PARAMETER
	}
	access = ntobj.FileAccess(access) | ntobj.FileReadAttributes | ntobj.Synchronize
	if !appendDataWrites {
		access &^= FILE_APPEND_DATA
	}
	o, code := open(n, access, mode)
	if code != errno.Success {
		return InvalidHandle, code
	}
	return insert(o, access, sa.flags())
}

// open finds the slot first: a missing one is 2 whatever the share mode (rule 3.1).
func open(n slotname.Name, access, mode uint32) (ntobj.Object, Errno) {
	if n.IsRoot() {
		return new(root), errno.Success
	}
	w, err := new(mailslot.Dialer).Dial(context.Background(), n.String())
	if err != nil {
		return nil, errno.Of(err)
	}
	c := &client{writer: w, name: n.Slot}
	if !strictSharing() {
		return c, errno.Success
	}
	var code Errno
	if c.share, code = shares.enter(n, access, mode); code != errno.Success {
		w.Close()
		return nil, code
	}
	return c, errno.Success
}
