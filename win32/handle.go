//go:build !windows

package win32

import (
	"mailslot/internal/errno"
	"mailslot/internal/ntobj"
)

// CloseHandle closes a handle. With the last server handle of a slot, the slot
// and its unread messages are gone. Closing InvalidHandle succeeds, as it is
// the pseudo handle of the process.
func CloseHandle(h Handle) error {
	if h == ntobj.CurrentProcess {
		return nil
	}
	return result(ntobj.Handles.Close(h))
}

// DuplicateHandle opens another handle on the same object, within this
// process: both process handles are CurrentProcess. With DUPLICATE_SAME_ACCESS
// it has the rights of the source, else those asked for; a right to do what
// the object cannot is granted and of no use (rule 7.3).
func DuplicateHandle(sourceProcess, source, targetProcess Handle, target *Handle, access uint32, inherit bool, options uint32) error {
	if sourceProcess != ntobj.CurrentProcess || targetProcess != ntobj.CurrentProcess {
		return ERROR_INVALID_HANDLE
	}
	if options&DUPLICATE_CLOSE_SOURCE != 0 {
		defer ntobj.Handles.Close(source)
	}
	if target == nil {
		return nil
	}
	flags := uint32(0)
	if inherit {
		flags = HANDLE_FLAG_INHERIT
	}
	h, code := ntobj.Handles.Duplicate(source, specific(source, access), options&DUPLICATE_SAME_ACCESS != 0, flags)
	if code == errno.Success {
		*target = h
	}
	return result(code)
}

// specific replaces generic rights by those of the kind of object behind h.
func specific(h Handle, access uint32) uint32 {
	if _, _, code := ntobj.FileOf(h); code == errno.Success {
		return ntobj.FileAccess(access)
	}
	return ntobj.EventAccess(access)
}

// GetHandleInformation tells the HANDLE_FLAG values of h.
func GetHandleInformation(h Handle, flags *uint32) error {
	e := ntobj.Handles.Get(h)
	if e == nil {
		return ERROR_INVALID_HANDLE
	}
	*flags = e.Flags()
	return nil
}

// SetHandleInformation changes those HANDLE_FLAG values of h that are in mask.
func SetHandleInformation(h Handle, mask, flags uint32) error {
	const all = HANDLE_FLAG_INHERIT | HANDLE_FLAG_PROTECT_FROM_CLOSE
	if mask&^all != 0 {
		return ERROR_INVALID_PARAMETER
	}
	return result(ntobj.Handles.SetFlags(h, mask, flags))
}

// GetFileType is FILE_TYPE_UNKNOWN, without error, for every mailslot handle.
// Kinds of files that the C library adds say theirs by a FileType method.
func GetFileType(h Handle) (uint32, error) {
	_, file, code := ntobj.FileOf(h)
	if typed, ok := file.(interface{ FileType() uint32 }); ok {
		return typed.FileType(), nil
	}
	return FILE_TYPE_UNKNOWN, result(code)
}
