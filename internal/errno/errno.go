// Package errno holds the Win32 error numbers that mailslot calls answer with,
// and ties each to the standard sentinel that Go programs compare against.
//
// Every error of this module carries exactly one Errno, so that "which number
// would Windows have answered" is read from the error and never guessed back.
package errno

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"strings"
)

// Errno is a Win32 error code. Zero is success.
type Errno uint32

// The codes that mailslot calls answer with.
const (
	Success            Errno = 0
	InvalidFunction    Errno = 1
	FileNotFound       Errno = 2
	PathNotFound       Errno = 3
	TooManyOpenFiles   Errno = 4
	AccessDenied       Errno = 5
	InvalidHandle      Errno = 6
	NotEnoughMemory    Errno = 8
	BadFormat          Errno = 11
	GenFailure         Errno = 31
	SharingViolation   Errno = 32
	HandleEOF          Errno = 38
	NotSupported       Errno = 50
	BadNetPath         Errno = 53
	InvalidParameter   Errno = 87
	SemTimeout         Errno = 121
	InsufficientBuffer Errno = 122
	InvalidName        Errno = 123
	AlreadyExists      Errno = 183
	FilenameExcedRange Errno = 206
	MoreData           Errno = 234
	IOCompletion       Errno = 192 // WAIT_IO_COMPLETION: a call was queued to the waiting thread
	WaitTimeout        Errno = 258
	OperationAborted   Errno = 995
	IOIncomplete       Errno = 996
	IOPending          Errno = 997
	NoAccess           Errno = 998
	NotFound           Errno = 1168
	RevisionMismatch   Errno = 1306
	InvalidACL         Errno = 1336
	InvalidSID         Errno = 1337
	NoSystemResources  Errno = 1450
	InvalidUserBuffer  Errno = 1784
	NotEnoughQuota     Errno = 1816
)

// row is what a code is called and which standard errors it stands for.
type row struct {
	name, text string
	is         []error
}

var table = map[Errno]row{
	Success:            {"ERROR_SUCCESS", "success", nil},
	InvalidFunction:    {"ERROR_INVALID_FUNCTION", "not a function of this handle", []error{errors.ErrUnsupported}},
	FileNotFound:       {"ERROR_FILE_NOT_FOUND", "no mailslot or other object has this name", []error{fs.ErrNotExist}},
	PathNotFound:       {"ERROR_PATH_NOT_FOUND", "no such path", []error{fs.ErrNotExist}},
	TooManyOpenFiles:   {"ERROR_TOO_MANY_OPEN_FILES", "too many open files", nil},
	AccessDenied:       {"ERROR_ACCESS_DENIED", "not permitted", []error{fs.ErrPermission}},
	InvalidHandle:      {"ERROR_INVALID_HANDLE", "the handle is closed or of another kind", []error{net.ErrClosed, fs.ErrClosed}},
	NotEnoughMemory:    {"ERROR_NOT_ENOUGH_MEMORY", "not enough memory", nil},
	BadFormat:          {"ERROR_BAD_FORMAT", "not in the expected format", nil},
	GenFailure:         {"ERROR_GEN_FAILURE", "the system failed", nil},
	SharingViolation:   {"ERROR_SHARING_VIOLATION", "shared otherwise by another handle", nil},
	HandleEOF:          {"ERROR_HANDLE_EOF", "the server has closed the mailslot", []error{io.ErrClosedPipe}},
	NotSupported:       {"ERROR_NOT_SUPPORTED", "not supported", []error{errors.ErrUnsupported}},
	BadNetPath:         {"ERROR_BAD_NETPATH", "the network path was not found", nil},
	InvalidParameter:   {"ERROR_INVALID_PARAMETER", "invalid parameter", []error{fs.ErrInvalid}},
	SemTimeout:         {"ERROR_SEM_TIMEOUT", "no message within the time-out", []error{os.ErrDeadlineExceeded}},
	InsufficientBuffer: {"ERROR_INSUFFICIENT_BUFFER", "the next message is larger than the buffer", []error{io.ErrShortBuffer}},
	InvalidName:        {"ERROR_INVALID_NAME", "not a mailslot name", []error{fs.ErrInvalid}},
	AlreadyExists:      {"ERROR_ALREADY_EXISTS", "the mailslot exists already", []error{fs.ErrExist}},
	FilenameExcedRange: {"ERROR_FILENAME_EXCED_RANGE", "the name is too long", []error{fs.ErrInvalid}},
	MoreData:           {"ERROR_MORE_DATA", "more data is available", []error{io.ErrShortBuffer}},
	WaitTimeout:        {"WAIT_TIMEOUT", "the wait timed out", []error{os.ErrDeadlineExceeded}},
	OperationAborted:   {"ERROR_OPERATION_ABORTED", "cancelled", []error{context.Canceled}},
	IOIncomplete:       {"ERROR_IO_INCOMPLETE", "the operation has not completed", nil},
	IOPending:          {"ERROR_IO_PENDING", "the operation is pending", nil},
	NoAccess:           {"ERROR_NOACCESS", "invalid access to memory", nil},
	NotFound:           {"ERROR_NOT_FOUND", "nothing was pending", nil},
	RevisionMismatch:   {"ERROR_REVISION_MISMATCH", "the other side speaks another version", nil},
	InvalidACL:         {"ERROR_INVALID_ACL", "not a security descriptor", []error{fs.ErrInvalid}},
	InvalidSID:         {"ERROR_INVALID_SID", "not a security identifier", []error{fs.ErrInvalid}},
	NoSystemResources:  {"ERROR_NO_SYSTEM_RESOURCES", "a system resource is exhausted", nil},
	InvalidUserBuffer:  {"ERROR_INVALID_USER_BUFFER", "invalid user buffer", nil},
	NotEnoughQuota:     {"ERROR_NOT_ENOUGH_QUOTA", "the quota of unread messages is used up", nil},
}

// Name is the code's name in the Windows headers, such as ERROR_FILE_NOT_FOUND.
func (e Errno) Name() string {
	if r, ok := table[e]; ok {
		return r.name
	}
	return fmt.Sprintf("ERROR_%d", uint32(e))
}

// Error is a short sentence without the number.
func (e Errno) Error() string {
	if r, ok := table[e]; ok {
		return r.text
	}
	return fmt.Sprintf("win32 error %d", uint32(e))
}

// Is reports whether target is a standard error that this code stands for.
func (e Errno) Is(target error) bool {
	for _, is := range table[e].is {
		if target == is {
			return true
		}
	}
	return false
}

// Timeout makes the time-out codes satisfy net.Error.
func (e Errno) Timeout() bool { return e == SemTimeout || e == WaitTimeout }

// Temporary completes net.Error.
func (e Errno) Temporary() bool { return e.Timeout() || e == NotEnoughQuota }

// Error is an Errno with the sentence that says what went wrong here and,
// where it is known, what to do about it.
type Error struct {
	Code  Errno
	Text  string
	Cause error  // the system's own error, or nil
	Hint  string // what to do about it, or empty
}

// New builds an Error. A %w verb in the format keeps the cause.
func New(code Errno, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	return &Error{Code: code, Text: err.Error(), Cause: errors.Unwrap(err)}
}

// Advise says what to do about an error that nobody else has yet.
func (e *Error) Advise(hint string) *Error {
	e.Hint = hint
	return e
}

// Error is what went wrong and what to do about it.
func (e *Error) Error() string {
	if e.Hint == "" {
		return e.Text
	}
	return e.Text + "; " + e.Hint
}

// Advice splits the sentence of err from what to do about it.
func Advice(err error) (text, hint string) {
	var e *Error
	if !errors.As(err, &e) || e.Hint == "" {
		return err.Error(), ""
	}
	text, last := strings.CutSuffix(err.Error(), "; "+e.Hint)
	if !last {
		return text, "" // more follows it
	}
	return text, e.Hint
}

// Unwrap lets errors.Is and errors.As see both the code and the cause.
func (e *Error) Unwrap() []error {
	if e.Cause == nil {
		return []error{e.Code}
	}
	return []error{e.Code, e.Cause}
}

// Timeout answers for the code, and for a context that was the cause.
func (e *Error) Timeout() bool {
	return e.Code.Timeout() || errors.Is(e.Cause, context.DeadlineExceeded)
}

// Temporary answers for the code.
func (e *Error) Temporary() bool { return e.Code.Temporary() }

// Coded is an error of one code whose sentence is made only when it is asked
// for, because a busy program meets it often.
type Coded interface {
	error
	Errno() Errno
}

// Of reads the code that err carries. An error without one is GenFailure,
// nil is Success.
func Of(err error) Errno {
	switch e := err.(type) { // what hot paths answer needs no search
	case nil:
		return Success
	case Errno:
		return e
	case *Error:
		return e.Code
	case Coded:
		return e.Errno()
	}
	var code Errno
	if errors.As(err, &code) {
		return code
	}
	return GenFailure
}
