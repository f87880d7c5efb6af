package ntobj

import "slices"

// Thread is what the dispatcher must know of a thread of the program: the
// calls that wait for it in an alertable wait, what it is blocked in, and the
// mutexes it owns. A goroutine is none: in Go, nil stands for "whoever".
type Thread struct {
	apcs      []apc      // guarded by dispatcher, like the rest
	alertable *waiter    // the wait that an APC ends
	blocked   *operation // the synchronous request it is blocked in
	owned     []*Mutex
	gone      bool
}

// apc is a call that waits for a thread. What it is, is the caller's of QueueAPC.
type apc struct {
	call  any
	of    *Timer // whose routine it is, or nil
	round uint32 // of that timer
}

// over reports whether it is of a timer that another process has stopped since.
func (a apc) over() bool { return a.of != nil && a.of.state.Round.Load() != a.round }

// QueueAPC has the thread's next alertable wait end. The call comes back from
// TakeAPC.
func (t *Thread) QueueAPC(call any) {
	Lock()
	defer Unlock()
	t.queue(apc{call: call})
}

// queue is called with the dispatcher locked. A timer's routine is not queued
// a second time while it waits.
func (t *Thread) queue(a apc) {
	if t.gone || a.of != nil && slices.ContainsFunc(t.apcs, a.of.owns) {
		return
	}
	t.apcs = append(t.apcs, a)
	if t.alertable != nil {
		t.alertable.end(WaitIOCompletion)
	}
}

// TakeAPC hands over the oldest APC, for the thread to run.
func (t *Thread) TakeAPC() (call any, ok bool) {
	Lock()
	defer Unlock()
	t.apcs = slices.DeleteFunc(t.apcs, apc.over)
	if len(t.apcs) == 0 {
		return nil, false
	}
	call, t.apcs = t.apcs[0].call, t.apcs[1:]
	return call, true
}

// CancelBlocked cancels the synchronous request that the thread is blocked in
// and reports whether there was one.
func (t *Thread) CancelBlocked() bool {
	Lock()
	defer Unlock()
	if t.blocked == nil {
		return false
	}
	t.blocked.abort()
	return true
}

func (t *Thread) disown(m *Mutex) {
	t.owned = slices.DeleteFunc(t.owned, func(x *Mutex) bool { return x == m })
}

// stillActive is STILL_ACTIVE, the exit code of what has not ended.
const stillActive = 259

// ThreadObject is what a handle on a thread leads to. It is signaled when the
// thread has ended.
type ThreadObject struct {
	Header
	thread *Thread
	id     uint32
	code   uint32 // guarded by dispatcher
	ended  bool
}

// NewThreadObject makes the object of a running thread.
func NewThreadObject(t *Thread, id uint32) *ThreadObject {
	return &ThreadObject{thread: t, id: id, code: stillActive}
}

// Signaled reports whether the thread has ended.
func (o *ThreadObject) Signaled(*Thread) bool { return o.ended }

// Acquire takes nothing: a thread stays ended.
func (o *ThreadObject) Acquire(*Thread) bool { return false }

// Destroy does nothing: the thread runs on without handles.
func (o *ThreadObject) Destroy() {}

// Thread is the thread; ID its number.
func (o *ThreadObject) Thread() *Thread { return o.thread }

// ID is the thread's number.
func (o *ThreadObject) ID() uint32 { return o.id }

// ExitCode is 259 while the thread runs.
func (o *ThreadObject) ExitCode() uint32 {
	Lock()
	defer Unlock()
	return o.code
}

// Exit is the thread's end: its mutexes are abandoned, its APCs dropped, and
// who waits for it goes on.
func (o *ThreadObject) Exit(code uint32) {
	Lock()
	defer Unlock()
	o.code, o.ended, o.thread.gone, o.thread.apcs = code, true, true, nil
	for _, m := range o.thread.owned {
		m.free(true)
	}
	o.thread.owned = nil
	o.wake()
}
