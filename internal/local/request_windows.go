package local

import (
	"runtime"
	"sync"

	"golang.org/x/sys/windows"
)

// request is what one read at a time needs. It is never on a stack, nor is
// what it points to: the system writes there while the goroutine may be moved.
type request struct {
	ov     windows.Overlapped
	buf    []byte // of the read under way
	room   []byte // of Receive; nil until needed
	passed uint64 // how often the deadline had passed when the read began
}

// read is ReadFile until it has ended. The thread stays the same, because the
// system cancels what a thread has begun when that ends.
func (r *request) read(h windows.Handle, p []byte) (n uint32, err error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	r.buf = p
	r.ov = windows.Overlapped{HEvent: r.ov.HEvent}
	err = windows.ReadFile(h, r.buf, &n, &r.ov)
	if err == windows.ERROR_IO_PENDING {
		err = windows.GetOverlappedResult(h, &r.ov, &n, true)
	}
	r.buf = nil
	return n, err
}

// requests keeps those that are not in use. The zero value is ready.
type requests struct {
	mu   sync.Mutex
	idle []*request
}

// maxIdle bounds how many are kept.
const maxIdle = 16

func (q *requests) take() (*request, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if last := len(q.idle) - 1; last >= 0 {
		r := q.idle[last]
		q.idle = q.idle[:last]
		return r, nil
	}
	const manualReset, reset = 1, 0
	event, err := windows.CreateEvent(nil, manualReset, reset, nil)
	if err != nil {
		return nil, sysError("cannot read", err)
	}
	return &request{ov: windows.Overlapped{HEvent: event}}, nil
}

func (q *requests) put(r *request) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.idle) == maxIdle {
		windows.CloseHandle(r.ov.HEvent)
		return
	}
	q.idle = append(q.idle, r)
}

// close lets go of them, when no read is under way any more.
func (q *requests) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, r := range q.idle {
		windows.CloseHandle(r.ov.HEvent)
	}
	q.idle = nil
}
