//go:build mailslot_hooks

package ring

import "sync/atomic"

// writer is a process with one handle, as the transport's client is: first
// messages inline, then a chain of rings, each handed over with a first
// record in it.
type writer struct {
	script
	w      *world
	id     int
	thread *thread
	conn   conn
	prod   Producer
	rings  []Shared // all that it ever made
	baton  Baton
	stamp  uint64 // of the write that is under way, or the last
}

func newWriter(w *world, id int, s script) *writer {
	p := &writer{script: s, w: w, id: id}
	if w.plan.baton && !s.blind {
		p.baton = NewBaton(&w.batons)
	}
	return p
}

func (p *writer) run() {
	if p.scribble != nil {
		p.scribble(p.w, p)
	}
	if p.blind {
		p.w.stop("retires the baton")
		p.w.batons.Retire()
	}
	for i := range p.messages {
		if !p.write(i) {
			break
		}
	}
	if !p.w.stay {
		p.w.stop("hangs up")
		p.conn.hup = true
	}
}

// write is Writer.WriteMessage. False means that the slot is closed.
func (p *writer) write(i int) bool {
	p.w.stop("begins")
	id := p.w.begin(p.id, i)
	p.timestamp(id)
	ok := p.deliver(id, p.messages[i])
	p.w.returned(id, ok)
	return ok
}

// timestamp takes the message's stamp. A write without baton, which reads the
// clock first, has begun with that.
func (p *writer) timestamp(id int) {
	fact := &p.w.facts[id]
	p.baton.left = 0
	if p.shy {
		p.baton.left = 1
	}
	switch {
	case p.liar:
		p.stamp = p.lie
	case !p.baton.Held():
		p.stamp = p.baton.Stamp(func() uint64 {
			if p.baton.words != nil {
				p.w.stop("reads the clock")
			}
			p.stamp = p.w.tick() - uint64(p.skew)
			fact.stamp = p.stamp + uint64(p.skew)
			return p.stamp
		})
	}
	fact.stamp = p.stamp + uint64(p.skew)
}

func (p *writer) deliver(id int, m message) bool {
	body := p.w.payload(id)
	if m.inline && len(p.rings) == 0 {
		p.w.stop("sends inline")
		return p.conn.send(packet{inline: &Inline{Stamp: p.stamp, Flags: flagsOf(id), Payload: body}})
	}
	if len(p.rings) != 0 {
		if at, ok := p.prod.Reserve(len(body)); ok {
			return p.append(at, id, body)
		}
	}
	return p.grow(id, body)
}

func (p *writer) append(at Space, id int, body []byte) bool {
	p.w.facts[id].ring = len(p.rings)
	p.prod.Append(at, p.stamp, flagsOf(id), nil, body)
	switch p.prod.Signal() {
	case Closed:
		return false
	case Bell:
		p.w.stop("sends bell")
		return p.conn.send(packet{bell: true})
	}
	return true
}

// grow makes a ring, puts the message in it, and only then hands it over.
func (p *writer) grow(id int, body []byte) bool {
	size := p.w.ring
	if n := len(p.rings); n != 0 {
		size = 2 * len(p.rings[n-1].Data)
	}
	for RecordSize(len(body)) > uint64(size) {
		size *= 2
	}
	next := Shared{new(atomic.Uint64), new(atomic.Uint64), new(atomic.Uint32), make([]byte, size)}
	p.w.facts[id].ring = len(p.rings) + 1
	p.w.quiet = true // nobody sees it yet
	p.prod = NewProducer(next)
	at, _ := p.prod.Reserve(len(body))
	p.prod.Append(at, p.stamp, flagsOf(id), nil, body)
	p.w.quiet = false
	p.w.stop("hands ring over")
	p.rings = append(p.rings, next)
	return p.conn.send(packet{ring: &next})
}

// A record carries the message's number in the flags that are not the ring's.
func flagsOf(id int) uint32 { return uint32(id) << 8 }
func idOf(flags uint32) int { return int(flags >> 8) }
