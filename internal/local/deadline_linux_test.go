package local

import (
	"errors"
	"net"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mailslot/internal/shm"
)

var (
	longAgo = time.Unix(1, 0)
	far     = time.Hour
)

// blocked starts readers and returns when all of them are in the queue. The
// first sleeps in the kernel, the others on their channels.
func blocked(t *testing.T, s *Slot, readers int) (results chan error) {
	t.Helper()
	results = make(chan error, readers)
	for range readers {
		go func() {
			_, err := s.Read(make([]byte, 16), Wait{})
			results <- err
		}()
	}
	awaitState(t, s, func() bool { return len(s.readers.queue) == readers && s.readers.inRaw })
	return results
}

// awaitState waits until the slot is as it should be.
func awaitState(t *testing.T, s *Slot, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); ; runtime.Gosched() {
		s.mu.Lock()
		reached := ok()
		s.mu.Unlock()
		if reached {
			return
		}
		if time.Now().After(end) {
			t.Fatal("the slot, or who reads it, is not where it should be")
		}
	}
}

func TestDeadlineEndsReadsThatWait(t *testing.T) {
	for name, set := range map[string]func() time.Time{
		"past":   func() time.Time { return longAgo },
		"future": func() time.Time { return time.Now().Add(5 * time.Millisecond) },
	} {
		t.Run(name, func(t *testing.T) {
			s := listen(t, Config{})
			const readers = 20
			results := blocked(t, s, readers)
			if err := s.SetReadDeadline(set()); err != nil {
				t.Fatal(err)
			}
			for range readers {
				if err := <-results; !errors.Is(err, os.ErrDeadlineExceeded) {
					t.Fatal(err)
				}
			}
		})
	}
}

// The watched reader is the one that the engine wakes, because another slot's
// reader has the process's one place in the kernel.
func TestDeadlineEndsAReadThatTheEngineWatches(t *testing.T) {
	other := listen(t, Config{})
	blocked(t, other, 1)
	s := listen(t, Config{})
	result := make(chan error, 1)
	go func() {
		_, err := s.Receive(Wait{})
		result <- err
	}()
	awaitState(t, s, func() bool { return s.readers.sleeper != nil })
	s.SetReadDeadline(longAgo)
	if err := <-result; !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatal(err)
	}
}

func TestDeadlineThatIsOverLeavesMessages(t *testing.T) {
	s := listen(t, Config{})
	w := dialTo(t, s)
	w.Write([]byte("kept"))
	s.SetReadDeadline(longAgo)
	p := make([]byte, 16)
	for range 2 {
		if _, ok := s.Quick(p); ok {
			t.Error("Quick reads after the deadline")
		}
		if _, err := s.Read(p, Wait{}); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Error(err)
		}
		if _, err := s.Receive(Wait{}); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Error(err)
		}
	}
	s.SetReadDeadline(time.Time{})
	if n, err := s.Read(p, Wait{}); err != nil || string(p[:n]) != "kept" {
		t.Errorf("%q, %v", p[:n], err)
	}
}

// A read that waits follows the deadline wherever it is moved.
func TestDeadlineIsMovedUnderAReadThatWaits(t *testing.T) {
	for name, moved := range map[string]func() time.Time{
		"lifted":   func() time.Time { return time.Time{} },
		"extended": func() time.Time { return time.Now().Add(far) },
	} {
		t.Run(name, func(t *testing.T) {
			s := listen(t, Config{})
			s.SetReadDeadline(time.Now().Add(far))
			results := blocked(t, s, 2)
			first := time.Now().Add(20 * time.Millisecond)
			s.SetReadDeadline(first)
			s.SetReadDeadline(moved())
			if time.Now().After(first) {
				t.Skip("not run: the machine was too slow to move the deadline in time")
			}
			passed := make(chan struct{})
			time.AfterFunc(time.Until(first)+10*time.Millisecond, func() { close(passed) })
			select {
			case err := <-results:
				t.Fatalf("ended by a deadline that was moved: %v", err)
			case <-passed:
			}
			w := dialTo(t, s)
			w.Write(nil)
			w.Write(nil)
			for range 2 {
				if err := <-results; err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func TestDeadlineAndTimeoutTheEarlierWins(t *testing.T) {
	s := listen(t, Config{})
	s.SetReadDeadline(time.Now().Add(far))
	if _, err := s.Read(nil, Wait{Timeout: time.Millisecond}); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error(err)
	}
	s.SetReadDeadline(time.Now().Add(time.Millisecond))
	if _, err := s.Read(nil, Wait{Timeout: far}); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error(err)
	}
}

// A call by the timer that comes after the deadline was moved is for nothing.
func TestLateTimerDoesNotEndAMovedDeadline(t *testing.T) {
	s := listen(t, Config{})
	for _, moved := range []time.Time{{}, time.Now().Add(far)} {
		s.SetReadDeadline(moved)
		s.deadlinePassed()
		s.mu.Lock()
		if s.deadline.over {
			t.Errorf("moved to %v, and yet over", moved)
		}
		s.mu.Unlock()
	}
}

// Whatever the deadline does, each message is read once, by a read that
// answers no error.
func TestNoMessageIsLostToADeadline(t *testing.T) {
	s := listen(t, Config{})
	const messages, readers = 20000, 3
	var seen [messages]atomic.Int32
	var left atomic.Int32
	left.Store(messages)
	var wg sync.WaitGroup
	for range readers {
		wg.Go(func() {
			p := make([]byte, 4)
			for {
				_, err := s.Read(p, Wait{})
				switch {
				case err == nil:
					seen[int(p[0])|int(p[1])<<8].Add(1)
					if left.Add(-1) == 0 {
						s.Close() // the other readers may go
					}
				case errors.Is(err, net.ErrClosed):
					return
				case !errors.Is(err, os.ErrDeadlineExceeded):
					t.Error(err)
					return
				}
			}
		})
	}
	stop := storm(s)
	w := dialTo(t, s)
	for i := range messages {
		if err := w.Write([]byte{byte(i), byte(i >> 8)}); err != nil {
			t.Fatal(err)
		}
		if i%16 == 0 {
			runtime.Gosched()
		}
	}
	stop()
	wg.Wait()
	for i := range seen {
		if n := seen[i].Load(); n != 1 {
			t.Fatalf("message %d was read %d times", i, n)
		}
	}
}

// storm moves the deadline from many goroutines until stop, which lifts it.
func storm(s *Slot) (stop func()) {
	var over atomic.Bool
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for n := i; !over.Load(); n++ {
				switch n % 4 {
				case 0:
					s.SetReadDeadline(longAgo)
				case 1:
					s.SetReadDeadline(time.Now().Add(50 * time.Microsecond))
				case 2:
					s.SetReadDeadline(time.Now().Add(far))
				case 3:
					s.SetReadDeadline(time.Time{})
				}
				runtime.Gosched()
			}
		})
	}
	return func() {
		over.Store(true)
		wg.Wait()
		s.SetReadDeadline(time.Time{})
	}
}

func TestCloseAmidDeadlines(t *testing.T) {
	for range 50 {
		s := listen(t, Config{})
		results := blocked(t, s, 3)
		stop := storm(s)
		s.Close()
		stop()
		for range 3 {
			if err := <-results; !errors.Is(err, net.ErrClosed) && !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Fatal(err)
			}
		}
		if err := s.SetReadDeadline(longAgo); !errors.Is(err, net.ErrClosed) {
			t.Errorf("on a closed slot: %v", err)
		}
		s.deadlinePassed() // a timer that fired at the last moment
	}
}

func TestMovingTheDeadlineAllocatesNothing(t *testing.T) {
	s := listen(t, Config{})
	s.SetReadDeadline(time.Now().Add(far))
	n := testing.AllocsPerRun(100, func() {
		s.SetReadDeadline(time.Now().Add(far))
		s.SetReadDeadline(time.Time{})
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// A deadline may pass between a reader's last look and its sleep, where nobody
// kicks it.
func TestDeadlineThatPassesBeforeAReaderSleepsIsSeen(t *testing.T) {
	s := listen(t, Config{})
	pl := s.Enqueue()
	s.SetReadDeadline(longAgo)
	ended := make(chan error, 1)
	go func() { ended <- pl.sleep(Wait{}, shm.Forever) }()
	select {
	case err := <-ended:
		if !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Error("it sleeps")
	}
}
