package local

import (
	"runtime"
	"testing"
	"time"

	"mailslot/internal/shm"
)

// meanwhile does something again and again until stop, which waits for its end.
func meanwhile(do func()) (stop func()) {
	over, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-over:
				return
			default:
				do()
			}
		}
	}()
	return func() { close(over); <-ended }
}

// Info adopts what waits on the connections. When that was the wake-up of a
// blocked reader, the reader must learn of it.
func TestInfoLeavesABlockedReaderItsWakeUp(t *testing.T) {
	s := listen(t, Config{})
	defer meanwhile(func() { s.Info() })()
	w := dialTo(t, s)
	rounds := 1500
	if runtime.GOMAXPROCS(0) == 1 { // the one who asks keeps the processor for 10 ms each time
		rounds = 30
	}
	for i := range rounds {
		got := make(chan error, 1)
		go func() {
			_, err := s.Read(make([]byte, 16), Wait{Timeout: 5 * time.Second})
			got <- err
		}()
		// Let it fall asleep more or less deeply.
		for began := shm.Now(); shm.Now()-began < uint64(i%20)*20e3; {
			runtime.Gosched()
		}
		if err := w.Write([]byte("hello")); err != nil {
			t.Fatal(err)
		}
		if err := <-got; err != nil {
			t.Fatalf("message %d: %v", i, err)
		}
	}
}

// startRing has the client write into a ring from now on. What it has written
// is read.
func startRing(t *testing.T, s *Slot, w *Writer) {
	t.Helper()
	large := make([]byte, maxInlineBytes+1)
	if err := w.Write(large); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Read(large, Wait{}); err != nil {
		t.Fatal(err)
	}
}

// A bell that does not fit into a socket full of questions is not missed: the
// questions have the server look at the rings as well.
func TestQuestionsThatFillTheSocketStandForTheBell(t *testing.T) {
	s := listen(t, Config{})
	w := dialTo(t, s)
	startRing(t, s, w)
	s.Read(nil, Wait{Timeout: time.Millisecond}) // sleeps, and so arms the ring

	s.mu.Lock() // a server that does nothing
	for shm.Send(w.fd, appendFrame(nil, frameQuery, 0, 0, make([]byte, 4))) == nil {
	}
	err := w.Write([]byte("hello"))
	s.mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	if i, err := s.Info(); err != nil || i.Count != 1 {
		t.Fatalf("after a write that returned: %+v, %v", i, err)
	}
}

// So must one that the engine watches, because another slot's reader has the
// process's one place in the kernel. Of what Info has taken in the engine may
// never hear.
func TestInfoLeavesAWatchedReaderItsWakeUp(t *testing.T) {
	blocked(t, listen(t, Config{}), 1)
	s := listen(t, Config{})
	w := dialTo(t, s)
	if _, err := w.Info(); err != nil { // it is taken in
		t.Fatal(err)
	}
	got := make(chan error, 1)
	go func() {
		_, err := s.Read(make([]byte, 16), Wait{})
		got <- err
	}()
	awaitState(t, s, func() bool { return s.readers.sleeper != nil })
	s.engine.ep.Remove(s.ep.FD) // as if Info were faster
	mustWrite(t, w, "hello")
	if i, err := s.Info(); err != nil || i.Count > 1 {
		t.Fatalf("%+v, %v", i, err)
	}
	select {
	case err := <-got:
		must(t, err)
	case <-time.After(10 * time.Second):
		t.Fatal("the reader sleeps on")
	}
}
