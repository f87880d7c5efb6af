package local

import (
	"testing"
	"time"
)

// holder is a writer that uses its last stamp again.
func holder(t *testing.T, s *Slot) *Writer {
	t.Helper()
	w := dialTo(t, s)
	takeBaton(t, w)
	return w
}

// takeBaton writes until the writer uses its last stamp again. Under the race
// detector no write is fast.
func takeBaton(t *testing.T, w *Writer) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); {
		thePulse.start()
		last := w.stamps.last
		if err := w.Write([]byte("x")); err != nil {
			t.Fatal(err)
		}
		if w.stamps.last == last {
			return
		}
	}
	t.Fatal("the writer, who writes alone, never uses a stamp again")
}

// Whoever writes, and however he has opened the slot, the baton's holder uses
// no stamp again that is older.
func TestEveryWriterTakesTheBatonAway(t *testing.T) {
	for name, open := range map[string]func(*testing.T, *Slot) *Writer{
		"opened":   dialTo,
		"reopened": reopened,
		"inherited": func(t *testing.T, s *Slot) *Writer {
			return inherited(t, dialTo(t, s))
		},
		"inherited after reopening": func(t *testing.T, s *Slot) *Writer {
			return inherited(t, reopened(t, s))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := listen(t, Config{Dir: shortDir(t), Quota: 1 << 30})
			first := dialTo(t, s)
			first.Write(nil)
			takeBaton(t, first)
			other := open(t, s)
			for range 100 { // with a ring and without
				thePulse.start()
				if err := other.Write([]byte("y")); err != nil {
					t.Fatal(err)
				}
				if err := first.Write([]byte("x")); err != nil {
					t.Fatal(err)
				}
				if first.stamps.last <= other.stamps.last {
					t.Fatalf("a write stamped %d returned, and a later one has %d", other.stamps.last, first.stamps.last)
				}
			}
		})
	}
}

// reopened is a writer on a slot that this process has opened before.
func reopened(t *testing.T, s *Slot) *Writer {
	dialTo(t, s).Close()
	w := theRecent.reopen(dirOf(s), "tEST")
	if w == nil {
		t.Fatal("the slot is not remembered")
	}
	t.Cleanup(func() { w.Close() })
	return w
}

// A message that follows others fast may have their time, but one that comes
// later has its own.
func TestTimeOfAMessageFollowsTheClock(t *testing.T) {
	s := listen(t, Config{Quota: 1 << 30})
	w := holder(t, s)
	time.Sleep(20 * time.Millisecond)
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); {
		paused := time.Now()
		if err := w.Write(nil); err != nil {
			t.Fatal(err)
		}
		if wallTime(w.stamps.last).After(paused.Add(-10 * time.Millisecond)) {
			return
		}
	}
	t.Error("the pulse does not beat")
}

// Many fast writes start the pulse, and while nobody writes fast nothing beats.
func TestPulseBeatsForFastWriters(t *testing.T) {
	var s stamps
	for range fastCount - 1 {
		s.pace(fast)
	}
	s.pace(fast + 1)
	s.pace(fast)
	if s.brisk != 1 {
		t.Errorf("%d fast writes in a row after a slow one", s.brisk)
	}
	for range fastCount - 1 {
		s.pace(fast)
	}
	if thePulse.beat.Load() == 0 {
		t.Error("nothing beats")
	}
	for end := time.Now().Add(10 * time.Second); thePulse.beat.Load() != 0; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the pulse beats for ever")
		}
	}
}
