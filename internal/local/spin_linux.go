package local

import (
	"time"

	"mailslot/internal/shm"
)

// spin is how long the first reader looks around before it sleeps: a wake-up
// costs as much as dozens of looks. It is worth it only while messages come in
// quick succession.
type spin struct {
	budget time.Duration
	near   bool // the writer needs our processor: give it up at once
	looks  uint
}

const (
	maxSpin        = 40 * time.Microsecond
	glancesPerTurn = 32 // between two yields, while the writer has a processor of its own
	yieldsPerPoll  = 8
	looksPerTrial  = 16 // of which one asks anew where the writer runs
)

// plan is how often to glance between two yields in the next look, and how
// long to go on; zero is not to look at all.
func (s *Slot) plan() (glances int, budget time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sp := &s.readers.spin
	if s.closed || sp.budget == 0 {
		return 0, 0
	}
	sp.looks++
	if sp.near && sp.looks%looksPerTrial != 0 {
		return 1, sp.budget
	}
	return glancesPerTurn, sp.budget
}

// look looks for a message for a while, mostly at the rings only. Yielding too
// often costs more than the wait for a writer on another processor; too seldom,
// and a writer on this one waits in vain. So the reader learns which it is: a
// message that came only after a yield was written on this processor.
func (pl *Place) look() error {
	glances, budget := pl.slot.plan()
	if glances == 0 {
		return errEmpty
	}
	stop := shm.Now() + uint64(budget)
	for yields := 0; ; yields++ {
		if err := pl.glance(glances, yields > 0); err != errEmpty {
			return err
		}
		over := shm.Now() > stop // at once after a long yield: others need the processor
		if over || yields%yieldsPerPoll == yieldsPerPoll-1 {
			if err := pl.attempt(); err != errEmpty || over {
				return err
			}
		}
		shm.Yield()
	}
}

// glance looks at the rings, and at the hint, so many times.
func (pl *Place) glance(times int, yielded bool) error {
	s := pl.slot
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed { // and maybe being handed over as it is: a look could take something in
		return pl.try()
	}
	for range times {
		if _, _, ok := s.merge.Next(); ok || s.moved() {
			if times > 1 {
				s.readers.spin.near = yielded
			}
			return pl.try()
		}
		shm.Pause()
	}
	return errEmpty
}

// learn adapts the budget to how long the reader slept, in nanoseconds.
func (sp *spin) learn(slept uint64) {
	sp.budget = 0
	if slept < uint64(2*maxSpin) {
		sp.budget = maxSpin
	}
}
