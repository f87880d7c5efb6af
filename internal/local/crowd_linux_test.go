package local

import (
	"context"
	"errors"
	"testing"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/shm"
)

// The door narrows when clients storm in and out, and not because a slow
// server finds many that came and went one after the other.
func TestOnlyAStormNarrowsTheDoor(t *testing.T) {
	for _, slow := range []bool{true, false} {
		s := listen(t, Config{})
		s.mu.Lock()
		s.poll()
		for range stormAt {
			w := dialTo(t, s)
			w.Close()
		}
		if slow {
			s.polled -= stormAt * stormPace
		} else {
			s.polled = shm.Now() // however slow this machine is
		}
		s.poll()
		if s.crowd.narrow == slow {
			t.Errorf("slow %v: narrow %v", slow, s.crowd.narrow)
		}
		s.mu.Unlock()
	}
}

// The kernel lets one connection more wait than the backlog says.
func TestPollTakesInAllWhoWaitAtTheDoor(t *testing.T) {
	if openFiles() < 2*shm.Backlog+1000 {
		t.Skip("both ends of so many connections may not be open")
	}
	s := listen(t, Config{})
	message := appendFrame(appendHello(nil, 0), frameMessage, 0, shm.Now())
	s.mu.Lock() // as a server that is stopped
	defer s.mu.Unlock()
	clients := 0
	for ; ; clients++ {
		fd, err := shm.Connect(shm.In(s.entry.lock, socketFile), false)
		if err != nil {
			break
		}
		defer unix.Close(fd)
		if err := shm.Send(fd, message); err != nil {
			t.Fatal(err)
		}
	}
	s.poll()
	if n, _ := s.merge.Count(); n != clients {
		t.Errorf("%d of %d messages are counted", n, clients)
	}
}

// An opener that tries again at a full queue goes when its context ends.
func TestOpenerAtAFullQueueHeedsItsContext(t *testing.T) {
	s := listen(t, Config{})
	s.mu.Lock() // as a server that is stopped
	defer s.mu.Unlock()
	shm.SetBacklog(s.ls, 0)
	for {
		fd, err := shm.Connect(shm.In(s.entry.lock, socketFile), false)
		if err != nil {
			break
		}
		defer shm.Close(fd)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := DialContext(ctx, dirOf(s), "test"); errno.Of(err) != errno.OperationAborted || !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := Dial(dirOf(s), "test"); errno.Of(err) != errno.NoSystemResources {
		t.Errorf("a full queue: %v", err)
	}
}
