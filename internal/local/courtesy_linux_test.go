package local

import "testing"

// A reader gives the processor back once for every bell, and not at all for a
// while after that once took long: twice as long each time.
func TestCourtesyEndsWhereItIsAbused(t *testing.T) {
	var c courtesy
	c.pay()
	if c.judge(longCourtesy); c.pause != 0 {
		t.Errorf("%d sleeps without, nobody took long", c.pause)
	}
	for _, want := range []int{firstGrudge, 2 * firstGrudge, 4 * firstGrudge} {
		if c.judge(longCourtesy + 1); c.pause != want {
			t.Errorf("%d sleeps without, want %d", c.pause, want)
		}
	}
	for range 40 {
		c.judge(longCourtesy + 1)
	}
	if c.pause != lastGrudge {
		t.Errorf("%d sleeps without, at most %d", c.pause, lastGrudge)
	}
	c.pay()
	if c.pause != lastGrudge {
		t.Error("no bell has woken the reader")
	}
	c.due = true
	if c.pay(); c.due || c.pause != lastGrudge-1 {
		t.Errorf("due %v, %d sleeps without", c.due, c.pause)
	}
}

// A bell that wakes a reader makes it owe the processor to its writer, and it
// pays before it sleeps.
func TestReaderPaysForBeingWoken(t *testing.T) {
	s := listen(t, Config{})
	w := dialTo(t, s)
	pl := s.Enqueue()
	s.mu.Lock()
	pl.courtesy = courtesy{due: true, pause: 10}
	s.mu.Unlock()
	got := make(chan error, 1)
	go func() {
		_, err := pl.Read(make([]byte, 16), Wait{})
		got <- err
	}()
	awaitState(t, s, func() bool { return s.readers.inRaw && !pl.courtesy.due && pl.courtesy.pause < 10 })
	if err := w.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := <-got; err != nil || !pl.courtesy.due {
		t.Fatalf("%v, due %v", err, pl.courtesy.due)
	}
}
