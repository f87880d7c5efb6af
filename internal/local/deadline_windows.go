package local

import (
	"sync"
	"time"
)

// deadline bounds all reads of a slot, also those that wait already.
type deadline struct {
	mu     sync.Mutex
	at     time.Time   // when it passes; zero: there is none, or it is over
	timer  *time.Timer // nil until one is needed
	over   bool        // reads fail until the deadline is moved
	passed uint64      // how often it has passed
}

// SetReadDeadline bounds reads as that of a net.Conn does: it ends those that
// wait already as well. The zero time lifts it.
func (s *Slot) SetReadDeadline(t time.Time) error {
	if s.isClosed() {
		return closedError()
	}
	if s.deadline.set(t, s.deadlinePassed) {
		s.endReads()
	}
	return nil
}

// set moves the deadline, and reports whether it is over at once.
func (d *deadline) set(t time.Time, passed func()) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.timer != nil {
		d.timer.Stop()
	}
	left := time.Until(t)
	d.at, d.over = time.Time{}, false
	switch {
	case t.IsZero():
	case left <= 0:
		d.expire()
	default:
		d.start(left, passed)
	}
	return d.over
}

// start lets the deadline pass in a while: the timer is never earlier than at.
func (d *deadline) start(left time.Duration, passed func()) {
	d.at = time.Now().Add(left)
	if d.timer == nil {
		d.timer = time.AfterFunc(left, passed)
		return
	}
	d.timer.Reset(left)
}

// stop forgets the deadline of a slot that is closed.
func (d *deadline) stop() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.at = time.Time{}
	if d.timer != nil {
		d.timer.Stop()
	}
}

// expire lets the deadline pass. The caller holds mu.
func (d *deadline) expire() {
	d.at, d.over = time.Time{}, true
	d.passed++
}

// due lets the deadline pass if its time has come: the timer may be late, for
// one that has been moved meanwhile.
func (d *deadline) due() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.at.IsZero() || time.Now().Before(d.at) {
		return false
	}
	d.expire()
	return true
}

// state is whether reads fail, and how often the deadline has passed.
func (d *deadline) state() (over bool, passed uint64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.over, d.passed
}

func (d *deadline) isOver() bool {
	over, _ := d.state()
	return over
}

// deadlinePassed is called by the timer.
func (s *Slot) deadlinePassed() {
	if s.deadline.due() {
		s.endReads()
	}
}

// endReads ends the reads that began before the deadline was over.
func (s *Slot) endReads() { s.cancelWhile(s.deadline.isOver) }
