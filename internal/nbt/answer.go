package nbt

import (
	"net/netip"

	"mailslot/netbios"
)

// queryTTL is the lifetime in our answers, in seconds.
const queryTTL = 300000

// answerQuery answers for our names and the wildcard, to the UDP source and
// with the address of the interface. A question to everybody is answered by
// the owner alone; one to us about a foreign name is denied.
func (n *Node) answerQuery(f *Interface, ev Packet, q *netbios.Query) {
	name := q.Name.Fold()
	a := &netbios.Answer{
		Header: netbios.Header{ID: q.ID, Flags: netbios.QueryPositive},
		Name:   q.Name,
		Scope:  n.scope,
		Type:   netbios.TypeNB,
		TTL:    queryTTL,
	}
	switch o := n.own[name]; {
	case o != nil && o.state == Owned && f.speaksFor(o):
		a.Entries = []netbios.Entry{n.entry(o, f)}
	case ev.Broadcast && name != netbios.Wildcard() || f.GroupsOnly:
		n.count(DropNotOurs)
		return
	case name == netbios.Wildcard():
		a.Entries = []netbios.Entry{{Flags: n.nodeFlags(), Addr: netbios.AddrFrom(f.addr())}}
	default:
		a.Flags, a.Type, a.TTL = netbios.QueryNegative, netbios.TypeNull, 0
	}
	n.count(QueriesAnswered)
	n.sendName(f, ev.From, a)
}

// answerStatus tells our names to a node of the subnet. The response is longer
// than the query, so it goes nowhere else, and not often.
func (n *Node) answerStatus(f *Interface, ev Packet, q *netbios.Query) {
	o := n.own[q.Name.Fold()]
	switch {
	case !f.hears(ev.From.Addr()):
		n.count(DropOffSubnet)
		return
	case ev.Broadcast, f.GroupsOnly, q.Name != netbios.Wildcard() && (o == nil || o.state != Owned):
		n.count(DropNotOurs)
		return
	case !n.status.take(statusRate, n.clock.now):
		n.count(DropStatusRate)
		return
	}
	n.count(StatusAnswered)
	n.sendName(f, ev.From, &netbios.Status{
		Header:     netbios.Header{ID: q.ID, Flags: netbios.StatusResponse},
		Name:       q.Name,
		Scope:      n.scope,
		Names:      n.statusNames(),
		Statistics: netbios.Statistics{UnitID: f.Hardware},
	})
}

func (n *Node) statusNames() []netbios.StatusName {
	list := make([]netbios.StatusName, 0, len(n.order))
	node := netbios.StatusFlags(n.nodeFlags())
	for _, o := range n.order {
		flags := node
		if o.Group {
			flags |= netbios.NameGroup
		}
		switch o.state {
		case Owned:
			flags |= netbios.NameActive
		case Conflict:
			flags |= netbios.NameActive | netbios.NameConflict
		case Released:
			flags |= netbios.NameDeregister
		default:
			continue
		}
		list = append(list, netbios.StatusName{Name: o.Name, Flags: flags})
	}
	return list
}

// hearClaim defends our names: a unique one against everybody, a group against
// who wants it for himself (spec 7).
func (n *Node) hearClaim(f *Interface, ev Packet, c *netbios.Claim) {
	o := n.own[c.Name.Fold()]
	from := ev.From.Addr()
	if o == nil || !f.speaksFor(o) || n.ownAddr(from) || n.ownAddr(c.Entry.Addr.Netip()) || o.Group && c.Entry.Flags.IsGroup() {
		n.count(DropNotOurs)
		return
	}
	if !n.defends(o, f, from) {
		n.count(DropNotOurs)
		return
	}
	n.count(NamesDefended)
	n.notice(NameDefended, o.Name, from)
	n.sendName(f, ev.From, &netbios.Answer{
		Header:  netbios.Header{ID: c.ID, Flags: netbios.RegistrationDefended},
		Name:    c.Name,
		Scope:   n.scope,
		Type:    netbios.TypeNB,
		Entries: []netbios.Entry{c.Entry},
	})
	if !o.Group && isDemand(c) {
		n.suspect(o) // it thinks that nobody objected
	}
}

// defends reports whether the name may be defended against a node: if it is
// ours, or if both are claiming it and our address is the lower one.
func (n *Node) defends(o *ownName, f *Interface, from netip.Addr) bool {
	return o.state == Owned || o.state == Claiming && len(o.round) > 0 && f.addr().Less(from)
}

// isDemand reports whether a claim is an overwrite demand.
func isDemand(c *netbios.Claim) bool {
	return c.Flags.Op() == netbios.OpRegister && c.Flags&netbios.FlagRecursionDesired == 0
}

// hearRelease ignores releases: whoever gives up a name of ours does not own it.
func (n *Node) hearRelease(ev Packet, c *netbios.Claim) {
	if n.own[c.Name.Fold()] != nil && !n.ownAddr(ev.From.Addr()) && !c.Entry.Flags.IsGroup() {
		n.notice(ReleaseIgnored, c.Name.Fold(), ev.From.Addr())
	}
	n.count(DropRelease)
}
