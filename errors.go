package mailslot

import (
	"mailslot/internal/errno"
	"mailslot/internal/local"
)

// ErrTooLarge is a write of more than the slot's maximum message size, than its
// whole quota, or than fits into a datagram to another computer.
var ErrTooLarge = local.ErrTooLarge

// Errno is the Win32 error number that every error of this package carries:
//
//	var code mailslot.Errno
//	errors.As(err, &code)
type Errno = errno.Errno
