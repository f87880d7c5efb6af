package nbt

import (
	"net/netip"
	"time"

	"mailslot/netbios"
)

const (
	// claimSpread is how far the first claims of hosts that start together are
	// spread (spec 7).
	claimSpread = 250 * time.Millisecond

	// conflictRetry is after how long a name is asked for again, up to twice
	// that, so that two nodes that gave way to each other do not meet again.
	conflictRetry = 2 * time.Minute
)

// phase is whom a node asks.
type phase uint8

const (
	subnet  phase = iota // everybody on the subnet
	servers              // the name servers
)

// phases are whom the node asks, in order, by its type (RFC 1001 10).
func (n *Node) phases() []phase {
	switch {
	case len(n.wins) == 0 || n.typ == BNode:
		return []phase{subnet}
	case n.typ == PNode:
		return []phase{servers}
	case n.typ == MNode:
		return []phase{subnet, servers}
	}
	return []phase{servers, subnet}
}

// claim asks for a name from the beginning. Without an interface it waits for
// one; where another program speaks for the name there is nobody to ask.
func (n *Node) claim(o *ownName) {
	n.endAll(o)
	o.known = false
	n.enter(o, Claiming)
	if len(n.interfaces) == 0 {
		return
	}
	if o.phases = n.phases(); len(n.claimable(o)) == 0 {
		o.phases = nil
	}
	n.claimNext(o)
}

func (n *Node) claimNext(o *ownName) {
	if len(o.phases) == 0 {
		n.won(o)
		return
	}
	p := o.phases[0]
	o.phases = o.phases[1:]
	if p == subnet {
		n.claimOnSubnets(o)
	} else {
		n.registerWithServers(o)
	}
}

// claimOnSubnets broadcasts the claim; silence is consent.
func (n *Node) claimOnSubnets(o *ownName) {
	var list []*exchange
	for _, f := range n.claimable(o) {
		x := n.broadcast(f, n.request(o, f, netbios.RegisterBroadcast))
		x.tries, x.every = claimTries, claimInterval
		x.accept = func(from netip.Addr, p netbios.NamePacket) bool {
			return n.objected(o, from, p)
		}
		list = append(list, x)
	}
	n.startRound(o, list, n.random(claimSpread), func() {
		n.demand(o)
		n.claimNext(o)
	})
}

// broadcast is an exchange with everybody on an interface's subnet.
func (n *Node) broadcast(f *Interface, request netbios.NamePacket) *exchange {
	return &exchange{
		request:   request,
		iface:     f.Index,
		to:        []netip.AddrPort{f.broadcast(NameService)},
		broadcast: true,
		tries:     queryTries,
		every:     queryInterval,
	}
}

// objected handles a response to a claim: a negative one takes the name away.
// Conflict demands are no objection, and another program of this host, which
// has our address, cannot object either.
func (n *Node) objected(o *ownName, from netip.Addr, p netbios.NamePacket) bool {
	if n.ownAddr(from) {
		return false
	}
	switch p.Head().Flags.RCode() {
	case netbios.RCodeActive, netbios.RCodeRefused:
		n.lost(o, from)
		return true
	}
	return false
}

// demand tells the subnets that nobody objected (RFC 1002 5.1.1.1).
func (n *Node) demand(o *ownName) {
	for _, f := range n.claimable(o) {
		p := n.request(o, f, netbios.OverwriteBroadcast)
		p.ID = uint16(n.rng.Uint32())
		n.sendName(f, f.broadcast(NameService), p)
	}
}

// won makes the name the node's own.
func (n *Node) won(o *ownName) {
	n.enter(o, Owned)
	n.scheduleCheck(o, checkInterval)
	n.scheduleRefresh(o)
	if o.Name == n.computer {
		n.announcer.begin()
	}
}

// lost gives the name to owner, and asks again in minutes: owners leave.
func (n *Node) lost(o *ownName, owner netip.Addr) {
	n.endAll(o)
	n.forsake(o)
	o.owner = owner
	n.enter(o, Conflict)
	n.after(conflictRetry+n.random(conflictRetry), &o.retry)
}

// release gives up a name: it is not answered for from now on, and forgotten
// when subnets and servers have been told.
func (n *Node) release(o *ownName) {
	held := o.state == Owned || o.known
	n.endAll(o)
	n.enter(o, Released)
	var list []*exchange
	if held {
		list = n.farewells(o)
	}
	n.startRound(o, list, 0, func() { n.drop(o) })
}

// farewells are the releases of a name on all interfaces. The subnets are told
// as often as they were asked, because nobody acknowledges.
func (n *Node) farewells(o *ownName) (list []*exchange) {
	for _, f := range n.claimable(o) {
		if n.typ != PNode {
			x := n.broadcast(f, n.request(o, f, netbios.ReleaseBroadcast))
			x.tries, x.every = claimTries, claimInterval
			list = append(list, x)
		}
		if o.known {
			x := n.askServers(f, n.request(o, f, netbios.ReleaseUnicast))
			x.to = []netip.AddrPort{o.server}
			x.tries = 1 // the registration runs out anyway
			x.accept = func(netip.Addr, netbios.NamePacket) bool {
				n.roundPart(o)
				return true
			}
			list = append(list, x)
		}
	}
	return list
}
