package ring

// Inline is a message that came on the connection itself, before any ring.
type Inline struct {
	Stamp   uint64
	Flags   uint32
	Payload []byte
}

// Stream is everything that one producer wrote, oldest first: its inline
// messages, then a chain of rings. A producer goes to the next ring of the
// chain only after its last Append to the one before, and hands a ring over
// only with a first record in it.
type Stream struct {
	Owner any   // the caller's own; Merge never looks at it
	Skew  int64 // added to every stamp: the producer's clock against ours

	inline []Inline
	chain  []*Consumer

	base   uint64 // position of chain[0]'s first byte in the stream
	limit  uint64 // end of what the epoch's first scan saw
	key    uint64 // order word of the head record
	idle   int    // epochs without a record
	bells  int    // bells asked for and not yet received
	asked  int    // rings of the chain, the first ones, that may have been asked for one
	active bool   // in Merge.active
	ended  bool   // nothing further will be adopted
	frozen bool   // the snapshot is all that will be delivered
	broken bool   // the producer broke the rules
	told   bool   // Merge.Broke was called
}

// inlineStep is how far an inline message moves the position in the stream.
const inlineStep = Align

// AddInline appends a message that came on the connection. After a ring it
// would come out before older records, so there it breaks the stream.
func (s *Stream) AddInline(m Inline) {
	if s.HasRing() {
		s.Break()
		return
	}
	s.inline = append(s.inline, m)
}

// AddRing appends a ring to the chain.
func (s *Stream) AddRing(c *Consumer) { s.chain = append(s.chain, c) }

// HasRing reports whether a ring is in the chain.
func (s *Stream) HasRing() bool { return len(s.chain) != 0 }

// End says that the producer hung up and nothing further will be added. The
// rings are looked at once more and never again: what it still writes into
// them, its connection gone, would keep them mapped for ever.
func (s *Stream) End() { s.ended = true }

// Break says that the producer broke the rules. What the last scan saw is
// still delivered, and nothing after it.
func (s *Stream) Break() { s.broken, s.frozen = true, true }

// TakeBell accounts for a bell from the producer. False means that nobody
// asked for it. Producers that share a connection share their bells too: one
// of their streams must have asked.
func (s *Stream) TakeBell() bool {
	if s.bells <= 0 {
		return false
	}
	s.bells--
	return true
}

// Rings calls f for each ring of the chain.
func (s *Stream) Rings(f func(*Consumer)) {
	for _, c := range s.chain {
		f(c)
	}
}

// scan takes a new snapshot of every ring. An empty one breaks the stream: it
// was handed over without its first record, and would hide the rings behind it
// from peek but not from end, so that the reader never slept again.
func (s *Stream) scan() {
	if s.frozen {
		return
	}
	s.frozen = s.ended
	for _, c := range s.chain {
		if c.Load() != nil || c.tail == 0 {
			s.Break()
			return
		}
	}
}

// position is how far the stream has been taken, end how far the snapshot
// reaches.
func (s *Stream) position() uint64 {
	if len(s.chain) == 0 {
		return s.base
	}
	return s.base + s.chain[0].head
}

func (s *Stream) end() uint64 {
	end := s.base + uint64(len(s.inline))*inlineStep
	for _, c := range s.chain {
		end += c.tail
	}
	return end
}

// peek finds the head record of the snapshot. Rings that are used up on the
// way are given to retire.
func (s *Stream) peek(retire func(*Consumer)) (stamp uint64, ok bool) {
	if len(s.inline) != 0 {
		return s.inline[0].Stamp + uint64(s.Skew), true
	}
	for len(s.chain) != 0 {
		c := s.chain[0]
		ok, err := c.Peek()
		if err != nil {
			s.cut(retire)
			return 0, false
		}
		if ok {
			return c.rec.stamp + uint64(s.Skew), true
		}
		if len(s.chain) == 1 || s.chain[1].tail == 0 {
			return 0, false
		}
		s.base += c.head
		s.chain, s.asked = s.chain[1:], max(s.asked-1, 0)
		retire(c)
	}
	return 0, false
}

// cut ends the stream before a corrupt record.
func (s *Stream) cut(retire func(*Consumer)) {
	s.Break()
	s.inline = nil
	if len(s.chain) == 0 {
		return
	}
	s.chain[0].Truncate()
	for _, c := range s.chain[1:] {
		retire(c)
	}
	s.chain, s.asked = s.chain[:1], min(s.asked, 1)
}

// record is the head record that peek found.
func (s *Stream) record() Record {
	if len(s.inline) != 0 {
		return Record{s.inline[0].Payload, s.inline[0].Flags}
	}
	return s.chain[0].Record()
}

// Stamp is that of the record that Next answered, by the producer's clock.
func (s *Stream) Stamp() uint64 {
	if len(s.inline) != 0 {
		return s.inline[0].Stamp
	}
	return s.chain[0].rec.stamp
}

// take removes the head record.
func (s *Stream) take() {
	if len(s.inline) == 0 {
		s.chain[0].Take()
		return
	}
	s.inline[0] = Inline{}
	s.inline = s.inline[1:]
	s.base += inlineStep
	if len(s.inline) == 0 {
		s.inline = nil
	}
}

// heed counts the bells that the producer has announced since it was last
// asked. A ring that another has followed may have been the last one then; those
// behind it are passed over, for a chain may be thousands long.
func (s *Stream) heed() (announced uint64) {
	for _, c := range s.chain[:s.asked] {
		if c.Heed() {
			announced++
		}
	}
	return announced
}

// arm asks for a bell in the last ring; all others are final.
func (s *Stream) arm() {
	if n := len(s.chain); n != 0 && s.chain[n-1].Arm() {
		s.bells++
		s.asked = n
	}
}

// disarm takes arm back where the producer has not answered yet.
func (s *Stream) disarm() {
	if n := len(s.chain); n != 0 && s.chain[n-1].Disarm() {
		s.bells--
	}
}
