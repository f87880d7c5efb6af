package nbt

import (
	"net/netip"
	"time"

	"mailslot/netbios"
)

// A name can come to have two owners: the network was split, or every packet
// of a defence was lost. Nobody would ever tell, because demands to give up a
// name are ignored. So each owner looks for others now and then, by asking the
// subnet for its own unique name. An owner that is found is asked once more,
// directly and with another id: only a node that really has that address can
// answer both times. Then the one with the lower address keeps the name.
const (
	checkInterval = 10 * time.Minute
	checkSoon     = 2 * time.Second
	checkSpacing  = 30 * time.Second // between two checks of a name
)

// scheduleCheck sets the next look for another owner in d to 1.5 d. Groups may
// have many owners; a P node knows its servers only.
func (n *Node) scheduleCheck(o *ownName, d time.Duration) {
	if !o.Group && n.typ != PNode && len(n.claimable(o)) > 0 {
		n.after(d+n.random(d/2), &o.check)
	}
}

// suspect looks soon: somebody says that the name is his.
func (n *Node) suspect(o *ownName) {
	soon := max(checkSoon, checkSpacing-(n.clock.now-o.checked)) + n.random(checkSoon)
	if o.check.pos > 0 && n.clock.now+soon < o.check.at {
		n.after(soon, &o.check)
	}
}

// checkOwner asks the subnets for the name.
func (n *Node) checkOwner(o *ownName) {
	if len(o.round) > 0 {
		n.after(checkSpacing, &o.check) // a refresh is under way
		return
	}
	o.checked = n.clock.now
	var list []*exchange
	for _, f := range n.claimable(o) {
		x := n.broadcast(f, n.question(o.Name, netbios.QueryBroadcast))
		x.tries, x.every = claimTries, claimInterval
		x.accept = func(from netip.Addr, p netbios.NamePacket) bool {
			if !n.ownAddr(from) && claimsToOwn(p, from) {
				n.verifyOwner(o, f.Index, from)
				return true
			}
			return false
		}
		list = append(list, x)
	}
	n.startRound(o, list, 0, func() { n.scheduleCheck(o, checkInterval) })
}

func (n *Node) question(name netbios.Name, flags netbios.Flags) *netbios.Query {
	return &netbios.Query{Header: netbios.Header{Flags: flags}, Name: name, Scope: n.scope, Type: netbios.TypeNB}
}

// claimsToOwn reports whether p says that its sender is the one owner.
func claimsToOwn(p netbios.NamePacket, from netip.Addr) bool {
	a, ok := p.(*netbios.Answer)
	if !ok || a.Flags.RCode() != netbios.RCodeOK {
		return false
	}
	for _, e := range a.Entries {
		if !e.Flags.IsGroup() && e.Addr.Netip() == from {
			return true
		}
	}
	return false
}

// verifyOwner asks the other owner directly.
func (n *Node) verifyOwner(o *ownName, iface int, other netip.Addr) {
	x := &exchange{
		request: n.question(o.Name, netbios.QueryUnicast),
		iface:   iface,
		to:      []netip.AddrPort{netip.AddrPortFrom(other, netbios.NameServicePort)},
		tries:   claimTries,
		every:   claimInterval,
	}
	x.accept = func(from netip.Addr, p netbios.NamePacket) bool {
		if claimsToOwn(p, from) {
			n.settle(o, iface, other)
			return true
		}
		return false
	}
	n.startRound(o, []*exchange{x}, 0, func() { n.scheduleCheck(o, checkInterval) })
}

// settle decides between this node and another owner.
func (n *Node) settle(o *ownName, iface int, other netip.Addr) {
	n.notice(OwnerElsewhere, o.Name, other)
	if f := n.interfaceOf(iface); f != nil && f.addr().Less(other) {
		n.demand(o) // makes the other one look too
		n.endRound(o)
		n.scheduleCheck(o, checkSpacing)
		return
	}
	n.lost(o, other)
}
