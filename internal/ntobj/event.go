package ntobj

import "mailslot/internal/errno"

// Event is a manual-reset event, which stays set, or an auto-reset event,
// which lets one waiter through and is then reset.
type Event struct {
	Header
	state *State
	seen  uint32 // pulses that the waiters of this process have heard of; guarded by dispatcher
}

// NewEvent makes an event without a handle.
func NewEvent(manual, set bool) *Event {
	e := EventOn(new(State))
	e.state.InitEvent(manual, set)
	return e
}

// EventOn is the event whose state is s.
func EventOn(s *State) *Event { return &Event{state: s, seen: s.Pulses.Load()} }

// InitEvent makes it that of a new event.
func (s *State) InitEvent(manual, set bool) {
	s.Manual.Store(word(manual))
	s.Count.Store(int32(word(set)))
}

func word(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

// Signaled is the waiting rule of events: set, or pulsed during the wait.
func (e *Event) Signaled(*Thread) bool { return e.state.Count.Load() != 0 || e.pulsed() }

// pulsed reports whether a pulse lets those who wait go on.
func (e *Event) pulsed() bool {
	if len(e.waiters) == 0 {
		e.seen = e.state.Pulses.Load() // nobody waited when it came
	}
	return e.seen != e.state.Pulses.Load() && (e.state.Manual.Load() != 0 || e.state.Pulsed.Load() != 0)
}

// Acquire takes the signal of an auto-reset event.
func (e *Event) Acquire(*Thread) bool {
	if e.state.Manual.Load() == 0 {
		e.state.Count.Store(0)
		e.state.Pulsed.Store(0)
	}
	return false
}

// Destroy closes it.
func (e *Event) Destroy() { e.closed() }

// Set signals the event.
func (e *Event) Set() {
	Lock()
	defer Unlock()
	e.signal()
}

// signal is Set with the dispatcher locked.
func (e *Event) signal() {
	e.change(func() { e.state.Count.Store(1) })
	Wake(e)
}

// Reset takes the signal back.
func (e *Event) Reset() {
	Lock()
	defer Unlock()
	e.state.Count.Store(0)
}

// Pulse lets those go on who wait now and leaves the event reset.
func (e *Event) Pulse() {
	Lock()
	defer Unlock()
	e.change(func() {
		e.state.Count.Store(0)
		e.state.Pulsed.Store(1)
		e.state.Pulses.Add(1)
	})
	Wake(e)
	e.seen = e.state.Pulses.Load()
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
