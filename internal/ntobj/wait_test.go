package ntobj

import (
	"testing"
	"testing/synctest"

	"mailslot/internal/errno"
	"time"
)

// waitAsync begins a wait and returns once it is in the queues.
func waitAsync(t *Thread, alertable bool, all bool, objects ...Waitable) <-chan uint32 {
	result := make(chan uint32, 1)
	go func() { result <- Wait(t, objects, all, alertable, Infinite) }()
	synctest.Wait()
	return result
}

func isWaiting(result <-chan uint32) bool {
	synctest.Wait()
	return len(result) == 0
}

func TestAutoResetEventLetsOneThroughInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := NewEvent(false, false)
		first := waitAsync(nil, false, false, e)
		second := waitAsync(nil, false, false, e)
		e.Set()
		if isWaiting(first) || !isWaiting(second) {
			t.Error("not exactly the first waiter went on")
		}
		e.Set()
		if isWaiting(second) {
			t.Error("the second waiter is stuck")
		}
		if got := Wait(nil, []Waitable{e}, false, false, 0); got != WaitTimeout {
			t.Errorf("the event stayed set: %d", got)
		}
	})
}

func TestManualResetEventStaysSet(t *testing.T) {
	e := NewEvent(true, true)
	for range 2 {
		if got := Wait(nil, []Waitable{e}, false, false, 0); got != WaitObject0 {
			t.Errorf("wait: %d", got)
		}
	}
	e.Reset()
	if got := Wait(nil, []Waitable{e}, false, false, 0); got != WaitTimeout {
		t.Errorf("wait after reset: %d", got)
	}
}

func TestPulseReleasesOnlyThoseWaitingNow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := NewEvent(true, false)
		a, b := waitAsync(nil, false, false, e), waitAsync(nil, false, false, e)
		e.Pulse()
		if isWaiting(a) || isWaiting(b) {
			t.Error("a waiter did not see the pulse")
		}
		if got := Wait(nil, []Waitable{e}, false, false, 0); got != WaitTimeout {
			t.Errorf("the pulse stayed: %d", got)
		}
	})
}

func TestWaitForAnyTakesTheLowestIndex(t *testing.T) {
	a, b, c := NewEvent(false, false), NewEvent(false, true), NewEvent(false, true)
	if got := Wait(nil, []Waitable{a, b, c}, false, false, Infinite); got != WaitObject0+1 {
		t.Errorf("wait: %d", got)
	}
	if !isSet(c) || isSet(b) {
		t.Error("another object than the one answered was taken")
	}
}

// Windows refuses an object that is named twice only to a wait for all.
func TestWaitForAnyMayNameAnObjectTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, other, s := NewEvent(true, false), NewEvent(true, false), NewSemaphore(0, 2)
		event, unit := waitAsync(nil, false, false, e, other, e), waitAsync(nil, false, false, s, s)
		e.Set()
		if isWaiting(event) || <-event != WaitObject0 {
			t.Error("the event did not end the wait as the first object")
		}
		s.Release(2)
		if isWaiting(unit) || <-unit != WaitObject0 {
			t.Error("the semaphore did not end the wait as the first object")
		}
		if left, _ := s.Release(1); left != 1 {
			t.Errorf("%d units are left of 2", left)
		}
	})
}

func TestWaitForAllTakesNothingUntilItHasAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := NewEvent(false, false), NewEvent(false, false)
		both := waitAsync(nil, false, true, a, b)
		a.Set()
		if !isWaiting(both) || !isSet(a) {
			t.Error("the wait for both took one")
		}
		b.Set()
		if isWaiting(both) || isSet(a) || isSet(b) {
			t.Error("the wait for both did not take both")
		}
	})
}

func TestWaitEndsAtItsTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := NewEvent(false, false)
		start := time.Now()
		if got := Wait(nil, []Waitable{e}, false, false, 250); got != WaitTimeout {
			t.Errorf("wait: %d", got)
		}
		if d := time.Since(start); d != 250*time.Millisecond {
			t.Errorf("the wait took %v", d)
		}
		if len(e.waiters) != 0 {
			t.Error("a wait that ended is still queued")
		}
	})
}

func TestAlertableWaitEndsForAnAPC(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		thread, e := new(Thread), NewEvent(true, false)
		deaf := waitAsync(thread, false, false, e)
		alert := waitAsync(thread, true, false, e)
		ran := false
		thread.QueueAPC(func() { ran = true })
		if !isWaiting(deaf) || isWaiting(alert) || <-alert != WaitIOCompletion {
			t.Error("not exactly the alertable wait ended")
		}
		for apc, ok := thread.TakeAPC(); ok; apc, ok = thread.TakeAPC() {
			apc.(func())()
		}
		if _, more := thread.TakeAPC(); !ran || more {
			t.Error("the APC did not run once")
		}
		e.Set()
		<-deaf
	})
}

func TestAPCsQueuedBeforeEndTheNextAlertableWait(t *testing.T) {
	thread := new(Thread)
	thread.QueueAPC(func() {})
	if got := Wait(thread, []Waitable{NewEvent(true, true)}, false, true, Infinite); got != WaitObject0 {
		t.Errorf("a signaled object comes first, got %#x", got)
	}
	if got := Wait(thread, nil, false, true, Infinite); got != WaitIOCompletion {
		t.Errorf("sleep: %#x", got)
	}
}

// mutex is a kind as other packages add them: acquiring it depends on the thread.
type mutex struct {
	Header
	owner *Thread
}

func (m *mutex) Signaled(t *Thread) bool { return m.owner == nil || m.owner == t }
func (m *mutex) Acquire(t *Thread) bool  { m.owner = t; return true }
func (m *mutex) Destroy()                {}

func TestKindsDecideWhoMayAcquireAndTellAbandonment(t *testing.T) {
	me, other, m := new(Thread), new(Thread), new(mutex)
	objects := []Waitable{NewEvent(true, false), m}
	if got := Wait(me, objects, false, false, 0); got != WaitAbandoned0+1 {
		t.Errorf("first: %#x", got)
	}
	if got := Wait(other, objects, false, false, 0); got != WaitTimeout {
		t.Errorf("other: %#x", got)
	}
	if got := Wait(me, objects, false, false, 0); got != WaitAbandoned0+1 {
		t.Errorf("again: %#x", got)
	}
}

func isSet(e *Event) bool { return e.state.Count.Load() != 0 }

// The thread that the signal wakes pulses back at once: the pulse must find the
// first one waiting.
func TestSignalAndWaitLosesNoAnswer(t *testing.T) {
	there, back := NewEvent(false, false), NewEvent(true, false)
	go func() {
		for range 200 {
			Wait(nil, []Waitable{there}, false, false, Infinite)
			back.Pulse()
		}
	}()
	for range 200 {
		if got, code := SignalAndWait(nil, there, back, false, 10000); got != WaitObject0 || code != errno.Success {
			t.Fatal("the answer was lost", got, code)
		}
	}
	if _, code := SignalAndWait(nil, new(thing), back, false, 0); code != errno.InvalidHandle {
		t.Errorf("signal of a thing that has none: %v", code)
	}
}
