package ring

// Position is how far a consumer has come, for another process that goes on
// with the ring.
type Position struct {
	Head, Tail   uint64
	Taken, Count uint32
}

// Position tells where the consumer is.
func (c *Consumer) Position() Position { return Position{c.head, c.tail, c.taken, c.count} }

// ResumeConsumer goes on where another consumer of the ring has stopped. Until
// it takes something it changes nothing that others see: a third one may have
// gone on already, and then this one is given up.
func ResumeConsumer(s Shared, p Position) *Consumer {
	return &Consumer{Shared: s, head: p.Head, tail: p.Tail, taken: p.Taken, count: p.Count}
}

// StreamState is what a stream is beside its messages.
type StreamState struct {
	Bells                 int
	Ended, Frozen, Broken bool
}

// State tells it, and Resume sets it in a new stream.
func (s *Stream) State() StreamState {
	return StreamState{s.bells, s.ended, s.frozen, s.broken}
}

// Resume makes a stream what another was, before its messages are added.
func (s *Stream) Resume(st StreamState) {
	s.bells, s.ended, s.frozen, s.broken = st.Bells, st.Ended, st.Frozen, st.Broken
	s.told = st.Broken
}

// ResumeRing adds a ring of the other stream, which may have been asked for a
// bell there.
func (s *Stream) ResumeRing(c *Consumer) {
	if s.AddRing(c); c.Armed.Load() != 0 {
		s.asked = len(s.chain)
	}
}

// Waiting calls f for each inline message that is not taken.
func (s *Stream) Waiting(f func(Inline)) {
	for _, m := range s.inline {
		f(m)
	}
}

// Drain takes everything that is published, in order.
func (s *Stream) Drain(retire func(*Consumer), f func(Inline)) {
	s.scan()
	for {
		if _, ok := s.peek(retire); !ok {
			return
		}
		r := s.record()
		f(Inline{s.Stamp(), r.Flags, r.Payload})
		s.take()
	}
}

// Streams calls f for each active stream: all that have unread messages are.
func (m *Merge) Streams(f func(*Stream)) {
	m.tally.valid = false
	for _, s := range m.active {
		f(s)
	}
}
