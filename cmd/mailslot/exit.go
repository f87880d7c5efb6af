package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"

	"mailslot/internal/errno"
	"mailslot/internal/nbt"
)

// The exit codes. They are stable.
const (
	exitOK       = 0
	exitFailure  = 1
	exitUsage    = 2
	exitNoSlot   = 3
	exitExists   = 4
	exitDenied   = 5
	exitTooLarge = 6
	exitNetwork  = 7
	exitTimeout  = 124
)

// usageError is a mistake in the command line.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usage(format string, args ...any) error {
	return usageError{fmt.Errorf(format, args...)}
}

// namedError says which argument an error is about, as it was typed.
type namedError struct {
	name string
	error
}

func (e namedError) Unwrap() error { return e.error }

func named(name string, err error) error {
	if err == nil {
		return nil
	}
	return namedError{name, err}
}

// exitCode is the code to exit with after err.
func exitCode(err error) int {
	var u usageError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &u):
		return exitUsage
	case isTooLarge(err):
		return exitTooLarge
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded):
		return exitTimeout
	}
	return exitOfCode(errno.Of(err))
}

func exitOfCode(code errno.Errno) int {
	switch code {
	case errno.InvalidName, errno.PathNotFound, errno.FilenameExcedRange:
		return exitUsage // the name is malformed or cannot be listened on
	case errno.FileNotFound, errno.HandleEOF:
		return exitNoSlot
	case errno.AlreadyExists:
		return exitExists
	case errno.AccessDenied:
		return exitDenied
	case errno.BadNetPath:
		return exitNetwork
	}
	return exitFailure
}

// errTooLarge is a message that is refused before any slot sees it.
var errTooLarge = errors.New("the message is too large")

// isTooLarge recognises the error of a message above the slot's maximum:
// of all calls only a write answers 87 for it (spec 4.5). To another computer
// it is 53, as for all that goes wrong on the network, so the cause tells.
func isTooLarge(err error) bool {
	var op *net.OpError
	if errors.Is(err, errTooLarge) || errors.Is(err, nbt.ErrTooLong) {
		return true
	}
	return errors.As(err, &op) && op.Op == "write" && errno.Of(err) == errno.InvalidParameter
}
