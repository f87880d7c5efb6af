package local

import (
	"sync"
	"time"

	"golang.org/x/sys/windows"
)

// handle is a handle of the system with those who are inside a call on it.
// Windows neither wakes them when it is closed nor keeps its number from
// becoming that of another one meanwhile, so the last of them has to be out.
type handle struct {
	h windows.Handle

	mu     sync.Mutex
	closed bool
	inside int
}

// enter lets a call in until leave, unless the handle is closed.
func (h *handle) enter() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return false
	}
	h.inside++
	return true
}

func (h *handle) leave() {
	h.mu.Lock()
	h.inside--
	h.mu.Unlock()
}

// close ends the calls that are inside and closes the handle. It reports
// whether it was open.
func (h *handle) close() bool {
	h.mu.Lock()
	open := !h.closed
	h.closed = true
	h.mu.Unlock()
	if open {
		h.cancelWhile(func() bool { return true })
		windows.CloseHandle(h.h)
	}
	return open
}

func (h *handle) isClosed() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.closed
}

// longestPause is the longest time between two cancellations.
const longestPause = time.Millisecond

// cancelWhile cancels the calls that are inside until none is, or wanted says
// that it is for nothing. Cancelling once is not enough: a call that has
// entered may not have reached the system yet.
func (h *handle) cancelWhile(wanted func() bool) {
	for pause := time.Microsecond; wanted() && h.cancel(); pause = min(2*pause, longestPause) {
		time.Sleep(pause)
	}
}

// cancel cancels what goes on, and reports whether a call is inside. None can
// leave meanwhile, so the handle is not closed by then, nor its number another's.
func (h *handle) cancel() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.inside == 0 {
		return false
	}
	windows.CancelIoEx(h.h, nil)
	return true
}
