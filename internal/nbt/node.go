package nbt

import (
	"maps"
	"math/rand/v2"
	"net/netip"
	"slices"
	"time"

	"mailslot/internal/oem"
	"mailslot/netbios"
)

// Node is a NetBIOS node. It is not safe for concurrent use.
type Node struct {
	computer netbios.Name   // <00>
	domains  []netbios.Name // <00>, the primary one first
	scope    netbios.Scope
	page     oem.Page
	typ      NodeType
	wins     []netip.AddrPort
	hosts    []Host
	anywhere bool // sources off the subnet are heard
	sendOnly bool

	clock  clock
	timers timers
	rng    *rand.Rand

	interfaces []Interface
	own        map[netbios.Name]*ownName
	order      []*ownName
	exchanges  map[uint16]*exchange
	lookups    map[netbios.Name]*lookup
	cache      cache
	announcer  announcer
	browsers   browseList

	sources    rates
	bridge     bridge
	echoes     recent
	seen       recent
	status     bucket
	notices    bucket
	datagramID uint16
	counters   Counters
	actions    []Action
	arena      []byte // memory of this Step's packets
	smb        []byte // memory of the latest own datagram's SMB
	started    bool
	stop       stopState
}

// stopState is how far a node has come with stopping.
type stopState uint8

const (
	running stopState = iota
	releasing
	stopped
)

// New makes a node. It begins to claim its names at the first Step.
func New(cfg Config) (*Node, error) {
	n := &Node{
		scope:     cfg.Scope,
		page:      cfg.CodePage,
		bridge:    newBridge(cfg),
		anywhere:  cfg.Limits.AnySource,
		sendOnly:  cfg.SendOnly,
		rng:       rand.New(rand.NewChaCha8(cfg.Seed)),
		own:       map[netbios.Name]*ownName{},
		exchanges: map[uint16]*exchange{},
		lookups:   map[netbios.Name]*lookup{},
		status:    fullBucket(statusRate, 0),
		notices:   fullBucket(noticeRate, 0),
	}
	n.datagramID = uint16(n.rng.Uint32())
	if err := n.configure(cfg); err != nil {
		return nil, err
	}
	n.applyLimits(cfg.Limits)
	n.cache.preload(n.hosts)
	return n, nil
}

func (n *Node) applyLimits(l Limits) {
	if l.Rate == 0 {
		l.Rate = DefaultRate
	}
	if l.Suppress == 0 {
		l.Suppress = DefaultSuppress
	}
	n.sources = rates{rate: l.Rate}
	n.seen = recent{window: l.Suppress, max: maxSeen}
	n.echoes = recent{window: untilDisplaced, max: maxEchoes}
}

// Step tells the node what happened at time now and returns what it wants
// done. The actions and the memory that they point to are valid until the next
// Step. A clock that jumps back makes no time pass.
func (n *Node) Step(now time.Time, ev Event) []Action {
	clear(n.actions)
	n.actions, n.arena = n.actions[:0], n.arena[:0]
	n.clock.advance(now)
	if n.bridge.on {
		n.bridge.memory.clock.advance(now)
	}
	if n.stop == stopped {
		n.refuse(ev)
		return n.actions
	}
	if !n.started {
		n.started = true
		n.begin()
	}
	n.handle(ev)
	n.timers.run(n.clock.now)
	n.finishStop()
	return n.actions
}

// Next is how long after the last Step the node wants a Tick; false: never.
func (n *Node) Next() (time.Duration, bool) {
	switch {
	case n.stop == stopped:
		return 0, false
	case !n.started:
		return 0, true
	}
	at, ok := n.timers.next()
	return max(0, at-n.clock.now), ok
}

func (n *Node) handle(ev Event) {
	switch ev := ev.(type) {
	case Packet:
		n.receive(ev)
	case Send:
		n.send(ev)
	case Relay:
		n.relay(ev)
	case Resolve:
		n.resolve(ev)
	case QueryStatus:
		n.queryStatus(ev)
	case AddName:
		n.addName(ev.OwnName)
	case RemoveName:
		n.removeName(ev.Name)
	case SetInterfaces:
		n.setInterfaces(ev.Interfaces)
	case Stop:
		n.beginStop()
	}
}

// refuse answers the commands that reach a node after its end.
func (n *Node) refuse(ev Event) {
	switch ev := ev.(type) {
	case Send:
		n.do(Sent{ev.ID, ErrStopped})
	case Resolve:
		n.do(Resolved{ID: ev.ID, Err: ErrStopped})
	case QueryStatus:
		n.do(StatusResult{ID: ev.ID, Err: ErrStopped})
	}
}

// begin claims the configured names.
func (n *Node) begin() {
	if n.sendOnly {
		return
	}
	for _, o := range n.order {
		n.claim(o)
	}
}

// beginStop ends all that waits, then releases all names.
func (n *Node) beginStop() {
	if n.stop != running {
		return
	}
	n.stop = releasing
	n.farewell()
	for _, l := range n.sortedLookups() {
		n.endLookup(l, Answer{}, ErrStopped)
	}
	for _, o := range slices.Clone(n.order) {
		n.release(o)
	}
}

func (n *Node) finishStop() {
	if n.stop != releasing || len(n.own) > 0 {
		return
	}
	for _, id := range slices.Sorted(maps.Keys(n.exchanges)) {
		x := n.exchanges[id] // a status query
		n.close(x)
		x.expired()
	}
	n.stop = stopped
	n.do(Stopped{})
}

func (n *Node) do(a Action)     { n.actions = append(n.actions, a) }
func (n *Node) count(c Counter) { n.counters[c]++ }

// notice reports what an operator may want to see, at a bounded rate.
func (n *Node) notice(kind NoticeKind, name netbios.Name, from netip.Addr) {
	if n.notices.take(noticeRate, n.clock.now) {
		n.do(Notice{kind, name, from})
	}
}

// random is a random duration of less than d.
func (n *Node) random(d time.Duration) time.Duration {
	return time.Duration(n.rng.Int64N(int64(d)))
}

// after sets t for d from now.
func (n *Node) after(d time.Duration, t *timer) { n.timers.set(t, n.clock.now+d) }

// Counters are the values so far.
func (n *Node) Counters() Counters { return n.counters }

// Names are the node's own names in the order of the node status table.
func (n *Node) Names() []NameStatus {
	list := make([]NameStatus, len(n.order))
	for i, o := range n.order {
		list[i] = o.status()
	}
	return list
}

// Flush empties the cache of resolved names but for the preloaded ones.
func (n *Node) Flush() {
	n.cache = cache{}
	n.cache.preload(n.hosts)
}
