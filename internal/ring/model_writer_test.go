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
	dead   bool // killed
	prod   Producer
	rings  []Shared // all that it ever made
	stamp  uint64   // of the write that is under way
}

func newWriter(w *world, id int, s script) *writer {
	return &writer{script: s, w: w, id: id}
}

func (p *writer) run() {
	if p.scribble != nil {
		p.scribble(p.w, p)
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
	if p.messages[i].asks {
		p.w.stop("asks")
		p.send(packet{asks: true})
	}
	p.w.stop("reads the clock")
	id := p.w.begin(p.id, i)
	p.stamp = p.w.tick() - uint64(p.skew)
	if p.liar {
		p.stamp = p.lie
	}
	p.w.facts[id].stamp = p.stamp + uint64(p.skew)
	ok := p.deliver(id, p.messages[i])
	p.w.returned(id, ok)
	return ok
}

func (p *writer) deliver(id int, m message) bool {
	body := p.w.payload(id)
	if m.inline && len(p.rings) == 0 {
		p.w.stop("sends inline")
		return p.send(packet{inline: &Inline{Stamp: p.stamp, Flags: flagsOf(id), Payload: body}})
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
	switch p.prod.Signal(p.announcer()) {
	case Closed:
		return false
	case Bell:
		p.w.stop("sends bell")
		return p.send(packet{bell: true})
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
	return p.send(packet{ring: &next})
}

// A record carries the message's number in the flags that are not the ring's.
func flagsOf(id int) uint32 { return uint32(id) << 8 }
func idOf(flags uint32) int { return int(flags >> 8) }
