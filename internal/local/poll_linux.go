package local

import "mailslot/internal/shm"

// poll adopts everything that waits on the connections: new clients, inline
// messages, segments, bells, hang-ups. Order depends on it being complete: what
// was sent before poll began has been taken in when it ends. What comes while
// it works is left to the next, or a storm of clients would keep it for ever.
func (s *Slot) poll() {
	s.stuck, s.behind = nil, false
	defer s.heed()
	defer s.tellReader()
	s.note()
	newcomers := shm.Backlog + 1 // the kernel counts so
	// A full set may hide more behind it; the kernel serves them in turn.
	var events shm.Events
	for rounds := len(s.conns)/len(events) + 2; rounds > 0; rounds-- {
		n := s.ep.Ready(&events)
		s.handleEvents(events[:n], maxDrain, &newcomers)
		if n < len(events) && (n != 0 || s.alone() || s.ep.Idle()) {
			return
		}
	}
	s.behind = true // all that waited was served; more has come
}

// tellReader wakes a reader that sleeps when a poll has taken something in. Be it
// only the bell of a message that was read before: its ring asks for none now.
func (s *Slot) tellReader() {
	if s.merge.Active() {
		s.readers.rouse(s)
	}
}

// alone reports whether nobody else looks at the slot's epoll set: neither the
// engine, which has it in its own, nor a reader that sleeps on it.
func (s *Slot) alone() bool { return s.lease.away && !s.readers.inRaw }

// note remembers the state of the hint before a poll: what is stirred while the
// poll works is left to the next one.
func (s *Slot) note() {
	now := shm.Now()
	s.gap, s.polled = now-s.polled, now
	if s.hint.Lost() {
		s.hint.Close()
		s.hint = nil
	}
	if s.hint != nil {
		s.stirred = s.hint.Stirred()
	}
}

// shareHint shares the hint with the first client. What was stirred before
// counts as stirred since the last poll: a hint begins at zero, like stirred.
func (s *Slot) shareHint() {
	if s.about.Hint && s.hint == nil && s.entry.lock >= 0 {
		s.hint, _ = shm.OpenHint(s.entry.lock, hintFile) // without it every poll asks the kernel
	}
}

// pollEvery bounds how long nobody asks the kernel, in nanoseconds: a client
// that was killed before it could stir the hint has left something too. While
// the engine watches the slot the kernel tells of that by itself.
const pollEvery = 1e6

// catchUp is poll, unless the hint tells that nothing has been sent since the
// last one. Order holds: a client stirs it after sending and before its write
// returns, so before any later write begins.
func (s *Slot) catchUp() {
	if !s.abreast() {
		s.poll()
	}
}

// abreast reports whether the slot has all that a poll would find.
func (s *Slot) abreast() bool {
	return s.hint != nil && s.blind == 0 && !s.behind && s.stuck == nil &&
		!s.moved() && !(s.lease.away && shm.Now()-s.polled > pollEvery)
}

// moved reports whether somebody has sent something since the last poll that
// may be news. A bell is none if all that were announced are known: its stream
// is active already. The count is read last, so that it has every bell which
// had been sent before; one that was announced by a client who was then killed
// is counted for ever, and from then on every bell is news.
func (s *Slot) moved() bool {
	if s.hint == nil {
		return false
	}
	now := s.hint.Stirred()
	return now.Sent != s.stirred.Sent || now.Rung != s.stirred.Rung && s.hint.Announced() != s.merge.Heard()
}

// handleEvents takes up to most packets from each connection that is ready,
// and as many newcomers as are left to take.
func (s *Slot) handleEvents(events []shm.Event, most int, newcomers *int) {
	for _, e := range events {
		if fd := int(e.Fd); fd == s.ls {
			s.accept(newcomers)
		} else if c := s.conns[fd]; c != nil {
			s.drain(c, most, false)
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
	if len(s.queries) == 0 {
		return
	}
	s.poll() // a bell may have come before a question, and after its own turn
	for rounds := answerRounds; rounds > 0 && len(s.queries) != 0; rounds-- {
		asked := s.queries
		s.queries = nil
		s.answer(asked)
	}
	if len(s.queries) != 0 { // no event will tell of them
		s.lease.away = true
		s.engine.tryLater(s)
	}
}

// answerRounds bounds how many questions that come while others are answered
// are answered as well: a storm of them must not keep a reader from reading.
const answerRounds = 4

// answer answers many questions with one look at the slot: clients that ask
// all the time must not keep the reader from reading.
func (s *Slot) answer(asked []query) {
	var i Info
	err := s.info(&i)
	i.Writers--
	for _, q := range asked {
		if s.conns[q.from.fd] != q.from {
			continue
		}
		answer := appendFrame(nil, frameReply, 0, 0, appendReply(nil, q.number, i))
		if err != nil {
			answer = appendFrame(nil, frameReply, replyFailed, uint64(q.number), appendRefusal(nil, err))
		}
		shm.Send(q.from.fd, answer)
	}
}

// rung reports whether the event tells of an announced bell, and nothing else is
// to be done about it before a message is read: the stream is active, and what
// else came on the connection stirs the hint.
func (s *Slot) rung(e shm.Event) bool {
	c := s.conns[int(e.Fd)]
	if c == nil || !s.merge.Activate(c.streams[0]) {
		return false
	}
	s.rang = c
	return true
}

// hush takes the bell that rung has left in its socket, which would wake the
// reader again. It is the next packet, so there is no need to look first: while
// it was on its way its client could send nothing else, and what came before it
// has stirred the hint. Where another process of the user lies in the hint, it
// may be a packet that came before; it has no descriptors, for after one that
// has, its ring is not known yet and not armed.
func (s *Slot) hush() {
	c := s.rang
	s.rang = nil
	if c == nil || s.closed || !s.abreast() {
		return
	}
	var p [smallPacket]byte
	switch n := shm.Take(c.fd, p[:]); {
	case n == 1 && p[0] == bellPacket[0]:
		c.streams[0].TakeBell()
	case n > 0:
		s.settle(c, s.handle(c, shm.Packet{Data: p[:min(n, len(p))], Long: n > len(p)}))
	}
}

// smallPacket has room for what an honest client sends without descriptors
// once it has a ring.
const smallPacket = frameHeader + 4
