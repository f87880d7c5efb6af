package local

import (
	"mailslot/internal/ring"
	"mailslot/internal/shm"
)

// park leaves a client alone, whose next packet is a ring for which its user has
// no place, until rings of the user have been read: its messages are neither
// counted nor lost. The door is shut to him long before, so he has written them
// while the server was stopped, or ignores the protocol.
func (s *Slot) park(c *conn) {
	c.parked = true
	s.parked++
	s.ep.Remove(c.fd) // where it is not yet when it is new
	s.judge(c.cred.UID)
	s.remind()
}

// unpark has the next poll look at them again.
func (s *Slot) unpark() {
	for fd, c := range s.conns {
		if c.parked && s.ep.Add(fd, shm.Readable) == nil {
			c.parked = false
			s.parked--
		}
	}
}

// turnBack is what happens to a ring without room. When the slot ends nobody
// will read it, and its writer must learn that.
func (s *Slot) turnBack(c *conn, seg *shm.Segment) error {
	defer seg.Unmap()
	if !s.closed {
		s.park(c)
		return errLater
	}
	ring.NewConsumer(seg.Shared()).Close()
	return nil
}
