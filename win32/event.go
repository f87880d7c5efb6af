//go:build !windows

package win32

import (
	"strings"

	"mailslot/internal/errno"
	"mailslot/internal/named"
	"mailslot/internal/ntobj"
)

// CreateEvent makes an event, or opens the one called name if there is one
// already: then the error is ERROR_ALREADY_EXISTS and the handle good, as in
// golang.org/x/sys/windows. A nil or empty name is none. On Linux the processes
// of one user share the names; prefixes Global\ and Local\ make no difference.
func CreateEvent(sa *SecurityAttributes, manualReset, initialState uint32, name *uint16) (Handle, error) {
	key, code := objectName(name)
	if code != errno.Success {
		return 0, code
	}
	h, existed, code := ntobj.Handles.InsertNamed(key, EVENT_ALL_ACCESS, sa.flags(), func() (ntobj.Object, bool, Errno) {
		return named.Event(key, manualReset != 0, initialState != 0)
	})
	switch {
	case code != errno.Success:
		return 0, code
	case !existed:
		return h, nil
	}
	if err := mustBeEvent(h); err != nil {
		return 0, err
	}
	return h, ERROR_ALREADY_EXISTS
}

// OpenEvent opens the event called name.
func OpenEvent(access uint32, inherit bool, name *uint16) (Handle, error) {
	key, code := objectName(name)
	if code != errno.Success {
		return 0, code
	}
	if key == "" {
		return 0, ERROR_INVALID_PARAMETER
	}
	flags := uint32(0)
	if inherit {
		flags = HANDLE_FLAG_INHERIT
	}
	h, _, code := ntobj.Handles.InsertNamed(key, ntobj.EventAccess(access), flags, func() (ntobj.Object, bool, Errno) {
		return named.Open(key)
	})
	if code != errno.Success {
		return 0, code
	}
	if err := mustBeEvent(h); err != nil {
		return 0, err
	}
	return h, nil
}

// mustBeEvent closes a handle that turned out to be on another kind of object.
func mustBeEvent(h Handle) error {
	if _, code := ntobj.EventOf(h, 0); code != errno.Success {
		ntobj.Handles.Close(h)
		return ERROR_INVALID_HANDLE
	}
	return nil
}

// objectName is the name of an event without the prefix of its session.
func objectName(p *uint16) (string, Errno) {
	name := UTF16PtrToString(p)
	for _, prefix := range []string{`Global\`, `Local\`} {
		name = strings.TrimPrefix(name, prefix)
	}
	if strings.Contains(name, `\`) {
		return "", errno.PathNotFound
	}
	return name, errno.Success
}

// SetEvent signals an event.
func SetEvent(h Handle) error { return onEvent(h, (*ntobj.Event).Set) }

// ResetEvent takes an event's signal back.
func ResetEvent(h Handle) error { return onEvent(h, (*ntobj.Event).Reset) }

// PulseEvent lets those go on who wait now and leaves the event reset.
func PulseEvent(h Handle) error { return onEvent(h, (*ntobj.Event).Pulse) }

func onEvent(h Handle, do func(*ntobj.Event)) error {
	e, code := ntobj.EventOf(h, EVENT_MODIFY_STATE)
	if code != errno.Success {
		return code
	}
	do(e)
	return nil
}
