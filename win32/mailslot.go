//go:build !windows

package win32

import (
	"mailslot/internal/errno"
	"mailslot/internal/local"
	"mailslot/internal/ntobj"
	"mailslot/internal/secureenv"
)

// slot is what GetMailslotInfo and SetMailslotInfo work on.
type slot interface {
	info() (info, Errno)
	setReadTimeout(ms uint32) Errno
}

// info is the four values as Windows counts them.
type info struct{ maxSize, nextSize, count, readTimeout uint32 }

// CreateMailslot makes a slot of this computer and its server handle.
// maxMessageSize 0 is any size; readTimeout is in milliseconds, 0 not at all
// and MAILSLOT_WAIT_FOREVER for ever. Without a security descriptor only its
// owner may write; docs/security.md tells what descriptors mean here.
func CreateMailslot(name *uint16, maxMessageSize, readTimeout uint32, sa *SecurityAttributes) (Handle, error) {
	n, code := parseName(name)
	switch {
	case code != errno.Success:
		return InvalidHandle, code
	case n.Host != "":
		return InvalidHandle, createRemote
	case n.IsRoot():
		return InvalidHandle, createRoot
	}
	s, err := local.Listen(n.Slot, local.Config{
		MaxSize:     maxMessageSize,
		ReadTimeout: readTimeout,
		Mode:        sa.mode(),
		Network:     secureenv.Get("MAILSLOT_NETWORK") == "1",
		Inheritable: sa != nil && sa.InheritHandle != 0,
	})
	if err != nil {
		return InvalidHandle, errno.Of(err)
	}
	return insert(&server{slot: s, name: n.Slot}, serverAccess, sa.flags())
}

// GetMailslotInfo asks for the state of a slot through a server or a client
// handle. Each output may be nil; all stay as they are when it fails.
func GetMailslotInfo(h Handle, maxMessageSize, nextSize, messageCount, readTimeout *uint32) error {
	s, code := slotOf(h)
	if code != errno.Success {
		return code
	}
	i, code := s.info()
	if code != errno.Success {
		return code
	}
	for _, out := range []struct {
		to   *uint32
		from uint32
	}{
		{maxMessageSize, i.maxSize},
		{nextSize, i.nextSize},
		{messageCount, i.count},
		{readTimeout, i.readTimeout},
	} {
		if out.to != nil {
			*out.to = out.from
		}
	}
	return nil
}

// SetMailslotInfo changes the time-out of reads that begin later, whichever
// handle of the slot they use. Client handles cannot.
func SetMailslotInfo(h Handle, readTimeout uint32) error {
	s, code := slotOf(h)
	if code != errno.Success {
		return code
	}
	return result(s.setReadTimeout(readTimeout))
}

// slotOf judges h as rule 6.8 does. No right is needed (rule 6.4).
func slotOf(h Handle) (slot, Errno) {
	_, file, code := ntobj.FileOf(h)
	if code != errno.Success {
		return nil, code
	}
	s, ok := file.(slot)
	if !ok {
		return nil, infoOfForeignFile
	}
	return s, errno.Success
}

// insert opens a handle on a new object, which is destroyed if there is no room.
func insert(o ntobj.Object, access, flags uint32) (Handle, error) {
	h, code := ntobj.Handles.Insert(o, access, flags)
	if code != errno.Success {
		o.Destroy()
		return InvalidHandle, code
	}
	return h, nil
}
