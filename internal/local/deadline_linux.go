package local

import "time"

// deadline bounds all reads of a slot, also those that wait already. It is
// guarded by the slot's mu.
type deadline struct {
	at     time.Time     // when it passes; zero: there is none, or it is over
	timer  *time.Timer   // nil until one is needed
	over   bool          // reads fail until the deadline is moved
	passed chan struct{} // closed when it passes; nil: nobody waits for that
}

// SetReadDeadline bounds reads as that of a net.Conn does: it ends those that
// wait already as well. The zero time lifts it.
func (s *Slot) SetReadDeadline(t time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return closedError()
	}
	s.deadline.stop()
	left := time.Until(t)
	switch {
	case t.IsZero():
		s.deadline.lift()
	case left <= 0:
		s.expire()
	default:
		s.deadline.lift()
		s.deadline.start(left, s)
	}
	return nil
}

// start lets the deadline of s pass in a while.
func (d *deadline) start(left time.Duration, s *Slot) {
	d.at = time.Now().Add(left)
	if d.timer == nil {
		d.timer = time.AfterFunc(left, s.deadlinePassed)
		return
	}
	d.timer.Reset(left)
}

// stop forgets the time. A call by the timer may be under way still.
func (d *deadline) stop() {
	d.at = time.Time{}
	if d.timer != nil {
		d.timer.Stop()
	}
}

// lift lets reads wait again. Those that were told that the deadline is over
// keep the channel that says so.
func (d *deadline) lift() {
	if d.over {
		d.over, d.passed = false, nil
	}
}

// watch is a channel that is closed when the deadline passes, wherever it may
// have been moved until then.
func (d *deadline) watch() <-chan struct{} {
	if d.passed == nil {
		d.passed = make(chan struct{})
		if d.over {
			close(d.passed)
		}
	}
	return d.passed
}

// deadlinePassed is called by the timer, maybe late: for a deadline that has
// been moved meanwhile.
func (s *Slot) deadlinePassed() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at := s.deadline.at; at.IsZero() || time.Now().Before(at) {
		return
	}
	s.expire()
}

// expire ends all reads that wait. The caller holds mu.
func (s *Slot) expire() {
	d := &s.deadline
	if d.over {
		return
	}
	d.at, d.over = time.Time{}, true
	if d.passed != nil {
		close(d.passed)
	}
	s.kick()
}
