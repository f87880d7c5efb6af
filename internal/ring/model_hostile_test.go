//go:build mailslot_hooks

package ring

import (
	"math"
	"math/rand/v2"
	"sync/atomic"
)

// scribble is a hostile writer: it owns its connection and every byte of its
// rings, and changes them whenever it likes. Where there is a hint it lies there.
func scribble(w *world, p *writer) {
	for range 40 {
		w.stop("scribbles")
		if p.conn.hup || w.rng == nil {
			return
		}
		if w.hint && w.rng.IntN(3) == 0 {
			p.lieInHint(w.rng)
			continue
		}
		p.mischief(w.rng)
	}
}

// mischief does one thing that the protocol may not expect.
func (p *writer) mischief(rng *rand.Rand) {
	what := rng.IntN(100)
	if len(p.rings) == 0 && what < 85 {
		what = 85 + rng.IntN(10)
	}
	switch {
	case what < 40:
		p.honestRecord(rng)
	case what < 50:
		p.any(rng).Publish.Store(oddWord(rng, p.any(rng).Publish.Load()))
	case what < 70:
		p.oddHeader(rng)
	case what < 78:
		p.any(rng).Armed.Store(uint32(oddNumber(rng)))
	case what < 82:
		p.any(rng).Head.Store(oddNumber(rng))
	case what < 85:
		data := p.any(rng).Data
		data[rng.IntN(len(data))] = byte(rng.Uint32())
	case what < 94:
		p.giveRing(rng)
	case what < 97:
		p.conn.send(packet{inline: &Inline{Stamp: lies(rng), Flags: rng.Uint32(), Payload: make([]byte, rng.IntN(40))}})
	case what < 99:
		p.conn.send(packet{bell: true})
	default:
		p.conn.hup = true
	}
}

// lieInHint says that nothing has come since the reader looked, or nonsense.
func (p *writer) lieInHint(rng *rand.Rand) {
	r := p.w.reader
	p.w.words = hint{sent: r.noted.sent, announced: r.Heard(), rung: r.noted.rung}
	if rng.IntN(3) == 0 {
		p.w.words.announced += rng.Uint64N(3) - 1
	}
	if rng.IntN(6) == 0 {
		p.w.words.sent, p.w.words.rung = oddNumber(rng), oddNumber(rng)
	}
}

func (p *writer) any(rng *rand.Rand) Shared { return p.rings[rng.IntN(len(p.rings))] }

// honestRecord is well formed but for its stamp: it brings the reader deep
// into the ring before something else goes wrong.
func (p *writer) honestRecord(rng *rand.Rand) {
	body := make([]byte, rng.IntN(40))
	at, ok := p.prod.Reserve(len(body))
	if !ok {
		p.giveRing(rng)
		return
	}
	p.w.quiet = true
	p.prod.Append(at, lies(rng), 0, nil, body)
	var marks Announcer
	if rng.IntN(2) == 0 {
		marks = new(hint) // without announcing it where the reader looks
	}
	if p.prod.Signal(marks) == Bell && rng.IntN(2) == 0 {
		p.conn.send(packet{bell: true})
	}
	p.w.quiet = false
}

// giveRing hands over a new ring, sometimes without a first record.
func (p *writer) giveRing(rng *rand.Rand) {
	next := Shared{new(atomic.Uint64), new(atomic.Uint64), new(atomic.Uint32), make([]byte, 16<<rng.IntN(5))}
	p.prod = NewProducer(next)
	p.rings = append(p.rings, next)
	p.conn.send(packet{ring: &next})
	if rng.IntN(4) != 0 {
		p.w.quiet = true
		if at, ok := p.prod.Reserve(0); ok {
			p.prod.Append(at, lies(rng), 0, nil, nil)
		}
		p.w.quiet = false
	}
}

// oddHeader overwrites a header or the middle of a record: a length that
// changes between two reads, a pad, a false stamp.
func (p *writer) oddHeader(rng *rand.Rand) {
	data := p.any(rng).Data
	off := rng.IntN(len(data)/Align) * Align
	putHeader(data[off:], uint32(oddNumber(rng)), uint32(rng.IntN(4)), lies(rng))
}

// oddWord is a publish word near the present one, or far from it.
func oddWord(rng *rand.Rand, now uint64) uint64 {
	tail, count := uint32(now>>32), uint32(now)
	switch rng.IntN(4) {
	case 0:
		count = uint32(oddNumber(rng))
	case 1:
		tail += uint32(rng.IntN(5))
	case 2:
		tail += uint32(rng.IntN(5)) - 2
		count++
	default:
		tail = uint32(oddNumber(rng))
	}
	return uint64(tail)<<32 | uint64(count)
}

func oddNumber(rng *rand.Rand) uint64 {
	edges := []uint64{0, 1, 2, 3, 15, 16, 17, 31, 32, 33, 48, 64, 240, 256,
		math.MaxInt32, 1 << 31, math.MaxUint32 - 15, math.MaxUint32, math.MaxInt64, math.MaxUint64, rng.Uint64()}
	return edges[rng.IntN(len(edges))]
}
