package local

import (
	"net"

	"mailslot/internal/errno"
)

// What a call answers where it cannot do what was asked, on every system.

func notFound(name string) error {
	return errno.New(errno.FileNotFound, "no process has created the mailslot %s", name)
}

func tooLarge(n int, most uint32) error {
	return errno.New(ErrorTooLarge, "%w: it has %d bytes, the slot takes at most %d", ErrTooLarge, n, most)
}

func closedError() error {
	return errno.New(errno.InvalidHandle, "the slot is closed")
}

// endedError is what a blocked read answers when the slot is closed.
func endedError() error {
	return &errno.Error{Code: errno.HandleEOF, Text: "the slot was closed while reading", Cause: net.ErrClosed}
}

func timeoutError() error { return errTimeout }
func cancelError() error  { return errCancel }

var (
	errTimeout = errno.New(errno.SemTimeout, "no message within the time-out")
	errCancel  = errno.New(errno.OperationAborted, "the read was cancelled")
)

// gone is the error of a write when the server has closed the slot.
func gone() error {
	return errno.New(errno.HandleEOF, "the server has closed the mailslot")
}
