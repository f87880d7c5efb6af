package local

// lease is whether the engine watches a slot, or a reader has taken it over.
type lease struct {
	away bool   // the engine does not watch
	read uint64 // Slot.looks at the last tick
}

// serve does the reader's work for a slot that nobody reads. False means that
// a reader is there and has the slot now.
func (s *Slot) serve() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return true
	}
	s.lease.away = true
	if s.readers.sleeper != nil {
		s.readers.sleeper.wake()
		return true
	}
	reading := s.looks != s.lease.read
	s.lease.read = s.looks
	if s.readers.first() != nil || reading && !s.notice.on {
		return false
	}
	s.service()
	return true
}

// service adopts, answers and watches again.
func (s *Slot) service() {
	s.poll()
	s.after()
	s.watch()
}

// watch has the engine watch the slot, or try again at its next tick when the
// system does not let it, questions are left that no event tells of, or
// something could not be adopted: that would be told of again at once and for
// as long as the want lasts. A reader that sleeps wakes and says so.
func (s *Slot) watch() {
	if !s.lease.away && len(s.queries) == 0 {
		return
	}
	s.lease.away = true
	stuck := s.stuck != nil && s.readers.sleeper == nil
	if stuck || len(s.queries) != 0 || s.engine.ep.Again(s.ep.FD) != nil {
		s.engine.tryLater(s)
		return
	}
	s.lease.away = false
}

// takeBack is a tick of the lease. A reader that leaves asks whether there is
// one, so it must not end between that and this.
func (s *Slot) takeBack() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.leaseOver() {
		s.engine.release(s)
	}
}

// leaseOver reports whether the lease is over: the engine watches again, or a reader
// that sleeps for long will say when it leaves.
func (s *Slot) leaseOver() bool {
	if s.closed || !s.lease.away {
		return true
	}
	idle := s.looks == s.lease.read
	s.lease.read = s.looks
	if !idle {
		return false
	}
	if s.readers.first() == nil {
		s.service()
		return !s.lease.away
	}
	if s.readers.sleeper != nil {
		s.watch() // it may be that this has failed before
		return !s.lease.away
	}
	return true
}
