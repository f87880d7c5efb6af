package ntobj

import "mailslot/internal/errno"

// Event is a manual-reset event, which stays set, or an auto-reset event,
// which lets one waiter through and is then reset.
type Event struct {
	Header
	manual bool
	set    bool // guarded by dispatcher
}

// NewEvent makes an event without a handle.
func NewEvent(manual, set bool) *Event { return &Event{manual: manual, set: set} }

// Signaled and Acquire are the waiting rules of events.
func (e *Event) Signaled(*Thread) bool { return e.set }

func (e *Event) Acquire(*Thread) bool {
	e.set = e.manual
	return false
}

// Destroy has nothing to release.
func (e *Event) Destroy() {}

// Set signals the event.
func (e *Event) Set() {
	Lock()
	defer Unlock()
	e.signal()
}

// signal is Set with the dispatcher locked.
func (e *Event) signal() {
	e.set = true
	Wake(e)
}

// Reset takes the signal back.
func (e *Event) Reset() {
	Lock()
	defer Unlock()
	e.set = false
}

// Pulse lets those go on who wait now and leaves the event reset.
func (e *Event) Pulse() {
	Lock()
	defer Unlock()
	e.signal()
	e.set = false
}

// EventOf is the event behind h if it is one that access allows to be used.
func EventOf(h Handle, access uint32) (*Event, errno.Errno) {
	entry := Handles.Get(h)
	if entry == nil {
		return nil, errno.InvalidHandle
	}
	e, ok := entry.Object.(*Event)
	if !ok {
		return nil, errno.InvalidHandle
	}
	if entry.Access&access != access {
		return nil, errno.AccessDenied
	}
	return e, errno.Success
}
