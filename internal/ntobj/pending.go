package ntobj

import (
	"slices"
	"sync/atomic"

	"mailslot/internal/errno"
)

// operation is a request that waits.
type operation struct {
	request Request
	cancel  chan struct{} // closed by abort
	aborted bool          // guarded by dispatcher
	done    chan struct{} // closed when the outcome is published
}

// Pend completes r with what wait answers. An overlapped request goes on in a
// goroutine of its own and the answer is errno.IOPending; any other is waited
// for here. wait returns soon after cancel is closed.
func (f *FileHeader) Pend(r Request, wait func(cancel <-chan struct{}) (uint32, errno.Errno)) (uint32, errno.Errno) {
	op := &operation{request: r, cancel: make(chan struct{}), done: make(chan struct{})}
	f.enter(op)
	if r.Overlapped == nil {
		return f.leave(op, wait)
	}
	go f.leave(op, wait)
	return 0, errno.IOPending
}

func (f *FileHeader) enter(op *operation) {
	Lock()
	defer Unlock()
	f.waiting.Store(true)
	f.pending = append(f.pending, op)
	if t := op.request.Thread; t != nil && op.request.Overlapped == nil {
		t.blocked = op
	}
}

func (f *FileHeader) leave(op *operation, wait func(<-chan struct{}) (uint32, errno.Errno)) (uint32, errno.Errno) {
	n, code := wait(op.cancel)
	if t := op.request.Thread; t != nil && op.request.Overlapped == nil {
		Lock()
		t.blocked = nil
		Unlock()
	}
	f.finish(op, op.request, code, n)
	close(op.done)
	if op.request.Done != nil {
		op.request.Done(code, n)
	}
	return n, code
}

// abort is called with the dispatcher locked.
func (op *operation) abort() {
	if !op.aborted {
		op.aborted = true
		close(op.cancel)
	}
}

// Cancel cancels the waiting requests on the file behind h: the one of ov, or
// all if ov is nil; with t only those of that thread. Overlapped ones have
// completed when it returns. It answers how many there were.
func Cancel(h Handle, ov *Overlapped, t *Thread) (int, errno.Errno) {
	_, file, code := FileOf(h)
	if code != errno.Success {
		return 0, code
	}
	Lock()
	var found []*operation
	for _, op := range file.fileHeader().pending {
		if (ov == nil || op.request.Overlapped == ov) && (t == nil || op.request.Thread == t) {
			op.abort()
			found = append(found, op)
		}
	}
	Unlock()
	for _, op := range found {
		if op.request.Overlapped != nil {
			<-op.done
		}
	}
	return len(found), errno.Success
}

// Result is how the overlapped request of ov on the file behind h ended.
// Without wait, one that has not ended is errno.IOIncomplete.
func Result(h Handle, ov *Overlapped, wait bool) (uint32, errno.Errno) {
	if status(ov) == StatusPending {
		if !wait {
			return 0, errno.IOIncomplete
		}
		if code := awaitCompletion(h, ov); code != errno.Success {
			return 0, code
		}
	}
	Lock() // the event is set under the lock that published the status
	defer Unlock()
	return uint32(atomic.LoadUintptr(&ov.InternalHigh)), status(ov).Errno()
}

// awaitCompletion waits for the request itself, as others may signal the same
// event or file; then for the event, which if it is auto-reset is consumed.
func awaitCompletion(h Handle, ov *Overlapped) errno.Errno {
	_, file, code := FileOf(h)
	if code != errno.Success {
		return code
	}
	Lock()
	pending := file.fileHeader().pending
	i := slices.IndexFunc(pending, func(op *operation) bool { return op.request.Overlapped == ov })
	if i < 0 {
		defer Unlock()
		return stillPending(ov)
	}
	op := pending[i]
	Unlock()
	<-op.done
	if e := op.request.event; e != nil {
		Wait(nil, []Waitable{e}, false, false, 0)
	}
	return errno.Success
}

// stillPending judges an Overlapped that no request waits for: it has ended
// this instant, or failed at once and never began (rule 9.4).
func stillPending(ov *Overlapped) errno.Errno {
	if status(ov) == StatusPending {
		return errno.IOIncomplete
	}
	return errno.Success
}

func status(ov *Overlapped) Status { return Status(atomic.LoadUintptr(&ov.Internal)) }
