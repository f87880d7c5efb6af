package ring

import (
	"math"
	"testing"
)

// merged is a Merge that nothing waits for, with one stream per chain.
func merged(chains ...[]*Consumer) (*Merge, []*Stream, *[]*Stream) {
	var streams []*Stream
	var broke []*Stream
	m := &Merge{
		Now:    func() uint64 { return 1000 },
		Poll:   func() {},
		Retire: func(*Consumer) {},
		Broke:  func(s *Stream) { broke = append(broke, s) },
	}
	for _, chain := range chains {
		s := &Stream{}
		for _, c := range chain {
			s.AddRing(c)
		}
		m.Activate(s)
		streams = append(streams, s)
	}
	return m, streams, &broke
}

func drain(m *Merge) (n int) {
	for {
		if _, _, ok := m.Next(); !ok {
			return n
		}
		m.Take()
		n++
	}
}

// A server that lies about what it took must not make a client's write panic
// or leave its ring: "size over the ring, head ahead of the tail" did.
func TestHostileHeadCannotMakeTheProducerLeaveItsRing(t *testing.T) {
	sizes := []int{0, 1, 16, 48, 49, 64, 112, 1 << 20}
	for _, tail := range []uint64{0, 16, 48, 64} {
		for head := range uint64(300) {
			for _, n := range sizes {
				for _, bias := range []uint64{0, 1 << 31, 1 << 32, 1 << 63} {
					shared := newShared(64)
					p := NewProducer(shared)
					p.tail = tail
					shared.Head.Store(head + bias)
					if at, ok := p.Reserve(n); ok {
						p.Append(at, 1, 0, nil, make([]byte, n))
					}
				}
			}
		}
	}
}

// Unknown bits made Signal call itself until the stack was full.
func TestHostileArmedWordCannotTrapTheProducer(t *testing.T) {
	for bit := range 32 {
		for _, low := range []uint32{0, armed, closed, armed | closed} {
			shared := newShared(64)
			p := NewProducer(shared)
			shared.Armed.Store(1<<bit | low)
			got := p.Signal(nil)
			if v := 1<<bit | low; (v&closed != 0) != (got == Closed) {
				t.Errorf("word %#x: signal %v", v, got)
			}
		}
	}
}

func TestTruncatedRingCountsOnlyWhatCameLater(t *testing.T) {
	shared := newShared(4096)
	p, c := NewProducer(shared), NewConsumer(shared)
	for range 3 {
		appendMessage(t, &p, 1, make([]byte, 100))
	}
	if err := c.Load(); err != nil {
		t.Fatal(err)
	}
	c.Truncate()
	appendMessage(t, &p, 1, make([]byte, 100))
	takeOne(t, c, [][]byte{make([]byte, 100)})
}

// An empty ring between two others hid the third from peek but not from end:
// Rest never answered true again, and the reader burnt a processor.
func TestEmptyRingInAChainCannotKeepTheReaderAwake(t *testing.T) {
	first, empty, last := newShared(64), newShared(64), newShared(64)
	p, q := NewProducer(first), NewProducer(last)
	appendMessage(t, &p, 1, nil)
	appendMessage(t, &q, 2, nil)
	m, streams, broke := merged([]*Consumer{NewConsumer(first), NewConsumer(empty), NewConsumer(last)})
	if n := drain(m); n != 1 {
		t.Errorf("%d messages, want the one before the empty ring", n)
	}
	if !m.Rest() {
		t.Error("the reader may not sleep")
	}
	if len(*broke) != 1 || (*broke)[0] != streams[0] {
		t.Errorf("%d streams reported, want this one", len(*broke))
	}
}

func TestInlineMessageAfterARingBreaksItsStream(t *testing.T) {
	shared := newShared(64)
	p := NewProducer(shared)
	appendMessage(t, &p, 7, make([]byte, 5))
	m, streams, broke := merged([]*Consumer{NewConsumer(shared)})
	if r, _, ok := m.Next(); !ok || len(r.Payload) != 5 {
		t.Fatalf("head %v %v", r, ok)
	}
	streams[0].AddInline(Inline{Stamp: 1})
	if r, _, ok := m.Next(); !ok || len(r.Payload) != 5 {
		t.Fatalf("the head changed to %v before it was taken", r)
	}
	m.Take()
	if n := drain(m); n != 0 || len(*broke) != 1 {
		t.Errorf("%d more messages, %d streams reported", n, len(*broke))
	}
}

// Both counters of the publish word pass 2^32 in a long-lived ring.
func TestCountersPassTheirWrapAround(t *testing.T) {
	shared := newShared(256)
	p, c := NewProducer(shared), NewConsumer(shared)
	const lap = uint64(math.MaxUint32) * Align // the last tail before the wrap
	start := lap - 10*Align
	p.tail, p.head, p.count = start, start, math.MaxUint32-1
	c.tail, c.head, c.told, c.count, c.taken = start, start, start, p.count, p.count
	shared.Head.Store(start)
	shared.Publish.Store(publishWord(start, p.count))
	for i := range 64 {
		body := make([]byte, i%40)
		appendMessage(t, &p, 1, body)
		appendMessage(t, &p, 1, body)
		takeOne(t, c, [][]byte{body, body})
		takeOne(t, c, [][]byte{body})
	}
	if c.tail <= lap || c.taken > 1000 {
		t.Fatalf("the test did not reach the wrap: tail %d, taken %d", c.tail, c.taken)
	}
}

// A process can close its connection and keep the mapping: its ring must come
// to an end although it never stops writing.
func TestNothingWrittenAfterTheLastLookOfAnEndedStreamIsDelivered(t *testing.T) {
	shared := newShared(4096)
	p := NewProducer(shared)
	appendMessage(t, &p, 1, nil)
	m, streams, _ := merged([]*Consumer{NewConsumer(shared)})
	streams[0].End()
	n := 0
	for ; n < 50; n++ {
		if _, _, ok := m.Next(); !ok {
			break
		}
		appendMessage(t, &p, 1, nil)
		m.Take()
	}
	count, _ := m.Count()
	if n != 1 || count != 0 || !m.Rest() || streams[0].HasRing() {
		t.Errorf("%d delivered, %d counted, ring kept: %v", n, count, streams[0].HasRing())
	}
}

func TestBellIsTakenOncePerArming(t *testing.T) {
	shared := newShared(4096)
	p := NewProducer(shared)
	appendMessage(t, &p, 1, nil)
	m, streams, _ := merged([]*Consumer{NewConsumer(shared)})
	s := streams[0]
	for range 3 {
		if s.TakeBell() {
			t.Fatal("a bell counts as asked for, nobody armed")
		}
	}
	drain(m)
	if !m.Rest() {
		t.Fatal("the reader may not sleep")
	}
	appendMessage(t, &p, 2, nil)
	if got := p.Signal(nil); got != Bell {
		t.Fatalf("signal %v", got)
	}
	if !s.TakeBell() || s.TakeBell() {
		t.Error("the bell that was asked for does not count, or counts twice")
	}
}

// A look for announced bells at each of thousands of rings, with every packet
// of their client, would keep the reader from the others: only those are looked
// at of which one was asked for.
func TestBellIsHeededOnlyWhereOneWasAskedFor(t *testing.T) {
	var chain []*Consumer
	for range 3 {
		shared := newShared(64)
		p := NewProducer(shared)
		appendMessage(t, &p, 1, nil)
		chain = append(chain, NewConsumer(shared))
	}
	m, streams, _ := merged(chain[:1])
	s := streams[0]
	drain(m)
	if !m.Rest() {
		t.Fatal("the reader may not sleep")
	}
	s.AddRing(chain[1])
	s.AddRing(chain[2])
	for i, asked := range []bool{true, false, false} {
		chain[i].Armed.Store(claimed) // an announced bell, or a lie
		if m.Activate(s) != asked {
			t.Errorf("ring %d: bell heard: %v", i, !asked)
		}
	}
	if m.Activate(s) || m.Heard() != 1 {
		t.Errorf("%d bells were heard", m.Heard())
	}
	if drain(m) != 2 || !m.Rest() {
		t.Error("the slot is not empty")
	}
}

// Where a stream goes on in another process, its rings have been asked already.
func TestBellAskedForElsewhereIsHeeded(t *testing.T) {
	shared := newShared(64)
	p := NewProducer(shared)
	appendMessage(t, &p, 1, nil)
	m, streams, _ := merged([]*Consumer{NewConsumer(shared)})
	drain(m)
	if !m.Rest() {
		t.Fatal("the reader may not sleep")
	}
	var s Stream
	s.Resume(streams[0].State())
	s.ResumeRing(ResumeConsumer(shared, streams[0].chain[0].Position()))
	appendMessage(t, &p, 1, nil)
	if p.Signal(&belfry{meanwhile: func() {}}) != Bell || s.heed() != 1 {
		t.Error("the bell is not heard")
	}
}
