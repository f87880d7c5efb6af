package ntobj

import (
	"slices"
	"time"
)

// Timer is signaled when its time has come, once or again and again. A manual
// one stays signaled, the other kind lets one waiter go on. Its state says when
// that is, and whoever looks later than that finds it signaled.
type Timer struct {
	Header
	state  *State
	clock  *time.Timer // rings in this process; guarded by dispatcher, like the rest
	caller *Thread     // has the routine to call; nil: there is none
}

// NewTimer makes a timer that is not running.
func NewTimer(manual bool) *Timer {
	t := TimerOn(new(State))
	t.state.InitTimer(manual)
	return t
}

// TimerOn is the timer whose state is s.
func TimerOn(s *State) *Timer { return &Timer{state: s} }

// InitTimer makes it that of a new timer.
func (s *State) InitTimer(manual bool) { s.Manual.Store(word(manual)) }

// Signaled reports whether the time has come.
func (t *Timer) Signaled(*Thread) bool {
	t.look()
	return t.state.Count.Load() != 0
}

// Acquire takes the signal, unless the timer is a manual one.
func (t *Timer) Acquire(*Thread) bool {
	if t.state.Manual.Load() == 0 {
		t.state.Count.Store(0)
	}
	return false
}

// look signals it if its time has come, and sets the next one.
func (t *Timer) look() {
	s, now := t.state, t.now()
	due := s.Due.Load()
	if due == 0 || now < due {
		return
	}
	s.Count.Store(1)
	s.Due.Store(next(due, s.Period.Load(), now))
}

// next is the first time after now, or 0 without a period.
func next(due, period, now int64) int64 {
	if period <= 0 {
		return 0
	}
	return due + period*(1+(now-due)/period)
}

// began is where the time of timers of this process alone begins, before any.
var began = time.Now().Add(-1)

// now is the time on the clock of the state's Due.
func (t *Timer) now() int64 {
	if t.common != nil {
		return t.common.Now()
	}
	return int64(time.Since(began))
}

// Rest is how long it is until the timer may be signaled, at least 1; 0 is for
// ever, until somebody sets it.
func (t *Timer) Rest() time.Duration {
	due := t.state.Due.Load()
	if due == 0 {
		return 0
	}
	return time.Duration(max(1, due-t.now()))
}

// Destroy closes it. One that other processes know runs on there.
func (t *Timer) Destroy() {
	Lock()
	t.halt()
	Unlock()
	t.closed()
}

// farthest is how far away a timer's time can be, which is for ever: a clock that
// counts from the start of the computer or the process may be added to it.
const farthest = time.Duration(1 << 62)

// Set starts it anew: first after due, then every period, if that is not 0. At
// each tick, until another Set or Cancel, of whatever process, the caller, if
// any, gets the APC that routine makes, unless it has not taken the last one yet.
// routine is called without locks.
func (t *Timer) Set(due, period time.Duration, caller *Thread, routine func() any) {
	Lock()
	defer Unlock()
	t.halt()
	t.caller = caller
	var round uint32
	t.change(func() {
		s := t.state
		s.Due.Store(0)
		s.Count.Store(0)
		s.Period.Store(int64(period))
		round = s.Round.Add(1)
		s.Due.Store(t.now() + int64(min(max(0, due), farthest)))
	})
	if t.common == nil || caller != nil {
		t.ring(round, routine)
	}
}

// ring has tick called when the timer's time has come.
func (t *Timer) ring(round uint32, routine func() any) {
	t.clock = time.AfterFunc(t.Rest(), func() { t.tick(round, routine) })
}

func (t *Timer) tick(round uint32, routine func() any) {
	a := apc{of: t, round: round}
	if routine != nil {
		a.call = routine()
	}
	Lock()
	defer Unlock()
	if t.state.Round.Load() != round || t.clock == nil {
		return
	}
	t.change(t.look)
	t.wake()
	if t.state.Due.Load() != 0 {
		t.ring(round, routine)
	}
	if t.caller != nil {
		t.caller.queue(a)
	}
}

// owns reports whether an APC is the timer's.
func (t *Timer) owns(a apc) bool { return a.of == t }

// Cancel stops it and leaves its signal as it is.
func (t *Timer) Cancel() {
	Lock()
	defer Unlock()
	t.halt()
	t.change(func() {
		t.look()
		t.state.Due.Store(0)
		t.state.Round.Add(1)
	})
}

// halt stops the clock of this process, and takes back what the caller has not
// taken yet.
func (t *Timer) halt() {
	if t.clock != nil {
		t.clock.Stop()
		t.clock = nil
	}
	if t.caller != nil {
		t.caller.apcs = slices.DeleteFunc(t.caller.apcs, t.owns)
		t.caller = nil
	}
}
