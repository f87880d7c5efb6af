package local

import (
	"os"
	"testing"
	"time"

	"mailslot/internal/shm"
)

// busyClosers has all threads of the stranger wait, as for sockets that linger,
// until the answer is called.
func busyClosers(t *testing.T, s *Slot) (free func()) {
	t.Helper()
	wait := make(chan struct{})
	for range maxClosing {
		s.engine.guests.dispose(s.about.UID+1, func() { <-wait })
	}
	t.Cleanup(func() {
		select {
		case <-wait:
		default:
			close(wait)
		}
	})
	return func() { close(wait) }
}

func wantWaste(t *testing.T, s *Slot, want int) {
	t.Helper()
	g := &s.engine.guests
	g.Lock()
	defer g.Unlock()
	if n := len(g.later[s.about.UID+1]); n != want {
		t.Fatalf("%d things wait to be closed, want %d", n, want)
	}
}

// Descriptors that nobody can close are not received. Messages without any are
// read meanwhile, those behind them when there is somebody again.
func TestDescriptorsThatNobodyCanCloseAreNotReceived(t *testing.T) {
	s := listen(t, Config{})
	w, quick := dialTo(t, s), dialTo(t, s)
	stranger(t, s, w)
	stranger(t, s, quick)
	free := busyClosers(t, s)
	seg, _ := filledRing(t, shm.MinSize)
	defer seg.Unmap()
	if err := shm.SendFD(w.fd, appendFrame(nil, frameSegment, 0, 0, []byte{1, 0, 0, 0}), seg.FD(), devNull(t)); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, quick, "inline")
	wantRead(t, s, "inline")
	wantWaste(t, s, 0)
	wantRings(t, s, 0, 1)
	free()
	if n, err := s.Read(make([]byte, 1), Wait{Timeout: 10 * recheck}); n != 0 || err != nil {
		t.Errorf("the message behind them is read as %d bytes, %v", n, err)
	}
}

// Only a ring comes with descriptors.
func TestDescriptorsWithABellOrAGreetingAreAnOffence(t *testing.T) {
	s := listen(t, Config{})
	ringing, greeting := dialTo(t, s), dialTo(t, s)
	p := handRing(t, s, ringing)
	wantRead(t, s, "")
	s.mu.Lock()
	s.merge.Rest()
	s.mu.Unlock()
	at, _ := p.Reserve(0)
	p.Append(at, shm.Now(), 0, nil, nil)
	p.Signal(nil)
	for w, packet := range map[*Writer][]byte{ringing: bellPacket, greeting: greeting.hello()} {
		if err := shm.SendFD(w.fd, packet, devNull(t)); err != nil {
			t.Fatal(err)
		}
		w.hint.Stir()
	}
	if i, err := s.Info(); err != nil || i.Offenders != 2 || i.Writers != 0 || i.Count != 1 {
		t.Errorf("%+v, %v", i, err)
	}
}

// A connection with descriptors in it, which no thread is free to close, counts
// until it is closed; one without is closed at once.
func TestConnectionsThatWaitToBeClosedAreCounted(t *testing.T) {
	s := listen(t, Config{})
	plain, laden := dialTo(t, s), dialTo(t, s)
	stranger(t, s, plain)
	stranger(t, s, laden)
	free := busyClosers(t, s)
	if err := shm.SendFD(laden.fd, bellPacket, devNull(t)); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, plain, "not adopted yet")
	s.mu.Lock()
	for _, c := range s.conns {
		s.offend(c, errShare)
	}
	s.mu.Unlock()
	wantWaste(t, s, 1)
	if !shm.HungUp(laden.fd) {
		t.Error("its client does not hear of the end meanwhile")
	}
	if n := s.engine.foreign.Load(); n != 1 {
		t.Errorf("%d descriptors are counted", n)
	}
	free()
	for end := time.Now().Add(10 * time.Second); s.engine.foreign.Load() != 0; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it is counted when it is closed")
		}
	}
	wantWaste(t, s, 0)
}

func devNull(t *testing.T) int {
	t.Helper()
	f, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return int(f.Fd())
}
