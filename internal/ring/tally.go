package ring

import "sync/atomic"

// tally is the count of the unread messages in all active streams, kept from
// one Count to the next: what has only grown since is all in the last rings of
// the streams, so that one look at each tells.
type tally struct {
	valid    bool
	messages int
	bytes    uint64
	rings    []counted
}

// counted is a ring with what it adds to the tally.
type counted struct {
	publish  *atomic.Uint64
	word     uint64 // of publish when it was counted
	messages int
	bytes    uint64
	ring     *Consumer
}

// Count is the number of messages that are not taken, and the bytes that they
// occupy, by a fresh look at every active stream. The caller polls the
// connections first.
func (m *Merge) Count() (messages int, bytes uint64) {
	t := &m.tally
	if !t.valid {
		t.begin(m.active)
		return t.messages, t.bytes
	}
	for i := range t.rings {
		r := &t.rings[i]
		step("consumer reads publish")
		if word := r.publish.Load(); word != r.word {
			t.count(r, word)
		}
	}
	return t.messages, t.bytes
}

// begin counts what does not grow, and lists the rings that do.
func (t *tally) begin(active []*Stream) {
	clear(t.rings)
	*t = tally{valid: true, rings: t.rings[:0]}
	for _, s := range active {
		messages, bytes, growing := s.settled()
		t.messages, t.bytes = t.messages+messages, t.bytes+bytes
		if growing != nil {
			r := counted{publish: growing.Publish, ring: growing}
			step("consumer reads publish")
			t.count(&r, r.publish.Load())
			t.rings = append(t.rings, r)
		}
	}
}

// count brings one ring up to date.
func (t *tally) count(r *counted, word uint64) {
	messages, bytes := r.ring.measure(word)
	t.messages += messages - r.messages
	t.bytes += bytes - r.bytes
	r.word, r.messages, r.bytes = word, messages, bytes
}

// settled counts the messages and bytes of the stream that are not taken and
// will not become more, and answers the ring that may grow, if there is one.
func (s *Stream) settled() (messages int, bytes uint64, growing *Consumer) {
	messages = len(s.inline)
	for _, m := range s.inline {
		bytes += RecordSize(len(m.Payload))
	}
	final := s.chain
	if n := len(s.chain); n != 0 && !s.frozen {
		final, growing = s.chain[:n-1], s.chain[n-1]
	}
	for _, c := range final {
		n, b := c.Unread(), c.Pending()
		if !s.frozen {
			n, b = c.fresh()
		}
		messages, bytes = messages+n, bytes+b
	}
	return messages, bytes, growing
}
