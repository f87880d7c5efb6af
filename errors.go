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
//	if errors.As(err, &code) {
//		fmt.Println(uint32(code), code.Name()) // 1816 ERROR_NOT_ENOUGH_QUOTA
//	}
//
// Programs that do not come from Windows compare with errors.Is instead:
// fs.ErrNotExist (no such slot), fs.ErrExist, fs.ErrPermission, fs.ErrInvalid
// (no name), os.ErrDeadlineExceeded (no message in time), io.ErrShortBuffer,
// io.ErrClosedPipe (the server is gone), net.ErrClosed (the own end is closed)
// and ErrTooLarge.
type Errno = errno.Errno
