package local

import (
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"mailslot/internal/shm"
)

// A client that cannot be adopted for want of descriptors stays at the door,
// and the kernel would tell of it without end: the engine looks now and then.
func TestEngineDoesNotSpinForAClientThatCannotBeAdopted(t *testing.T) {
	s := listen(t, Config{Dir: shortDir(t)})
	fds := clients(t, 8*reserve) // more than the reserve, and what tests before may still close
	free := noDescriptors(t)
	defer free()
	for _, fd := range fds {
		if err := unix.Connect(fd, &unix.SockaddrUnix{Name: s.entry.path + "/" + socketFile}); err != nil {
			t.Fatal(err)
		}
	}
	awaitState(t, s, func() bool { return s.stuck != nil && s.lease.away && s.engine.holds(s) })
	free()
	awaitState(t, s, func() bool { return s.stuck == nil && !s.lease.away && len(s.conns) == len(fds) })
}

// clients are sockets that are not connected yet.
func clients(t *testing.T, n int) (fds []int) {
	t.Helper()
	for range n {
		fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { shm.Close(fd) })
		fds = append(fds, fd)
	}
	return fds
}

// noDescriptors keeps the process from opening descriptors until free.
func noDescriptors(t *testing.T) (free func()) {
	t.Helper()
	next, err := unix.FcntlInt(0, unix.F_DUPFD_CLOEXEC, 0) // the lowest that is free
	if err != nil {
		t.Fatal(err)
	}
	unix.Close(next)
	var was unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &was); err != nil {
		t.Fatal(err)
	}
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: uint64(next), Max: was.Max}); err != nil {
		t.Fatal(err)
	}
	return func() { unix.Setrlimit(unix.RLIMIT_NOFILE, &was) }
}

// Who asks for the state of the slot may meet a message before the engine does.
func TestReadyIsToldOfWhatInfoHasMet(t *testing.T) {
	s := listen(t, Config{})
	ready, err := s.Ready()
	if err != nil {
		t.Fatal(err)
	}
	w := dialTo(t, s)
	for range maxInline + 1 {
		mustWrite(t, w, "first")
	}
	for range 50 {
		for i := 0; i == 0 || s.told() != nothing; i++ {
			s.TryRead(make([]byte, 8))
		}
		mustWrite(t, w, "x")
		if i, err := s.Info(); err != nil || i.Count != 1 {
			t.Fatalf("%+v %v", i, err)
		}
		select {
		case <-ready:
		case <-time.After(10 * time.Second):
			t.Fatal("not ready")
		}
	}
}

func (s *Slot) told() news {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.notice.told
}

// A lease that ends because a reader sleeps leaves it to that reader to have the
// slot watched again: it may leave at once.
func TestReaderThatLeavesAsTheLeaseEndsHasTheSlotWatched(t *testing.T) {
	s := listen(t, Config{})
	sleeper := s.Enqueue()
	s.mu.Lock()
	s.lease.away = true // an event has come
	s.engine.lease(s)
	s.mu.Unlock()
	for range 2 { // the first may find that somebody has read
		s.takeBack()
	}
	sleeper.Leave()
	s.mu.Lock()
	away, held := s.lease.away, s.engine.holds(s)
	s.mu.Unlock()
	if away || held {
		t.Errorf("away %v, leased %v after the last reader has left", away, held)
	}
}

// Who waits for readiness hears of the end.
func TestCloseClosesReady(t *testing.T) {
	s := listen(t, Config{})
	ready, err := s.Ready()
	must(t, err)
	must(t, s.Close())
	select {
	case _, open := <-ready:
		if open {
			t.Error("a message may wait in a closed slot")
		}
	case <-time.After(10 * time.Second):
		t.Error("who waits for readiness waits for ever")
	}
}
