package ntobj

import (
	"slices"
	"sync/atomic"

	"mailslot/internal/errno"
)

// File is an object that can be read and written. Rights and buffers have been
// judged when Read and Write are called. They answer how many bytes were
// moved, and errno.IOPending for what completes later.
type File interface {
	Waitable
	Read(r Request) (uint32, errno.Errno)
	Write(r Request) (uint32, errno.Errno)
	fileHeader() *FileHeader
}

// IOStatus is where a request that completes later leaves its outcome: the
// first two words of an OVERLAPPED, or an NT IO_STATUS_BLOCK. It is the
// request's name too, to cancel it or to wait for it. While the request is
// under way it belongs to the request; it is read and written atomically.
type IOStatus struct {
	Internal     uintptr // a Status
	InternalHigh uintptr // bytes moved
}

// Status is how the request ended, or StatusPending.
func (io *IOStatus) Status() Status { return Status(atomic.LoadUintptr(&io.Internal)) }

// Begin marks the request as under way, as ReadFile and WriteFile do before
// anything else; the NT calls do not.
func (io *IOStatus) Begin() { atomic.StoreUintptr(&io.Internal, uintptr(StatusPending)) }

func (io *IOStatus) end(code errno.Errno, n uint32) {
	atomic.StoreUintptr(&io.InternalHigh, uintptr(n))
	atomic.StoreUintptr(&io.Internal, uintptr(StatusOf(code)))
}

// Request is one read or write. Its buffer belongs to the request until that
// has completed.
type Request struct {
	Buf    []byte
	Fault  bool      // the program's buffer is NULL though its size is not 0
	IO     *IOStatus // nil: the call returns when the request is complete
	Event  Handle    // set when an IO request completes; low bit: no packet to the port
	Thread *Thread   // who asks; nil in Go
	// Done, if any, is called without locks when the request completes, also
	// when that happens at once, but not when it fails at once (rule 9.4).
	Done func(code errno.Errno, n uint32)
	// ToPort says that Done posts to a completion port.
	ToPort bool

	event *Event // the object of Event
}

// FileHeader is embedded by every kind of File. As an object it is signaled
// unless a request has begun to wait and none has completed since (rule 7.1).
type FileHeader struct {
	Header
	waiting atomic.Bool  // not signaled; written with dispatcher locked
	pending []*operation // guarded by dispatcher
	modes   atomic.Uint32
	place   atomic.Pointer[Place]
}

// Place is the port that hears of the completions on a file, through the Done of
// each request, and the key of the file there.
type Place struct {
	Port *CompletionPort
	Key  uintptr
}

func (f *FileHeader) fileHeader() *FileHeader { return f }

// Ways in which a file reports that a request is complete.
const (
	SkipPortOnSuccess = 1 // no packet for what succeeds at once
	SkipHandle        = 2 // requests with an IOStatus leave the signal of the file alone
)

// SetModes adds ways of reporting; none can be taken back.
func (f *FileHeader) SetModes(modes uint32) { f.modes.Or(modes) }

// Signaled and Acquire are the waiting rules of files.
func (f *FileHeader) Signaled(*Thread) bool { return !f.waiting.Load() }

func (f *FileHeader) Acquire(*Thread) bool { return false }

// SetPlace ties the file behind h to a port, for as long as the file lives; it can
// have one only.
func SetPlace(h Handle, p Place) errno.Errno {
	_, file, code := FileOf(h)
	if code == errno.Success && !file.fileHeader().place.CompareAndSwap(nil, &p) {
		code = errno.InvalidParameter
	}
	return code
}

// PlaceOf is the place of the file behind h, or nil.
func PlaceOf(h Handle) *Place {
	_, file, code := FileOf(h)
	if code != errno.Success {
		return nil
	}
	return file.fileHeader().place.Load()
}

// Read reads from the file behind h in the check order of section 0.
func Read(h Handle, r Request) (uint32, errno.Errno) {
	e, code := begin(h, &r)
	switch {
	case code != errno.Success:
		return 0, code
	case e.Access&FileReadData == 0:
		return 0, errno.AccessDenied
	case r.Fault:
		return 0, errno.NoAccess
	}
	return e.file.Read(r)
}

// Write writes to the file behind h in the check order of section 0.
func Write(h Handle, r Request) (uint32, errno.Errno) {
	e, code := begin(h, &r)
	switch {
	case code != errno.Success:
		return 0, code
	case e.Access&(FileWriteData|FileAppendData) == 0:
		return 0, errno.AccessDenied
	case r.Fault:
		return 0, errno.InvalidUserBuffer
	}
	return e.file.Write(r)
}

// FileOf is the file behind h.
func FileOf(h Handle) (*Entry, File, errno.Errno) {
	e := Handles.Get(h)
	if e == nil || e.file == nil {
		return nil, nil, errno.InvalidHandle
	}
	return e, e.file, errno.Success
}

// begin finds the file, and the event of r, which is reset whatever comes
// then (rule 9.4).
func begin(h Handle, r *Request) (*Entry, errno.Errno) {
	e, _, code := FileOf(h)
	if code != errno.Success || r.IO == nil || r.Event>>2 == 0 {
		return e, code
	}
	r.event, code = EventOf(r.Event, EventModifyState)
	if code == errno.Success {
		r.event.Reset()
	}
	return e, code
}

// Complete ends, successfully, a request that had nothing to wait for.
func (f *FileHeader) Complete(r Request, n uint32) (uint32, errno.Errno) {
	if r.IO != nil || f.waiting.Load() {
		f.finish(nil, r, errno.Success, n)
	}
	if r.Done != nil && !(r.ToPort && f.modes.Load()&SkipPortOnSuccess != 0) {
		r.Done(errno.Success, n)
	}
	return n, errno.Success
}

// finish publishes the outcome of r: first the IOStatus, which may be gone
// the instant after, then the signals.
func (f *FileHeader) finish(op *operation, r Request, code errno.Errno, n uint32) {
	Lock()
	f.pending = slices.DeleteFunc(f.pending, func(x *operation) bool { return x == op })
	if r.IO != nil {
		r.IO.end(code, n)
	}
	if r.event != nil {
		r.event.signal()
	}
	if !f.skips(r) {
		f.waiting.Store(false)
		f.wake()
	}
	Unlock()
}

// skips reports whether r leaves the signal of the file alone.
func (f *FileHeader) skips(r Request) bool {
	return r.IO != nil && f.modes.Load()&SkipHandle != 0
}
