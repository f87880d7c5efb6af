package ntobj

// Publisher is an object that can become a common one while it is in use.
type Publisher interface {
	Waitable
	Commoner
	// Publish has c stand for the object in other processes and s, which is
	// new, be its state. A common object stays as it is, and the answer is false.
	Publish(c Common, s *State) bool
}

// Publish makes the event a common one.
func (e *Event) Publish(c Common, s *State) bool {
	return e.publish(c, func() {
		s.InitEvent(e.state.Manual.Load() != 0, e.state.Count.Load() != 0)
		e.state, e.seen = s, 0
	})
}

// Publish makes the semaphore a common one.
func (s *Semaphore) Publish(c Common, state *State) bool {
	return s.publish(c, func() {
		state.InitSemaphore(s.state.Count.Load(), s.state.Most.Load())
		s.state = state
	})
}

// Publish makes the mutex a common one, of its owner in this process.
func (m *Mutex) Publish(c Common, s *State) bool {
	return m.publish(c, func() {
		s.Abandoned.Store(m.state.Abandoned.Load())
		if m.owner != nil {
			c.Own(true)
			s.Owned.Store(1)
		}
		m.state = s
	})
}

// Publish makes the timer a common one. It runs on.
func (t *Timer) Publish(c Common, s *State) bool {
	return t.publish(c, func() {
		t.look()
		s.InitTimer(t.state.Manual.Load() != 0)
		s.Count.Store(t.state.Count.Load())
		s.Period.Store(t.state.Period.Load())
		s.Round.Store(t.state.Round.Load())
		if due := t.state.Due.Load(); due != 0 {
			s.Due.Store(c.Now() + due - t.now())
		}
		t.state = s
	})
}

// publish moves the state. Who waits for the object goes on waiting.
func (h *Header) publish(c Common, move func()) bool {
	Lock()
	defer Unlock()
	if h.common != nil {
		return false
	}
	move()
	h.common = c
	h.watched()
	return true
}
