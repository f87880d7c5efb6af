package local

import (
	"testing"
	"time"
)

// A reader gives the processor back once for every bell, and not at all for a
// while after that once did harm: twice as long each time, unless a thousand
// times and more it did none.
func TestCourtesyEndsWhereItIsAbused(t *testing.T) {
	var c courtesy
	if c.judge(false); c.pause != 0 {
		t.Errorf("%d wake-ups without, nobody was harmed", c.pause)
	}
	for _, want := range []int{firstGrudge, 2 * firstGrudge, 4 * firstGrudge} {
		if c.judge(true); c.pause != want {
			t.Errorf("%d wake-ups without, want %d", c.pause, want)
		}
	}
	for range 40 {
		c.judge(true)
	}
	if c.pause != lastGrudge {
		t.Errorf("%d wake-ups without, at most %d", c.pause, lastGrudge)
	}
	for range 2 * forgiving {
		c.judge(false)
	}
	if c.last < lastGrudge/10 || c.last > lastGrudge/5 {
		t.Errorf("the grudge is %d after %d harmless tries", c.last, 2*forgiving)
	}
	if c.owes() || c.pause != lastGrudge {
		t.Error("no bell has woken the reader")
	}
	c.due = true
	if c.owes() || c.due || c.pause != lastGrudge-1 {
		t.Errorf("due %v, %d wake-ups without", c.due, c.pause)
	}
	c = courtesy{}
	c.judge(true)
	for range forgiving {
		c.judge(false)
	}
	if c.last != 0 {
		t.Errorf("a small grudge is never forgiven: %d", c.last)
	}
	c = courtesy{due: true}
	if !c.owes() || c.owes() {
		t.Error("the debt of a bell is not one payment")
	}
}

// A bell that wakes a reader makes it owe the processor to its writer. It pays
// before it sleeps again, not while it may read what is there.
func TestReaderPaysForBeingWoken(t *testing.T) {
	s := listen(t, Config{})
	w := dialTo(t, s)
	owes := func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.readers.courtesy.due
	}
	wake(t, s, w)
	if !owes() {
		t.Fatal("a bell has woken the reader, who owes nothing")
	}
	mustWrite(t, w, "yy")
	if _, ok := s.Quick(make([]byte, 1)); ok || !owes() {
		t.Fatal("it paid while a message was there that does not fit")
	}
	_, err := s.Ready()
	must(t, err)
	if _, ok := s.Quick(make([]byte, 16)); ok || !owes() {
		t.Fatal("it paid without a look")
	}
	wantRead(t, s, "yy")
	if _, err := s.Receive(Wait{Timeout: -1}); err == nil || !owes() {
		t.Fatal("it paid and was not going to sleep:", err)
	}
	if _, err := s.Receive(Wait{Timeout: time.Millisecond}); err == nil || owes() {
		t.Fatal("it went to sleep and still owes:", err)
	}
}

// wake has a reader sleep until a message of w, who then has a ring, wakes it.
func wake(t *testing.T, s *Slot, w *Writer) {
	t.Helper()
	large := make([]byte, maxInlineBytes)
	must(t, w.Write(large))
	_, err := s.Read(large, Wait{})
	must(t, err)
	got := make(chan error, 1)
	go func() {
		_, err := s.Read(make([]byte, 16), Wait{})
		got <- err
	}()
	awaitState(t, s, func() bool { return s.readers.inRaw })
	mustWrite(t, w, "x")
	must(t, <-got)
}

// A reader that was in the queue when the bell rang pays before it sleeps.
func TestReaderInTheQueuePaysBeforeItSleeps(t *testing.T) {
	s := listen(t, Config{})
	pl := s.Enqueue()
	s.mu.Lock()
	s.readers.courtesy = courtesy{due: true, pause: 10}
	s.mu.Unlock()
	got := make(chan error, 1)
	go func() {
		_, err := pl.Read(make([]byte, 16), Wait{})
		got <- err
	}()
	awaitState(t, s, func() bool {
		c := s.readers.courtesy
		return s.readers.inRaw && !c.due && c.pause == 9
	})
	mustWrite(t, dialTo(t, s), "x")
	must(t, <-got)
}

// What waits is a message that its reader has not been told of. A slot that is
// being handed over is not looked at.
func TestWaitingMessageIsTheHarm(t *testing.T) {
	s := listen(t, Config{})
	w := dialTo(t, s)
	waits := func(closed bool) bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.closed = closed
		defer func() { s.closed = false }()
		return s.waits()
	}
	wake(t, s, w)
	if waits(false) {
		t.Error("nothing waits")
	}
	mustWrite(t, w, "y")
	if waits(true) {
		t.Error("a closed slot was looked at")
	}
	if !waits(false) {
		t.Error("a message waits")
	}
}
