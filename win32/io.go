//go:build !windows

package win32

import (
	"mailslot/internal/errno"
	"mailslot/internal/ntobj"
)

// ReadFile reads one message of a server handle into p. *done, which may be
// nil, is set to its size, first of all to 0. A message larger than p stays
// and the error is ERROR_INSUFFICIENT_BUFFER; no message within the slot's
// read time-out is ERROR_SEM_TIMEOUT.
//
// With ov a read that has to wait is ERROR_IO_PENDING and completes later:
// then the status is in ov, and its event and h are signaled.
func ReadFile(h Handle, p []byte, done *uint32, ov *Overlapped) error {
	if done != nil {
		*done = 0
	}
	n, code := ntobj.Read(h, request(p, ov))
	if done != nil {
		*done = n
	}
	return result(code)
}

// WriteFile writes p, which may be empty, as one message to a client handle.
// It never waits for a reader; with ov it completes at once as well.
func WriteFile(h Handle, p []byte, done *uint32, ov *Overlapped) error {
	if done != nil {
		*done = 0
	}
	n, code := ntobj.Write(h, request(p, ov))
	if done != nil {
		*done = n
	}
	return result(code)
}

func request(p []byte, ov *Overlapped) ntobj.Request {
	if ov == nil {
		return ntobj.Request{Buf: p}
	}
	ov.io().Begin()
	return ntobj.Request{Buf: p, IO: ov.io(), Event: ov.HEvent}
}

// GetOverlappedResult tells how the request of ov ended and how many bytes it
// moved. If it has not, the call waits for that or is ERROR_IO_INCOMPLETE.
func GetOverlappedResult(h Handle, ov *Overlapped, done *uint32, wait bool) error {
	n, code := ntobj.Result(h, ov.io(), wait)
	if done != nil && code != errno.IOIncomplete {
		*done = n
	}
	return result(code)
}

// CancelIo cancels the reads that wait on h; they end with
// ERROR_OPERATION_ABORTED.
func CancelIo(h Handle) error {
	_, code := ntobj.Cancel(h, nil, nil)
	return result(code)
}

// CancelIoEx cancels the read of ov, or all on h if ov is nil. It is
// ERROR_NOT_FOUND if there is none.
func CancelIoEx(h Handle, ov *Overlapped) error {
	var io *ntobj.IOStatus
	if ov != nil {
		io = ov.io()
	}
	n, code := ntobj.Cancel(h, io, nil)
	if n == 0 && code == errno.Success {
		return ERROR_NOT_FOUND
	}
	return result(code)
}
