package ntobj

import (
	"runtime"
	"sync/atomic"
)

// State is what an event, a mutex, a semaphore or a timer is at a moment. That of
// an object which other processes know too lies in memory that they all map. Each
// change is the store of one word: a process killed on its way leaves an object
// that is as before or as after.
type State struct {
	Kind      atomic.Uint32 // of the object; 0: it is being made
	Manual    atomic.Uint32 // event, timer: stays set until it is reset
	Count     atomic.Int32  // event, timer: 1 if set; semaphore: what can be taken
	Most      atomic.Int32  // semaphore: the most that Count may become
	Pulses    atomic.Uint32 // event: how often it was pulsed
	Pulsed    atomic.Uint32 // event: the last pulse may still let one waiter go on
	Owned     atomic.Uint32 // mutex: a process owns it, or died with it
	Abandoned atomic.Uint32 // mutex: the next to take it is told
	Turn      atomic.Uint32 // changes that may end a wait, for processes that sleep on it
	Round     atomic.Uint32 // timer: how often it was set or cancelled
	Due       atomic.Int64  // timer: when it is set next, by Now of Common; 0: it does not run
	Period    atomic.Int64  // timer: nanoseconds from then to the next time; 0: none
}

// Common is what makes an object one that other processes know too.
type Common interface {
	// Lock keeps other processes from all common objects, Unlock lets them go on.
	Lock()
	Unlock()
	// Rouse has other processes look at the object.
	Rouse()
	// Watch says whether threads of this process wait for the object. Meanwhile
	// changes by other processes lead to Look. The dispatcher is locked.
	Watch(waiting bool)
	// Own says that this process owns the mutex, or does no longer.
	Own(yes bool)
	// Orphaned reports whether the process that owns the mutex is gone.
	Orphaned() bool
	// Now is the time in nanoseconds, the same for all processes.
	Now() int64
	// Close is the end of the object's last handle in this process.
	Close()
}

// Share makes a new object a common one. It has no handle yet.
func (h *Header) Share(c Common) { h.common = c }

// Common is nil for an object of this process alone, which Publish may change.
func (h *Header) Common() Common {
	Lock()
	defer Unlock()
	return h.common
}

// Commoner is an object that may be a common one.
type Commoner interface {
	Object
	Common() Common
}

// change changes the state of an object under the locks that it needs, and has
// other processes look if that may end their waits.
func (h *Header) change(f func()) {
	c := h.common
	if c == nil {
		f()
		return
	}
	c.Lock()
	f()
	c.Unlock()
	c.Rouse()
	runtime.KeepAlive(c) // owns the memory
}

// keepOut locks other processes out if one of the objects is a common one.
func keepOut(objects []Waitable) (done func()) {
	for _, o := range objects {
		if c := o.header().common; c != nil {
			c.Lock()
			return c.Unlock
		}
	}
	return func() {}
}

// watched tells a common object whether somebody waits for it.
func (h *Header) watched() {
	if h.common != nil {
		h.common.Watch(len(h.waiters) > 0)
	}
}

// closed is the end of the object's last handle.
func (h *Header) closed() {
	if h.common != nil {
		h.common.Close()
	}
}

// Look lets waiters go on as a change by another process allows.
func Look(o Waitable) {
	Lock()
	defer Unlock()
	Wake(o)
	if e, ok := o.(*Event); ok {
		e.seen = e.state.Pulses.Load()
	}
}
