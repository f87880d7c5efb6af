package nbt

import (
	"bytes"
	"container/heap"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"testing"
	"time"

	"mailslot/netbios"
)

// world is a simulated LAN with a virtual clock: hosts that run nodes, a wire
// with faults, and actors that speak raw packets. Everything random comes from
// one seed, so a run replays exactly.
type world struct {
	t     testing.TB
	rng   *rand.Rand
	now   time.Duration
	seq   int
	queue wireHeap
	hosts []*host
	ports map[netip.Addr]port
	wire  faults

	// spared is a host to and from which packets are not corrupted: what a name
	// server has taken in, and what it says, holds for days.
	spared netip.Addr

	// sees is called for every packet that reaches a host, before the host
	// handles it, and acts for every action of a host.
	sees func(h *host, p *inFlight)
	acts func(h *host, a Action)
}

// faults are what the wire does, each with a probability.
type faults struct {
	loss, duplicate, corrupt, late, veryLate float64
}

// The delays of the wire: usual, late enough to be overtaken, and longer than
// the suppression window.
const (
	usualDelay    = 2 * time.Millisecond
	lateDelay     = 100 * time.Millisecond
	veryLateDelay = 3 * time.Second
)

// port is an address of a host; its interface has the index place+1.
type port struct {
	*host
	place  int
	prefix netip.Prefix
}

// host is a computer: a node or an actor at an address, or at one more on a
// second LAN.
type host struct {
	w       *world
	addr    netip.Addr // the first
	prefix  netip.Prefix
	more    []netip.Prefix
	island  int // packets pass only inside an island
	down    bool
	skew    time.Duration // of its clock
	cfg     Config
	node    *Node
	actor   func(h *host, p Packet) // instead of a node
	tick    time.Duration           // when the node wants one; negative: never
	born    int                     // counts restarts
	pending *inFlight               // being handled
	log     []Action
	keep    bool // append to log
}

// inFlight is a packet on its way to one host.
type inFlight struct {
	at        time.Duration
	seq       int
	to        port
	service   Service
	from      netip.AddrPort
	broadcast bool
	data      []byte
	corrupted bool
	born      int // a packet looped back is for one boot only; else 0
}

var epoch = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

func newWorld(t testing.TB, seed uint64) *world {
	return &world{t: t, rng: rand.New(rand.NewPCG(seed, 1)), ports: map[netip.Addr]port{}}
}

// add makes a host with a node at an address such as 10.77.0.2/24, or several.
func (w *world) add(prefix string, cfg Config, more ...string) *host {
	h := w.place(prefix, more...)
	for i, p := range append([]netip.Prefix{h.prefix}, h.more...) {
		cfg.Interfaces = append(cfg.Interfaces, Interface{Index: i + 1, Prefix: p})
	}
	h.cfg, h.keep = cfg, true
	h.start()
	return h
}

// place makes a host without a node.
func (w *world) place(prefix string, more ...string) *host {
	p := netip.MustParsePrefix(prefix)
	h := &host{w: w, addr: p.Addr(), prefix: p, tick: -1}
	w.hosts = append(w.hosts, h)
	w.ports[h.addr] = port{h, 0, p}
	for i, s := range more {
		p := netip.MustParsePrefix(s)
		h.more = append(h.more, p)
		w.ports[p.Addr()] = port{h, i + 1, p}
	}
	return h
}

// at is the host's port on the LAN of a prefix.
func (h *host) at(lan netip.Prefix) (port, bool) {
	for i, p := range append([]netip.Prefix{h.prefix}, h.more...) {
		if p.Masked() == lan.Masked() {
			return port{h, i, p}, true
		}
	}
	return port{}, false
}

// start makes a new node for the host: a boot.
func (h *host) start() {
	for i := range h.cfg.Seed {
		h.cfg.Seed[i] = byte(h.w.rng.Uint32())
	}
	node, err := New(h.cfg)
	if err != nil {
		h.w.t.Fatal(err)
	}
	h.node, h.down, h.tick = node, false, h.w.now
	h.born++
}

// crash ends the node without a word.
func (h *host) crash() { h.node, h.down, h.tick = nil, true, -1 }

// do tells the node something now.
func (h *host) do(ev Event) {
	if h.node == nil {
		return
	}
	for _, a := range h.node.Step(epoch.Add(h.w.now+h.skew), ev) {
		h.act(a)
	}
	h.tick = -1
	if d, ok := h.node.Next(); ok {
		h.tick = h.w.now + max(d, 0)
	}
}

func (h *host) act(a Action) {
	if p, ok := a.(SendPacket); ok {
		from := append([]netip.Prefix{h.prefix}, h.more...)[p.Interface-1]
		h.w.transmit(port{h, p.Interface - 1, from}, p.Service, netip.AddrPortFrom(from.Addr(), p.Service.Port()), p.To, p.Data)
	}
	if h.w.acts != nil {
		h.w.acts(h, a)
	}
	if h.keep {
		h.log = append(h.log, kept(a))
	}
}

// kept is an action whose memory is its own.
func kept(a Action) Action {
	switch a := a.(type) {
	case SendPacket:
		a.Data = bytes.Clone(a.Data)
		return a
	case Deliver:
		a.Message.Data = bytes.Clone(a.Message.Data)
		return a
	}
	return a
}

// transmit puts a packet on the wire to one host or to its sender's subnet,
// the sender included.
func (w *world) transmit(out port, s Service, from, to netip.AddrPort, data []byte) {
	broadcast := to.Addr() == lastAddr(out.prefix)
	p := inFlight{service: s, from: from, broadcast: broadcast, data: bytes.Clone(data)}
	if to.Port() != s.Port() {
		return // to a program that is not there any more
	}
	if !broadcast {
		if target, ok := w.ports[to.Addr()]; ok && target.island == out.island && target.prefix.Masked() == out.prefix.Masked() {
			w.carry(p, target)
		}
		return
	}
	for _, target := range w.hosts {
		in, ok := target.at(out.prefix)
		if target == out.host {
			w.loop(p, out)
		} else if ok && target.island == out.island {
			w.carry(p, in)
		}
	}
}

// loop gives a broadcast back to its own host, which no fault of the wire hits.
func (w *world) loop(p inFlight, h port) {
	w.seq++
	p.to, p.at, p.seq, p.born = h, w.now+time.Microsecond, w.seq, h.born
	heap.Push(&w.queue, &p)
}

// carry takes a packet to one host, as the wire's faults allow.
func (w *world) carry(p inFlight, to port) {
	if w.chance(w.wire.loss) {
		return
	}
	p.to = to
	w.enqueue(p)
	if w.chance(w.wire.duplicate) {
		w.enqueue(p)
	}
}

func (w *world) enqueue(p inFlight) {
	delay := time.Duration(w.rng.Int64N(int64(usualDelay))) + time.Microsecond
	if w.chance(w.wire.late) {
		delay += time.Duration(w.rng.Int64N(int64(lateDelay)))
	}
	if w.chance(w.wire.veryLate) {
		delay += time.Duration(w.rng.Int64N(int64(veryLateDelay)))
	}
	if w.chance(w.wire.corrupt) && len(p.data) > 0 && p.from.Addr() != w.spared && p.to.addr != w.spared {
		p.data, p.corrupted = bytes.Clone(p.data), true
		p.data[w.rng.IntN(len(p.data))] ^= 1 << w.rng.IntN(8)
	}
	w.seq++
	p.at, p.seq = w.now+delay, w.seq
	heap.Push(&w.queue, &p)
}

func (w *world) chance(p float64) bool { return p > 0 && w.rng.Float64() < p }

// run lets time pass.
func (w *world) run(d time.Duration) {
	end := w.now + d
	for w.step(end) {
	}
	w.now = end
}

// step handles the next thing that happens until end.
func (w *world) step(end time.Duration) bool {
	var next *host
	at := end
	for _, h := range w.hosts {
		if h.tick >= 0 && h.tick <= at && (next == nil || h.tick < at) {
			next, at = h, h.tick
		}
	}
	if len(w.queue) > 0 && w.queue[0].at < at {
		p := heap.Pop(&w.queue).(*inFlight)
		w.now = max(w.now, p.at)
		w.arrive(p)
		return true
	}
	if next == nil {
		return false
	}
	w.now = max(w.now, at)
	next.do(Tick{})
	return true
}

func (w *world) arrive(p *inFlight) {
	h := p.to.host
	if h.down || p.born > 0 && p.born != h.born {
		return
	}
	ev := Packet{Interface: p.to.place + 1, Service: p.service, From: p.from, Broadcast: p.broadcast, Data: p.data}
	if h.actor != nil {
		h.actor(h, ev)
		return
	}
	if w.sees != nil {
		w.sees(h, p)
	}
	h.pending = p
	h.do(ev)
	h.pending = nil
}

// wireHeap orders packets by arrival.
type wireHeap []*inFlight

func (q wireHeap) Len() int { return len(q) }
func (q wireHeap) Less(i, j int) bool {
	return q[i].at < q[j].at || q[i].at == q[j].at && q[i].seq < q[j].seq
}
func (q wireHeap) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *wireHeap) Push(x any)   { *q = append(*q, x.(*inFlight)) }
func (q *wireHeap) Pop() any {
	old := *q
	p := old[len(old)-1]
	*q = old[:len(old)-1]
	return p
}

// logged are the actions of one type in a host's log.
func logged[A Action](h *host) (list []A) {
	for _, a := range h.log {
		if a, ok := a.(A); ok {
			list = append(list, a)
		}
	}
	return list
}

// last is the newest action of one type.
func last[A Action](t testing.TB, h *host) A {
	t.Helper()
	list := logged[A](h)
	if len(list) == 0 {
		var none A
		t.Fatalf("%v has no %T in its log", h.addr, none)
	}
	return list[len(list)-1]
}

// state is how a name of the host's node stands.
func (h *host) state(name netbios.Name) NameState {
	for _, s := range h.node.Names() {
		if s.Name == name {
			return s.State
		}
	}
	return Released
}

// owns reports whether the host's node owns NAME<00>.
func (h *host) owns(name string) bool { return h.state(mustName(name)) == Owned }

func mustName(s string) netbios.Name {
	n, err := netbios.ParseName(s)
	if err != nil {
		panic(err)
	}
	return n
}

// count is a counter of the host's node.
func (h *host) count(c Counter) uint64 { return h.node.Counters()[c] }

// say makes an actor send a name-service packet.
func (h *host) say(to netip.AddrPort, p netbios.NamePacket) {
	h.w.transmit(h.first(), NameService, netip.AddrPortFrom(h.addr, netbios.NameServicePort), to, p.Append(nil))
}

// first is the host's port at its first address.
func (h *host) first() port { return port{h, 0, h.prefix} }

// everybody is the broadcast address of the host's subnet.
func (h *host) everybody(s Service) netip.AddrPort {
	return netip.AddrPortFrom(lastAddr(h.prefix), s.Port())
}

func (h *host) socket(s Service) netip.AddrPort { return netip.AddrPortFrom(h.addr, s.Port()) }

func hostPrefix(i int) string { return fmt.Sprintf("10.77.0.%d/24", i) }

// settle runs long enough for names to be claimed.
func (w *world) settle() { w.run(20 * time.Second) }
