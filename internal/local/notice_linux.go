package local

import "mailslot/internal/shm"

// notice is the readiness of a slot for poll loops: an eventfd that is
// readable while a message waits, kept up by the engine and by every read.
// It costs nothing until somebody asks for it.
type notice struct {
	bell  shm.Bell
	on    bool
	rung  bool
	ready chan struct{} // has an element while a message waits
}

// ReadyFD is a descriptor that is readable while a message waits. It belongs
// to the slot: poll it, do not read or close it.
func (s *Slot) ReadyFD() (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.startNotice(); err != nil {
		return -1, err
	}
	return s.notice.bell.FD, nil
}

// Ready is a channel that has an element while a message may wait. After
// receiving from it, read until the slot is empty.
func (s *Slot) Ready() (<-chan struct{}, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.startNotice(); err != nil {
		return nil, err
	}
	return s.notice.ready, nil
}

func (s *Slot) startNotice() error {
	if s.closed {
		return closedError()
	}
	if s.notice.on {
		return nil
	}
	bell, err := shm.NewBell()
	if err != nil {
		return sysError("cannot make a descriptor for readiness", err)
	}
	s.notice = notice{bell: bell, on: true, ready: make(chan struct{}, 1)}
	s.poll()
	s.notice.update(s)
	s.finish()
	s.watch()
	return nil
}

// update brings the bell in line with the slot. An empty slot is armed, so
// that the next message wakes the engine.
func (n *notice) update(s *Slot) {
	if !n.on {
		return
	}
	_, stream, err := s.head()
	waits := stream != nil || err != nil || !s.merge.Rest()
	switch {
	case waits && !n.rung:
		n.rung = true
		n.bell.Ring()
		select {
		case n.ready <- struct{}{}:
		default:
		}
	case !waits && n.rung:
		n.rung = false
		n.bell.Silence()
		select {
		case <-n.ready:
		default:
		}
	}
}

func (n *notice) close() {
	if n.on {
		n.on = false
		close(n.ready)
		shm.Close(n.bell.FD)
	}
}
