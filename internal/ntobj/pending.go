package ntobj

import (
	"context"
	"slices"
	"sync/atomic"

	"mailslot/internal/errno"
)

// operation is a request that waits.
type operation struct {
	request Request
	ctx     context.Context // ended by abort
	cancel  context.CancelFunc
	aborted bool          // guarded by dispatcher
	done    chan struct{} // closed when the outcome is published and told
}

// Pend completes r with what wait answers. A request with an IOStatus goes on in a
// goroutine of its own and the answer is errno.IOPending; any other is waited
// for here. wait returns soon after its context has ended.
func (f *FileHeader) Pend(r Request, wait func(context.Context) (uint32, errno.Errno)) (uint32, errno.Errno) {
	ctx, cancel := context.WithCancel(context.Background())
	op := &operation{request: r, ctx: ctx, cancel: cancel, done: make(chan struct{})}
	f.enter(op)
	if r.IO == nil {
		return f.leave(op, wait)
	}
	go f.leave(op, wait)
	return 0, errno.IOPending
}

func (f *FileHeader) enter(op *operation) {
	Lock()
	defer Unlock()
	if !f.skips(op.request) {
		f.waiting.Store(true)
	}
	f.pending = append(f.pending, op)
	if t := op.request.Thread; t != nil && op.request.IO == nil {
		t.blocked = op
	}
}

func (f *FileHeader) leave(op *operation, wait func(context.Context) (uint32, errno.Errno)) (uint32, errno.Errno) {
	n, code := wait(op.ctx)
	if t := op.request.Thread; t != nil && op.request.IO == nil {
		Lock()
		t.blocked = nil
		Unlock()
	}
	f.finish(op, op.request, code, n)
	if op.request.Done != nil {
		op.request.Done(code, n)
	}
	close(op.done) // who has cancelled it finds the routine or packet there
	return n, code
}

// Settle waits until the outcome of every request with an IOStatus is published,
// after the last handle of f was closed: the IOStatus is the program's again.
func (f *FileHeader) Settle() {
	Lock()
	pending := slices.Clone(f.pending)
	Unlock()
	for _, op := range pending {
		if op.request.IO != nil {
			<-op.done
		}
	}
}

// abort is called with the dispatcher locked.
func (op *operation) abort() {
	if !op.aborted {
		op.aborted = true
		op.cancel()
	}
}

// Cancel cancels the waiting requests on the file behind h: the one of io, or
// all if io is nil; with t only those of that thread. Those with an IOStatus
// have completed when it returns. It answers how many there were.
func Cancel(h Handle, io *IOStatus, t *Thread) (int, errno.Errno) {
	_, file, code := FileOf(h)
	if code != errno.Success {
		return 0, code
	}
	Lock()
	var found []*operation
	for _, op := range file.fileHeader().pending {
		if (io == nil || op.request.IO == io) && (t == nil || op.request.Thread == t) {
			op.abort()
			found = append(found, op)
		}
	}
	Unlock()
	for _, op := range found {
		if op.request.IO != nil {
			<-op.done
		}
	}
	return len(found), errno.Success
}

// Result is how the request of io on the file behind h ended.
// Without wait, one that has not ended is errno.IOIncomplete.
func Result(h Handle, io *IOStatus, wait bool) (uint32, errno.Errno) {
	if io.Status() == StatusPending {
		if !wait {
			return 0, errno.IOIncomplete
		}
		if code := awaitCompletion(h, io); code != errno.Success {
			return 0, code
		}
	}
	Lock() // the event is set under the lock that published the status
	defer Unlock()
	return uint32(atomic.LoadUintptr(&io.InternalHigh)), io.Status().Errno()
}

// awaitCompletion waits for the request itself, as others may signal the same
// event or file; then for the event, which if it is auto-reset is consumed.
func awaitCompletion(h Handle, io *IOStatus) errno.Errno {
	_, file, code := FileOf(h)
	if code != errno.Success {
		return code
	}
	Lock()
	pending := file.fileHeader().pending
	i := slices.IndexFunc(pending, func(op *operation) bool { return op.request.IO == io })
	if i < 0 {
		defer Unlock()
		return stillPending(io)
	}
	op := pending[i]
	Unlock()
	<-op.done
	if e := op.request.event; e != nil {
		Wait(nil, []Waitable{e}, false, false, 0)
	}
	return errno.Success
}

// stillPending judges an IOStatus that no request waits for: it has ended
// this instant, or failed at once and never began (rule 9.4).
func stillPending(io *IOStatus) errno.Errno {
	if io.Status() == StatusPending {
		return errno.IOIncomplete
	}
	return errno.Success
}

// CancelThread cancels everything that a thread has pending, on any handle.
func CancelThread(t *Thread) {
	Handles.Each(func(h Handle, e *Entry) {
		if e.file != nil {
			Cancel(h, nil, t)
		}
	})
}

// completion is signaled when a request's outcome is published.
type completion struct {
	Header
	ended bool // guarded by dispatcher
}

func (c *completion) Signaled(*Thread) bool { return c.ended }
func (c *completion) Acquire(*Thread) bool  { return false }
func (c *completion) Destroy()              {}

// Completion is an object that is signaled when the request of io on h has
// ended, or nil if it has ended already.
func Completion(h Handle, io *IOStatus) Waitable {
	_, file, code := FileOf(h)
	if code != errno.Success {
		return nil
	}
	Lock()
	defer Unlock()
	pending := file.fileHeader().pending
	i := slices.IndexFunc(pending, func(op *operation) bool { return op.request.IO == io })
	if i < 0 {
		return nil
	}
	c := new(completion)
	go pending[i].tell(c)
	return c
}

// tell signals c when the operation has ended.
func (op *operation) tell(c *completion) {
	<-op.done
	Lock()
	defer Unlock()
	c.ended = true
	c.wake()
}
