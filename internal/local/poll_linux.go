package local

import (
	"mailslot/internal/shm"
)

// poll adopts everything that waits on the connections: new clients, inline
// messages, segments, bells, hang-ups. Order depends on it being complete: what
// was sent before poll began has been taken in when it ends.
func (s *Slot) poll() {
	s.stuck = nil
	for round := 0; ; round++ {
		n := s.ep.Ready(&s.events)
		s.handleEvents(s.events[:n], maxDrain)
		// A full set may hide more behind it; the kernel serves them in turn.
		if n < len(s.events) || round*len(s.events) > len(s.conns) {
			return
		}
	}
}

// handleEvents takes up to most packets from each connection that is ready.
func (s *Slot) handleEvents(events []shm.Event, most int) {
	for _, e := range events {
		if fd := int(e.Fd); fd == s.ls {
			s.accept()
		} else if c := s.conns[fd]; c != nil {
			s.drain(c, most)
		}
	}
}

// query is a client's question for the slot's state.
type query struct {
	from   *conn
	number uint32
}

// finish does what polls and merges have left behind: it ends the connections
// of offenders and answers the questions of clients. Every call that touches
// the queue ends with it.
func (s *Slot) finish() {
	s.convict()
	if len(s.queries) != 0 {
		s.poll() // a bell may have come before a question, and after its own turn
	}
	for len(s.queries) != 0 {
		asked := s.queries
		s.queries = nil
		for _, q := range asked {
			s.reply(q)
		}
	}
}

func (s *Slot) reply(q query) {
	i, err := s.info()
	if s.conns[q.from.fd] != q.from {
		return
	}
	if err != nil {
		shm.Send(q.from.fd, appendFrame(nil, frameReply, 0, 0, appendRefusal(nil, err)))
		return
	}
	i.Writers--
	shm.Send(q.from.fd, appendFrame(nil, frameReply, 0, 0, appendReply(nil, q.number, i)))
}
