package ring

// Merge puts the records of many streams into the order of their writes: if a
// write returned before another began, in whatever processes, its record comes
// first. It belongs to one goroutine at a time.
//
// It works in epochs. A first scan looks at the tails of all active streams
// and so fixes a set of records, M1. Then the clock is read, everything that
// waits on the connections is adopted, and a second scan looks at all tails
// again. Now the records are merged by stamp until the last of M1 is out.
//
// Why that is enough: let A have returned before B began, and B be in M1.
// Then A was published before the first scan saw B, so the second scan sees A
// (or the poll adopts the ring, message or connection that holds it), and A's
// stamp is the smaller. The stamp of an M1 record counts at most as the time
// between the scans, so a stamp from the future delays only its own stream.
// There is no lower bound: it would let one false stamp disorder others.
//
// Retire and Broke are called in the middle of its work and must not call it.
type Merge struct {
	Now    func() uint64   // the order clock
	Poll   func()          // adopts all that waits on the connections, into Activate
	Retire func(*Consumer) // a ring is used up: its memory may go
	Broke  func(*Stream)   // a ring of the stream is corrupt: its producer must go

	active []*Stream
	heap   []*Stream // streams with a record in the snapshot, smallest key first
	left   int       // streams with an M1 record not taken yet
	now    uint64    // the clock between the scans
	tally  tally     // of the last Count, while it is valid
	heard  uint64    // announced bells of which this has learnt
}

// idleEpochs is after how many epochs without a record a stream leaves the
// active set and is watched by its bell instead.
const idleEpochs = 64

// Activate has the stream scanned from the next epoch on. It reports whether
// the producer has announced a bell since it was last looked at.
func (m *Merge) Activate(s *Stream) (announced bool) {
	s.idle = 0
	m.tally.valid = false
	if !s.active {
		s.active = true
		m.active = append(m.active, s)
	}
	n := s.heed()
	m.heard += n
	return n != 0
}

// Active reports whether a stream is to be scanned that may have no bell asked for.
func (m *Merge) Active() bool { return len(m.active) != 0 }

// Heard is how many announced bells this has learnt of. When no more have been
// announced, every stream whose producer was asked for a bell and has written
// since is active: a poll would find no other.
func (m *Merge) Heard() uint64 { return m.heard }

// Dry reports whether Next has to look at the rings.
func (m *Merge) Dry() bool { return m.left == 0 }

// Next is the record to deliver next, or false when the first scan sees none:
// then something may still wait on a connection that was not polled. Until
// Take it keeps answering the same record.
func (m *Merge) Next() (Record, *Stream, bool) {
	if m.left == 0 && !m.epoch() {
		return Record{}, nil, false
	}
	s := m.heap[0]
	return s.record(), s, true
}

// Take removes the record that Next answered.
func (m *Merge) Take() {
	s := m.heap[0]
	before := s.position() < s.limit
	s.take()
	m.advance(s, before)
}

// Cut ends the stream whose record Next answered, with that record, because
// its content breaks a rule that only the caller knows.
func (m *Merge) Cut() {
	s := m.heap[0]
	before := s.position() < s.limit
	s.cut(m.Retire)
	m.advance(s, before)
}

// advance finds the place of the first stream of the heap anew after its head
// record has gone. before is whether that record was of M1.
func (m *Merge) advance(s *Stream, before bool) {
	m.tally.valid = false
	stamp, ok := s.peek(m.Retire)
	m.report(s)
	if before && (!ok || s.position() >= s.limit) {
		m.left--
	}
	if !ok {
		last := len(m.heap) - 1
		m.heap[0], m.heap[last] = m.heap[last], nil
		m.heap = m.heap[:last]
	} else {
		s.key = m.keyOf(s, stamp)
	}
	m.sink(0)
}

// epoch starts a new one. It reports whether there is a record to deliver.
func (m *Merge) epoch() bool {
	seen := false
	for _, s := range m.active {
		s.scan()
		m.report(s)
		s.limit = s.end()
		seen = seen || s.limit != s.position()
	}
	if !seen {
		return false
	}
	m.now = m.Now()
	m.Poll()
	m.fill()
	return m.left != 0
}

// fill does the second scan and builds the heap from it.
func (m *Merge) fill() {
	m.tally.valid = false
	clear(m.heap)
	m.heap, m.left = m.heap[:0], 0
	for _, s := range m.active {
		s.scan()
		stamp, ok := s.peek(m.Retire)
		m.report(s)
		if !ok {
			s.idle++
			continue
		}
		s.idle = 0
		if s.position() < s.limit {
			m.left++
		}
		s.key = m.keyOf(s, stamp)
		m.heap = append(m.heap, s)
	}
	for i := len(m.heap)/2 - 1; i >= 0; i-- {
		m.sink(i)
	}
	m.rest(false)
}

// report tells the caller of a corrupt stream, once.
func (m *Merge) report(s *Stream) {
	if s.broken && !s.told {
		s.told = true
		m.Broke(s)
	}
}

// keyOf is the order word of the head record.
func (m *Merge) keyOf(s *Stream, stamp uint64) uint64 {
	if s.position() < s.limit {
		return min(stamp, m.now)
	}
	return stamp
}

// sink moves the stream at i down the heap to its place.
func (m *Merge) sink(i int) {
	for {
		least := 2*i + 1
		if least >= len(m.heap) {
			return
		}
		if right := least + 1; right < len(m.heap) && m.heap[right].key < m.heap[least].key {
			least = right
		}
		if m.heap[i].key <= m.heap[least].key {
			return
		}
		m.heap[i], m.heap[least] = m.heap[least], m.heap[i]
		i = least
	}
}

// Rest prepares for sleep: every active stream is armed and looked at again.
// It reports whether the reader may sleep; false means that a record came.
func (m *Merge) Rest() bool {
	return m.left == 0 && m.rest(true)
}

// rest arms streams that have no record, all of them or only those idle for
// long or ended, and takes those that stay empty out of the active set.
func (m *Merge) rest(all bool) (quiet bool) {
	quiet, m.tally.valid = true, false
	keep := m.active[:0]
	for _, s := range m.active {
		if !all && s.idle < idleEpochs && (!s.ended || s.idle == 0) {
			keep = append(keep, s)
			continue
		}
		if m.settle(s) {
			s.active = false
			continue
		}
		quiet = false
		keep = append(keep, s)
	}
	clear(m.active[len(keep):])
	m.active = keep
	return quiet
}

// settle arms one stream. It reports whether the stream is empty, and if it
// has ended lets go of its memory.
func (m *Merge) settle(s *Stream) bool {
	if !s.ended && !s.broken {
		s.arm()
	}
	s.scan()
	m.report(s)
	if s.end() != s.position() {
		s.disarm()
		s.idle = 0
		return false
	}
	if s.ended || s.broken {
		for _, c := range s.chain {
			m.Retire(c)
		}
		s.chain, s.asked = nil, 0
	}
	return true
}
