package nbt

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"net/netip"
	"time"
)

// oracle watches a simulation and knows what may happen.
type oracle struct {
	w        *world
	messages map[string]*simMessage // by data
	asked    map[uint64]*command    // by id; ids are never used twice
	heard    map[hearing]time.Duration
	trace    uint64 // digest of everything that happened
	faults   []string
	evil     netip.Addr
}

// simMessage is a message that was sent.
type simMessage struct {
	from *host
	slot string
	to   string // name
	got  map[netip.Addr]int
}

// command waits for its one answer.
type command struct {
	host *host
	born int
	at   time.Duration
	took time.Duration
	done int
	err  error
	to   Answer
}

// hearing is a message at a running node.
type hearing struct {
	host *host
	born int
	data string
}

func watch(w *world) *oracle {
	o := &oracle{w: w, messages: map[string]*simMessage{}, asked: map[uint64]*command{}, heard: map[hearing]time.Duration{}}
	w.acts = o.acts
	return o
}

func (o *oracle) fault(format string, args ...any) {
	o.faults = append(o.faults, fmt.Sprintf("at %v: ", o.w.now)+fmt.Sprintf(format, args...))
}

func (o *oracle) acts(h *host, a Action) {
	o.note(h, a)
	switch a := a.(type) {
	case Deliver:
		o.delivered(h, a.Message)
	case Sent:
		o.answered(h, a.ID, a.Err, Answer{})
	case Resolved:
		o.answered(h, a.ID, a.Err, a.Answer)
	case StatusResult:
		o.answered(h, a.ID, a.Err, Answer{})
	case SendPacket:
		o.sending(h, a)
	}
}

// note mixes an action into the trace.
func (o *oracle) note(h *host, a Action) {
	d := fnv.New64a()
	fmt.Fprint(d, o.trace, o.w.now, h.addr)
	switch a := a.(type) {
	case SendPacket:
		d.Write(a.Data)
	case Deliver:
		d.Write(a.Message.Data)
	default:
		fmt.Fprintf(d, "%T", a)
	}
	o.trace = d.Sum64()
}

// delivered checks that a message is one that was sent, unchanged, to a name
// of this host, and not a copy that should have been suppressed. What came in
// a packet that the wire spoiled, or from the attacker, must at least be what
// the packet says.
func (o *oracle) delivered(h *host, m Message) {
	if p := h.pending; !m.Local && (p.corrupted || p.from.Addr() == o.evil) {
		if !bytes.Contains(p.data, m.Data) {
			o.fault("%v delivers %q which the packet does not hold", h.addr, m.Data)
		}
		return
	}
	sent := o.messages[string(m.Data)]
	if sent == nil {
		o.fault("%v delivers %q which nobody sent", h.addr, m.Data)
		return
	}
	if m.Slot != sent.slot || m.Source != mustName(sent.from.cfg.Computer) || m.Destination != mustName(sent.to) {
		o.fault("%v delivers %+v, sent to %s in %s", h.addr, m, sent.slot, sent.to)
	}
	if m.Local != (h == sent.from) {
		o.fault("%v delivers its own message from the wire", h.addr)
	}
	sent.got[h.addr]++
	key := hearing{h, h.born, string(m.Data)}
	now := h.node.clock.now
	if before, ok := o.heard[key]; ok && now-before < DefaultSuppress {
		o.fault("%v delivers %q twice within %v", h.addr, m.Data, now-before)
	}
	o.heard[key] = now
}

func (o *oracle) answered(h *host, id uint64, err error, a Answer) {
	c := o.asked[id]
	if c == nil || c.host != h || c.born != h.born {
		o.fault("%v answers %d which it was not asked", h.addr, id)
		return
	}
	c.done++
	c.err, c.to, c.took = err, a, o.w.now-c.at
}

// sending checks what leaves a node: nothing to places off the subnet, unless
// a name server named them.
func (o *oracle) sending(h *host, p SendPacket) {
	if !h.onLAN(p.To.Addr()) && (h.node.typ == BNode || p.Service == NameService) {
		o.fault("%v sends to %v", h.addr, p.To)
	}
	if len(p.Data) > MaxPacket {
		o.fault("%v sends %d bytes", h.addr, len(p.Data))
	}
}

// onLAN reports whether a is on a subnet of the host.
func (h *host) onLAN(a netip.Addr) bool {
	_, second := h.at(netip.PrefixFrom(a, h.prefix.Bits()))
	return second
}

// ask gives a host a command that must be answered once.
func (o *oracle) ask(h *host, make func(id uint64) Event) *command {
	id := uint64(len(o.asked) + 1)
	c := &command{host: h, born: h.born, at: o.w.now}
	o.asked[id] = c
	h.do(make(id))
	return c
}

// send sends a message with data of its own.
func (o *oracle) send(h *host, host, name string, size int) *simMessage {
	m := &simMessage{from: h, slot: fmt.Sprintf(`sim\%d`, len(o.messages)%7), to: name, got: map[netip.Addr]int{}}
	data := fmt.Appendf(nil, "message %d ", len(o.messages))
	for len(data) < size {
		data = append(data, byte(o.w.rng.Uint32()))
	}
	o.messages[string(data)] = m
	o.ask(h, func(id uint64) Event { return Send{ID: id, Host: host, Slot: m.slot, Data: data} })
	return m
}

// checkAnswers checks that every command of a node that lives was answered once.
func (o *oracle) checkAnswers() {
	for id := uint64(1); id <= uint64(len(o.asked)); id++ {
		c := o.asked[id]
		if c.done > 1 || c.done == 0 && c.born == c.host.born && !c.host.down {
			o.fault("command %d of %v was answered %d times", id, c.host.addr, c.done)
		}
	}
}

// checkMemory checks that a node remembers no more than its limits.
func (o *oracle) checkMemory(h *host) {
	n := h.node
	for _, c := range []struct {
		what     string
		got, max int
	}{
		{"names", len(n.own), MaxNames},
		{"exchanges", len(n.exchanges), maxExchanges},
		{"lookups", len(n.lookups), maxLookups},
		{"cached names", len(n.cache.answers), maxCache},
		{"sources", len(n.sources.young) + len(n.sources.old), maxSources},
		{"datagrams", len(n.seen.queue), maxSeen},
		{"echoes", len(n.echoes.queue), maxEchoes},
		{"browse entries", len(n.browsers.entries), maxBrowse},
		{"timers", len(n.timers.heap), maxExchanges + 4*MaxNames},
	} {
		if c.got > c.max {
			o.fault("%v holds %d %s", h.addr, c.got, c.what)
		}
	}
}
