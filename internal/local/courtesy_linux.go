package local

import "mailslot/internal/shm"

// courtesy has a reader that took its writer's processor give it back as soon
// as it has to wait for more, before it prepares for its next sleep: until then
// the writer's call lasts. Whoever else waits for the processor may
// get it, and a message that comes meanwhile rings no bell; so where one waited
// long for that, the reader is not courteous for a while, and longer each time.
type courtesy struct {
	due   bool // a bell has woken the reader
	pause int  // wake-ups until the next try
	last  int  // pause after the last that did harm
}

const (
	longCourtesy = 100e3   // nanoseconds: a writer that goes to sleep needs 20 µs
	firstGrudge  = 1 << 7  // wake-ups after a try that did harm
	lastGrudge   = 1 << 17 // and after many of them
	forgiving    = 1 << 10 // harmless tries that take a grudge to a third, or away
)

// repay lets others have the processor, if the reader owes it to them. The
// caller holds mu, which is free meanwhile.
func (s *Slot) repay() {
	c := &s.readers.courtesy
	if !c.owes() {
		return
	}
	s.mu.Unlock()
	began := shm.Now()
	shm.Yield()
	took := shm.Now() - began
	s.mu.Lock()
	c.judge(took > longCourtesy && s.waits())
}

// waits reports whether a message has been written that rang no bell.
func (s *Slot) waits() bool {
	if s.closed {
		return false
	}
	_, _, ok := s.merge.Next()
	return ok
}

// owes settles the debt, and reports whether it is to be paid.
func (c *courtesy) owes() bool {
	if !c.due {
		return false
	}
	c.due = false
	if c.pause > 0 {
		c.pause--
		return false
	}
	return true
}

// judge looks back at a try.
func (c *courtesy) judge(harm bool) {
	if !harm {
		c.last -= (c.last + forgiving - 1) / forgiving
		return
	}
	c.last = min(max(2*c.last, firstGrudge), lastGrudge)
	c.pause = c.last
}
