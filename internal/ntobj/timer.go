package ntobj

import "time"

// Timer is signaled when its time has come, once or again and again. A manual
// one stays signaled, the other kind lets one waiter go on.
type Timer struct {
	Header
	manual bool
	set    bool // guarded by dispatcher, like the rest
	clock  *time.Timer
	round  int // counts calls of Set and Cancel, to tell a late tick
}

// NewTimer makes a timer that is not running.
func NewTimer(manual bool) *Timer { return &Timer{manual: manual} }

// Signaled reports whether the time has come.
func (t *Timer) Signaled(*Thread) bool { return t.set }

// Acquire takes the signal, unless the timer is a manual one.
func (t *Timer) Acquire(*Thread) bool {
	t.set = t.set && t.manual
	return false
}

// Destroy stops it.
func (t *Timer) Destroy() { t.Cancel() }

// Set starts it anew: first after due, then every period, if that is not 0.
// fired, if any, is called without locks at each tick.
func (t *Timer) Set(due, period time.Duration, fired func()) {
	Lock()
	defer Unlock()
	t.stop()
	t.set = false
	round := t.round
	t.clock = time.AfterFunc(due, func() { t.tick(round, period, fired) })
}

func (t *Timer) tick(round int, period time.Duration, fired func()) {
	Lock()
	if t.round != round {
		Unlock()
		return
	}
	t.set = true
	t.wake()
	if period > 0 {
		t.clock.Reset(period)
	}
	Unlock()
	if fired != nil {
		fired()
	}
}

// Cancel stops it and leaves its signal as it is.
func (t *Timer) Cancel() {
	Lock()
	defer Unlock()
	t.stop()
}

func (t *Timer) stop() {
	t.round++
	if t.clock != nil {
		t.clock.Stop()
	}
}
