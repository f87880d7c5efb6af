package nbt

import (
	"hash/maphash"
	"time"

	"mailslot/internal/smbtrans"
	"mailslot/netbios"
)

// A bridge joins the domain messages of several subnets. Its node hands over
// with Carry each message to one of its domains that is new on the subnet, and
// is told with Relay what other bridges have handed over. A message passes with
// its sender's name and id unchanged, so that every bridge knows it again: none
// carries or relays one twice, whichever way and however late it comes back.

// Limits of a bridge. Each has a test at its edge.
const (
	carriedTime = time.Minute // for which a message is known again
	maxCarried  = 65536       // messages known again: more than relayRate lets in meanwhile, in 13 MB
	relayRate   = 1000        // messages a second from other subnets
)

// Carry hands a message to a domain over to other subnets.
type Carry struct {
	Domain netbios.Name
	Slot   string
	Data   []byte // the datagram, for Relay; valid until the next Step
}

// Relay brings a message from another subnet into the own slots and, if it is
// for a domain, to this subnet. Nothing in it can be trusted.
type Relay struct{ Data []byte }

func (Carry) action() {}
func (Relay) event()  {}

// bridge is what makes a node part of one.
type bridge struct {
	on      bool
	crosses func(slot string) bool // nil: all do
	memory  *BridgeMemory
	relays  bucket
}

func newBridge(cfg Config) bridge {
	b := bridge{on: cfg.Bridge, crosses: cfg.Crosses, memory: cfg.Memory, relays: fullBucket(relayRate, 0)}
	if b.memory == nil {
		b.memory = NewBridgeMemory()
	}
	return b
}

// BridgeMemory knows again what a bridge has passed. Nodes that follow each other
// share one, or a late copy would pass again; no two may have it at a time.
type BridgeMemory struct {
	seed    maphash.Seed // of digests
	clock   clock        // of its own: each node's begins at zero
	carried recent
}

// NewBridgeMemory makes a memory of nothing.
func NewBridgeMemory() *BridgeMemory {
	return &BridgeMemory{seed: maphash.MakeSeed(), carried: recent{window: carriedTime, max: maxCarried}}
}

func (m *BridgeMemory) add(d digest) bool { return m.carried.add(d, m.clock.now) }
func (m *BridgeMemory) has(d digest) bool { return m.carried.has(d, m.clock.now) }

// isDomain reports whether name is a domain of ours, whose messages cross.
func (n *Node) isDomain(name netbios.Name) bool {
	o := n.own[name]
	return o != nil && o.Group && o.state == Owned && name.Suffix() == netbios.Workstation
}

// isComputer reports whether name is our own.
func (n *Node) isComputer(name netbios.Name) bool { return name == n.computer && n.hearsFor(name) }

// takes reports whether messages to a slot may cross.
func (b *bridge) takes(slot string) bool { return b.crosses == nil || b.crosses(slot) }

// carry hands a message over unless it has passed before.
func (n *Node) carry(d *netbios.Datagram, slot string) {
	domain := d.Destination.Fold()
	if !n.bridge.on || !n.bridge.takes(slot) || !n.isDomain(domain) || n.bridge.memory.add(n.digestOf(d)) {
		return
	}
	at := len(n.arena)
	n.arena = d.Append(n.arena)
	n.count(Carried)
	n.do(Carry{Domain: domain, Slot: slot, Data: n.arena[at:len(n.arena):len(n.arena)]})
}

// relay checks a message as if it came from the subnet, puts it there, and
// delivers it here.
func (n *Node) relay(ev Relay) {
	switch {
	case !n.bridge.on:
		return
	case len(ev.Data) > MaxPacket:
		n.count(DropTooLong)
		return
	case !n.bridge.relays.take(relayRate, n.clock.now):
		n.count(DropRate)
		return
	}
	d := n.parseDatagram(Packet{Data: ev.Data})
	if d == nil {
		return
	}
	write, ok := n.parseWrite(d.Data)
	switch {
	case !ok:
	case !n.isDomain(d.Destination.Fold()) && !n.isComputer(d.Destination.Fold()):
		n.count(DropNotOurs)
	case d.Source.Fold() == n.computer:
		n.count(DropEcho)
	case n.bridge.memory.add(n.digestOf(d)):
		n.count(DropDuplicate)
	default:
		n.spread(d, write)
	}
}

// spread delivers a relayed message and sends one to a domain to every subnet of
// ours. Its echo has passed already.
func (n *Node) spread(d *netbios.Datagram, write smbtrans.Write) {
	n.count(Relayed)
	n.do(Deliver{Message{
		Slot: n.page.Decode(write.Slot), Data: write.Data, Priority: write.Priority, Class: write.Class,
		Source: d.Source, Destination: d.Destination.Fold(), Bridged: true,
	}})
	if n.isComputer(d.Destination.Fold()) {
		return
	}
	for i := range n.interfaces {
		n.transmit(d, &n.interfaces[i], n.interfaces[i].Broadcast)
	}
}

// passed reports whether a bridge has had this message already: then it is not
// new on the subnet either.
func (n *Node) passed(d digest) bool {
	return n.bridge.on && n.bridge.memory.has(d)
}
