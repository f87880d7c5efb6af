package ntobj

import (
	"slices"
	"sync"
	"time"

	"mailslot/internal/errno"
)

// MaxWaitObjects is how many objects one wait may name.
const MaxWaitObjects = 64

// Infinite as a time-out means no time-out.
const Infinite = 0xFFFFFFFF

// What a wait answers; WaitObject0 and WaitAbandoned0 plus the index of the
// object that ended it.
const (
	WaitObject0      uint32 = 0
	WaitAbandoned0   uint32 = 0x80
	WaitIOCompletion uint32 = 0xC0
	WaitTimeout      uint32 = 258
	WaitFailed       uint32 = 0xFFFFFFFF
)

// dispatcher guards the state and the waiters of all Waitable objects.
var dispatcher sync.Mutex

// Lock is taken to read or change the state of a waitable object.
func Lock() { dispatcher.Lock() }

// Unlock ends what Lock began.
func Unlock() { dispatcher.Unlock() }

// Waitable is an object that can be waited on. Signaled and Acquire are called
// with the dispatcher locked; t is the waiting thread, nil where threads have
// no identity.
type Waitable interface {
	Object
	Signaled(t *Thread) bool            // would a wait by t end now?
	Acquire(t *Thread) (abandoned bool) // take what the wait was for
	header() *Header
}

// Header is embedded by every kind of Waitable object.
type Header struct {
	Base
	waiters []*waiter // first come first; guarded by dispatcher
	common  Common    // nil: no other process knows the object
}

func (h *Header) header() *Header { return h }

// waiter is one wait under way.
type waiter struct {
	thread  *Thread
	objects []Waitable
	all     bool
	ended   bool // guarded by dispatcher
	result  uint32
	done    chan struct{} // closed with ended
}

// Wake lets waiters go on as far as o's state allows, longest waiting first.
// Call it with the dispatcher locked, after making o signaled.
func Wake(o Waitable) { o.header().wake() }

func (h *Header) wake() {
	for _, w := range slices.Clone(h.waiters) {
		if w.ended {
			continue // it has named the object twice
		}
		if result, ok := w.satisfied(); ok {
			w.end(result)
		}
	}
}

// satisfied takes what w waits for if all of it can be had now.
func (w *waiter) satisfied() (uint32, bool) {
	defer keepOut(w.objects)()
	first := slices.IndexFunc(w.objects, func(o Waitable) bool { return o.Signaled(w.thread) != w.all })
	switch {
	case !w.all && first >= 0:
		return taken(w.objects[first].Acquire(w.thread), first), true
	case w.all && first < 0 && len(w.objects) > 0:
		abandoned := false
		for _, o := range w.objects {
			abandoned = o.Acquire(w.thread) || abandoned
		}
		return taken(abandoned, 0), true
	}
	return 0, false
}

func taken(abandoned bool, i int) uint32 {
	if abandoned {
		return WaitAbandoned0 + uint32(i)
	}
	return WaitObject0 + uint32(i)
}

// end is called with the dispatcher locked.
func (w *waiter) end(result uint32) {
	w.result, w.ended = result, true
	for _, o := range w.objects {
		h := o.header()
		h.waiters = slices.DeleteFunc(h.waiters, func(x *waiter) bool { return x == w })
		h.watched()
	}
	if w.thread != nil && w.thread.alertable == w {
		w.thread.alertable = nil
	}
	close(w.done)
}

// Wait waits for one or all of the objects, at most ms milliseconds. With
// alertable it also ends when t gets an APC, which the caller then runs.
// Without objects it is an alertable sleep.
func Wait(t *Thread, objects []Waitable, all, alertable bool, ms uint32) uint32 {
	w := &waiter{thread: t, objects: objects, all: all}
	Lock()
	result, ok := w.begin(alertable, ms)
	Unlock()
	if ok {
		return result
	}
	return w.await(ms)
}

// SignalAndWait signals one object and waits for the other in one step: whoever
// the signal wakes finds t waiting, so no pulse and no signal in return is lost.
func SignalAndWait(t *Thread, signal Object, o Waitable, alertable bool, ms uint32) (uint32, errno.Errno) {
	w := &waiter{thread: t, objects: []Waitable{o}}
	Lock()
	code := signalOnce(t, signal)
	if code != errno.Success {
		Unlock()
		return WaitFailed, code
	}
	result, ok := w.begin(alertable, ms)
	Unlock()
	if !ok {
		result = w.await(ms)
	}
	return result, errno.Success
}

// signalOnce is called with the dispatcher locked.
func signalOnce(t *Thread, o Object) (code errno.Errno) {
	switch o := o.(type) {
	case *Event:
		o.signal()
	case *Mutex:
		code = o.release(t)
	case *Semaphore:
		_, code = o.release(1)
	default:
		code = errno.InvalidHandle
	}
	return code
}

// await waits until w has ended, at most ms milliseconds.
func (w *waiter) await(ms uint32) uint32 {
	var timeout <-chan time.Time
	if ms != Infinite {
		timer := time.NewTimer(time.Duration(ms) * time.Millisecond)
		defer timer.Stop()
		timeout = timer.C
	}
	select {
	case <-w.done:
	case <-timeout:
		Lock()
		if !w.ended {
			w.end(WaitTimeout)
		}
		Unlock()
	}
	return w.result
}

// begin answers at once if it can and else puts w in all queues.
func (w *waiter) begin(alertable bool, ms uint32) (uint32, bool) {
	if result, ok := w.satisfied(); ok {
		return result, true
	}
	alertable = alertable && w.thread != nil
	if alertable && len(w.thread.apcs) > 0 {
		return WaitIOCompletion, true
	}
	if ms == 0 {
		return WaitTimeout, true
	}
	w.done = make(chan struct{})
	for _, o := range w.objects {
		h := o.header()
		h.waiters = append(h.waiters, w)
		h.watched()
	}
	if alertable {
		w.thread.alertable = w
	}
	return 0, false
}

// WaitHandles is Wait on handles, each with the right to SYNCHRONIZE.
func WaitHandles(t *Thread, handles []Handle, all, alertable bool, ms uint32) (uint32, errno.Errno) {
	if len(handles) == 0 || len(handles) > MaxWaitObjects {
		return WaitFailed, errno.InvalidParameter
	}
	objects := make([]Waitable, len(handles))
	for i, h := range handles {
		o, code := WaitableOf(h)
		if code != errno.Success {
			return WaitFailed, code
		}
		if all && slices.Contains(objects[:i], o) {
			return WaitFailed, errno.InvalidParameter
		}
		objects[i] = o
	}
	return Wait(t, objects, all, alertable, ms), errno.Success
}

// WaitableOf is the object behind h, if it may be waited for.
func WaitableOf(h Handle) (Waitable, errno.Errno) {
	e := Handles.Get(h)
	if e == nil {
		return nil, errno.InvalidHandle
	}
	o, ok := e.Object.(Waitable)
	if !ok {
		return nil, errno.InvalidHandle
	}
	if e.Access&Synchronize == 0 {
		return nil, errno.AccessDenied
	}
	return o, errno.Success
}
