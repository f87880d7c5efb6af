//go:build mailslot_hooks

package ring

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// encoder writes a state of the model down, so that equal states are equal
// bytes. Stamps are replaced by their rank: only their order matters.
type encoder struct {
	bytes []byte
	ranks []uint64 // stamps that somebody may still compare, in order
}

func (e *encoder) encode(w *world) {
	e.bytes = e.bytes[:0]
	e.collect(w)
	e.ledger(&w.ledger)
	e.num(uint64(w.kills))
	for _, th := range w.threads {
		e.flag(th.done)
		e.bytes = append(e.bytes, th.at...)
		e.num(th.trace)
	}
	for _, wr := range w.writers {
		e.writer(wr)
	}
	e.reader(w.reader)
	if w.plan.hint {
		e.hint(w)
	}
}

// hint is what may still be told by it: the numbers themselves mean nothing.
func (e *encoder) hint(w *world) {
	r := w.reader
	e.flag(w.words.sent == r.noted.sent, w.words.rung == r.noted.rung)
	e.num(w.words.announced-r.Heard(), uint64(r.rang-hostile))
}

func (e *encoder) num(values ...uint64) {
	for _, v := range values {
		e.bytes = binary.AppendUvarint(e.bytes, v)
	}
}

func (e *encoder) flag(values ...bool) {
	for _, v := range values {
		var b byte
		if v {
			b = 1
		}
		e.bytes = append(e.bytes, b)
	}
}

func (e *encoder) collect(w *world) {
	e.ranks = e.ranks[:0]
	for i := range w.facts {
		if f := &w.facts[i]; f.begun && !f.delivered {
			e.ranks = append(e.ranks, f.stamp)
		}
	}
	if r := w.reader; r.merging() {
		e.ranks = append(e.ranks, r.Merge.now)
		for _, s := range r.heap {
			e.ranks = append(e.ranks, s.key)
		}
	}
	slices.Sort(e.ranks)
	e.ranks = slices.Compact(e.ranks)
}

// merging reports whether the clock and the keys of the epoch still matter.
func (r *reader) merging() bool { return r.left != 0 || r.locked }

func (e *encoder) rank(stamp uint64) {
	i, _ := slices.BinarySearch(e.ranks, stamp)
	e.num(uint64(i))
}

// ledger: which message is in which ring, and the stamps, are also all that
// the bytes of the rings depend on.
func (e *encoder) ledger(l *ledger) {
	e.num(uint64(l.taken), uint64(l.expected+1))
	e.flag(l.closing, l.isClosed)
	var open uint64 // messages that are not delivered
	for i := range l.facts {
		if !l.facts[i].delivered {
			open |= 1 << i
		}
	}
	e.num(open)
	for i := range l.facts {
		f := &l.facts[i]
		if f.delivered {
			continue
		}
		e.flag(f.begun, f.ended, f.ok, f.late)
		if f.begun {
			e.num(f.before&open, uint64(f.ring))
			e.rank(f.stamp)
		}
	}
}

func (e *encoder) writer(wr *writer) {
	e.num(wr.prod.tail, wr.prod.head, uint64(wr.prod.count), uint64(len(wr.rings)))
	for _, s := range wr.rings {
		e.num(s.Publish.Load(), s.Head.Load(), uint64(s.Armed.Load()))
	}
	e.flag(wr.conn.hup, wr.conn.shut)
	for _, p := range wr.conn.queue {
		e.flag(p.bell, p.ring != nil, p.asks)
	}
	e.num(uint64(len(wr.conn.queue)))
}

func (e *encoder) reader(r *reader) {
	e.flag(r.locked, r.kicked, r.sleeping, r.closed)
	e.num(uint64(r.pinned-hostile), uint64(r.least+1), uint64(r.left))
	if r.merging() {
		e.rank(r.Merge.now)
		e.streams(r.heap)
		for _, s := range r.heap {
			e.rank(s.key)
		}
	}
	e.streams(r.active)
	e.tally(&r.tally)
	for i, s := range r.streams {
		e.flag(r.broken[i])
		if r.merging() {
			e.num(s.limit)
		}
		e.stream(s)
	}
}

func (e *encoder) streams(list []*Stream) {
	for _, s := range list {
		e.num(uint64(s.Owner.(*writer).id))
	}
	e.num(uint64(len(list)))
}

func (e *encoder) tally(t *tally) {
	if e.flag(t.valid); !t.valid {
		return
	}
	e.num(uint64(t.messages), t.bytes, uint64(len(t.rings)))
	for _, r := range t.rings {
		e.num(r.word, uint64(r.messages), r.bytes)
	}
}

func (e *encoder) stream(s *Stream) {
	e.num(s.base, uint64(s.bells+8), uint64(s.asked))
	if s.idle >= idleEpochs-1 { // fewer make no difference in so short a life
		e.num(uint64(s.idle))
	}
	e.num(uint64(len(s.inline)), uint64(len(s.chain)))
	e.flag(s.active, s.ended, s.frozen, s.broken, s.told)
	for _, c := range s.chain {
		e.num(c.head, c.told, c.tail, uint64(c.count), uint64(c.taken), uint64(c.rec.length))
		e.flag(c.have)
	}
}

// observe adds to a thread's trace what it has learnt in its last step, as far
// as the state may forget it again while the operation still goes on.
func (r *reader) observe(th *thread) {
	if r.holder != th {
		th.trace = 0
		return
	}
	for i := range len(th.at) {
		th.learn(uint64(th.at[i]))
	}
	th.learn(r.ready)
	if r.w.plan.hint {
		th.learn(r.noted.sent<<16 | r.noted.rung<<8 | r.Heard())
	}
	for _, s := range r.streams {
		th.learn(s.end()<<8 | uint64(s.bells)<<4 | uint64(len(s.chain)))
		if r.least >= 0 { // Count keeps its sum to itself
			for _, c := range s.chain {
				th.learn(c.Publish.Load())
			}
		}
	}
}

func (th *thread) learn(v uint64) {
	hi, lo := bits.Mul64(th.trace^v, 0x9E3779B97F4A7C15)
	th.trace = hi ^ lo + 1
}
