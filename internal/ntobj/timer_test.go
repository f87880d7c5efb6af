package ntobj

import (
	"math"
	"testing"
	"testing/synctest"
	"time"
)

// ring sets the timer to have thread make a call every millisecond.
func ring(t *Timer, thread *Thread) {
	t.Set(time.Millisecond, time.Millisecond, thread, func() any { return "tick" })
}

// takenBy are the APCs that wait for the thread.
func takenBy(thread *Thread) (apcs []any) {
	for apc, ok := thread.TakeAPC(); ok; apc, ok = thread.TakeAPC() {
		apcs = append(apcs, apc)
	}
	return apcs
}

func TestTimerHasOneRoutineQueuedAtMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		timer, thread := NewTimer(false), new(Thread)
		ring(timer, thread)
		defer timer.Cancel()
		for range 2 {
			time.Sleep(200*time.Millisecond + time.Microsecond)
			if apcs := takenBy(thread); len(apcs) != 1 {
				t.Errorf("%d routines wait for the thread", len(apcs))
			}
		}
	})
}

func TestStoppedTimerTakesItsRoutineBack(t *testing.T) {
	for how, stop := range map[string]func(*Timer){
		"cancelled": (*Timer).Cancel,
		"set anew":  func(t *Timer) { t.Set(time.Hour, 0, nil, nil) },
		"closed":    (*Timer).Destroy,
	} {
		synctest.Test(t, func(t *testing.T) {
			timer, thread := NewTimer(false), new(Thread)
			ring(timer, thread)
			thread.QueueAPC("another's")
			time.Sleep(5 * time.Millisecond)
			stop(timer)
			time.Sleep(5 * time.Millisecond)
			if apcs := takenBy(thread); len(apcs) != 1 || apcs[0] != "another's" {
				t.Errorf("%s: %v wait for the thread", how, apcs)
			}
		})
	}
}

func TestFarthestTimeIsNever(t *testing.T) {
	timer, thread := NewTimer(false), new(Thread)
	timer.Set(math.MaxInt64, time.Millisecond, thread, func() any { return "tick" })
	defer timer.Cancel()
	if got := Wait(thread, []Waitable{timer}, false, true, 20); got != WaitTimeout {
		t.Errorf("wait: %#x", got)
	}
}
