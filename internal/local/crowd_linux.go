package local

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sys/unix"

	"mailslot/internal/shm"
)

// crowd is the door for newcomers. Every epoch takes in all who wait, or the
// order of writes would not hold; so when clients storm in and out, it is the
// queue before the door that must be short. It is made short while the storm
// lasts: those who storm then wait in the kernel, and honest clients try again
// for a while.
type crowd struct {
	gone   int    // newcomers of this poll that had hung up or been sent away
	narrow bool   // the queue is short
	since  uint64 // when the storm was last seen, by the order clock
}

const (
	stormAt     = 32    // newcomers gone again in one poll make a storm,
	stormPace   = 300e3 // if one came every so many nanoseconds or more often
	narrowDoor  = 8     // clients that may wait during one
	calmAfter   = 200 * time.Millisecond
	doorKnocker = 5 * time.Second // how long an opener tries at a full queue: on a full machine a server may not run for a second
)

// heed opens or narrows the door after a poll.
func (s *Slot) heed() {
	storm := s.crowd.gone >= stormAt && s.gap < uint64(s.crowd.gone)*stormPace ||
		s.crowd.narrow && s.crowd.gone >= narrowDoor/2
	switch {
	case storm:
		s.crowd.since = shm.Now()
		s.narrow(true)
	case s.crowd.narrow && shm.Now()-s.crowd.since > uint64(calmAfter):
		s.narrow(false)
	}
	s.crowd.gone = 0
	s.letIn()
}

// narrow sets how many may wait at the door.
func (s *Slot) narrow(narrow bool) {
	if s.crowd.narrow == narrow {
		return
	}
	s.crowd.narrow = narrow
	backlog := shm.Backlog
	if narrow {
		backlog = narrowDoor
	}
	shm.SetBacklog(s.ls, backlog)
}

// knock connects to the socket at path and tries again while the server's
// queue of clients is full. A context that ends is its error.
func knock(ctx context.Context, path string, stranger bool) (fd int, err error) {
	end := shm.Now() + uint64(doorKnocker)
	for wait := firstWait; ; wait = min(2*wait, lastWait) {
		fd, err = shm.Connect(path, stranger)
		if !errors.Is(err, unix.EAGAIN) || shm.Now() > end {
			return fd, err
		}
		select {
		case <-ctx.Done():
			return -1, ctx.Err()
		case <-time.After(wait):
		}
	}
}
