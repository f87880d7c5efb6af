//go:build !linux

package named

import (
	"mailslot/internal/errno"
	"mailslot/internal/ntobj"
)

// Event makes an event of this process alone.
func Event(name string, manual, set bool) (o ntobj.Object, existed bool, code errno.Errno) {
	return ntobj.NewEvent(manual, set), false, errno.Success
}

// Open finds nothing: no other process has objects for this one.
func Open(name string) (o ntobj.Object, existed bool, code errno.Errno) {
	return nil, false, errno.FileNotFound
}
