package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"mailslot"
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

// waitedError is of a slot that did not appear while --wait allowed it to.
type waitedError struct{ error }

func (e waitedError) Unwrap() error { return e.error }

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
	case errno.InvalidName, errno.FilenameExcedRange:
		return exitUsage
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

// isTooLarge recognises a message above the slot's maximum, or above what the
// network carries: to another computer its code is 53, as for all that goes
// wrong there, so the cause tells.
func isTooLarge(err error) bool {
	return errors.Is(err, mailslot.ErrTooLarge) || errors.Is(err, nbt.ErrTooLong)
}
