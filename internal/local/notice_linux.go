package local

import "mailslot/internal/shm"

// notice is the readiness of a slot for poll loops: an eventfd that is
// readable while a message waits, kept up by the engine and by every read.
// It costs nothing until somebody asks for it.
type notice struct {
	bell  shm.Bell
	on    bool
	told  news
	ready chan struct{} // has an element while a message waits
}

// news is what the slot has for its reader: the bell rings for any, and the
// channel gets an element for what is more than before.
type news int

const (
	nothing news = iota
	trouble      // an error, for as long as the system lacks something
	message
)

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
	s.after()
	return nil
}

// update brings bell and channel in line with the slot. An empty slot is armed,
// so that the next message wakes the engine.
func (n *notice) update(s *Slot) {
	if !n.on {
		return
	}
	now := s.news()
	if n.told == nothing && now != nothing {
		n.bell.Ring()
	}
	if now > n.told {
		select {
		case n.ready <- struct{}{}:
		default:
		}
	}
	if now == nothing && n.told != nothing {
		n.bell.Silence()
		select {
		case <-n.ready:
		default:
		}
	}
	n.told = now
}

// news looks at the queue, and arms an empty one.
func (s *Slot) news() news {
	_, stream, err := s.head()
	s.convict()
	switch {
	case stream != nil || err == nil && !s.merge.Rest():
		return message
	case err != nil:
		return trouble
	}
	return nothing
}

// close ends the readiness of a closed slot. To those who poll its descriptor the
// end is news, but where another process has the slot and the descriptor now.
func (n *notice) close(handedOver bool) {
	if !n.on {
		return
	}
	n.on = false
	close(n.ready)
	if !handedOver {
		n.bell.Ring()
	}
	shm.Close(n.bell.FD)
}
