package nbt

import (
	"net/netip"
	"slices"
	"strings"

	"mailslot/netbios"
)

// lookup is the search for the owners of a name. It asks subnets and servers
// in the order of the node type, then looks into the lmhosts table.
type lookup struct {
	name    netbios.Name
	phases  []phase
	round   []*exchange
	pending int
	source  Source
	answer  Answer // so far; of a group more owners may come
	found   bool

	sends    []Send    // wait for the first answer
	resolves []Resolve // wait for all of a group
}

func (n *Node) resolve(ev Resolve) {
	name := ev.Name.Fold()
	if a, ok := n.resolveHere(name, ev.Fresh); ok {
		n.do(Resolved{ID: ev.ID, Answer: n.withSelf(a)})
		return
	}
	l := n.lookupOf(name)
	if l == nil || len(l.resolves) >= maxWaiters {
		n.do(Resolved{ID: ev.ID, Err: n.noLookup()})
		return
	}
	l.resolves = append(l.resolves, ev)
	n.ensure(l)
}

// resolveHere answers without the network: from the own names, or the cache.
func (n *Node) resolveHere(name netbios.Name, fresh bool) (Answer, bool) {
	if o := n.own[name]; o != nil && o.state == Owned && !o.Group {
		a := Answer{Name: name, From: FromSelf}
		for i := range n.interfaces {
			a.Addrs = append(a.Addrs, n.interfaces[i].addr())
		}
		return a, len(a.Addrs) > 0
	}
	if fresh {
		return Answer{}, false
	}
	return n.cache.get(name, n.clock.now)
}

// member reports whether the node belongs to the group called name.
func (n *Node) member(name netbios.Name) bool {
	o := n.own[name]
	return o != nil && o.state == Owned && o.Group
}

// withSelf is a group's answer with this computer as the last of its members, if
// it is one: it does not hear its own question. Those who send to the group need
// no such answer, because they hear themselves anyway.
func (n *Node) withSelf(a Answer) Answer {
	if !a.Group || !n.member(a.Name) {
		return a
	}
	a.Addrs = slices.Clone(a.Addrs) // which the cache keeps
	for i := range n.interfaces {
		if addr := n.interfaces[i].addr(); !slices.Contains(a.Addrs, addr) && len(a.Addrs) < netbios.MaxEntries {
			a.Addrs = append(a.Addrs, addr)
		}
	}
	return a
}

// lookupOf is the lookup of a name that is under way, or a new one that ensure
// starts; nil if there are too many.
func (n *Node) lookupOf(name netbios.Name) *lookup {
	if l := n.lookups[name]; l != nil {
		return l
	}
	if len(n.lookups) >= maxLookups || n.stop != running {
		return nil
	}
	return &lookup{name: name}
}

// noLookup is why a command cannot wait for one.
func (n *Node) noLookup() Error {
	if n.stop != running {
		return ErrStopped
	}
	return ErrBusy
}

// ensure starts a lookup unless it is under way.
func (n *Node) ensure(l *lookup) {
	if n.lookups[l.name] == nil {
		n.lookups[l.name] = l
		n.startLookup(l)
	}
}

// startLookup asks from the beginning.
func (n *Node) startLookup(l *lookup) {
	n.endLookupRound(l)
	l.phases = n.phases()
	l.found, l.answer = false, Answer{}
	n.lookNext(l)
}

func (n *Node) lookNext(l *lookup) {
	switch {
	case l.found:
		n.cache.put(l.answer, n.clock.now)
		n.endLookup(l, l.answer, nil)
	case len(l.phases) == 0 || len(n.interfaces) == 0:
		n.lookInHosts(l)
	default:
		p := l.phases[0]
		l.phases = l.phases[1:]
		n.ask(l, p)
	}
}

func (n *Node) lookInHosts(l *lookup) {
	a, ok := lookupHosts(n.hosts, l.name, false)
	switch {
	case ok:
		n.endLookup(l, a, nil)
	case len(n.interfaces) == 0:
		n.endLookup(l, a, ErrUnreachable)
	default:
		n.endLookup(l, a, ErrUnresolved)
	}
}

// ask asks the subnets on all interfaces, or the servers on the one that leads
// to them.
func (n *Node) ask(l *lookup, p phase) {
	var list []*exchange
	if p == servers {
		l.source = FromWINS
		x := n.askServers(n.route(n.wins[0].Addr()), n.question(l.name, netbios.QueryUnicast))
		list = append(list, x)
	} else {
		l.source = FromBroadcast
		for i := range n.interfaces {
			list = append(list, n.broadcast(&n.interfaces[i], n.question(l.name, netbios.QueryBroadcast)))
		}
	}
	l.round, l.pending = list, len(list)
	for _, x := range list {
		x.accept = func(from netip.Addr, p netbios.NamePacket) bool { return n.hearAnswer(l, x, p) }
		x.expired = func() { n.lookupPart(l) }
		if !n.open(x, 0) {
			n.lookupPart(l)
		}
	}
}

func (n *Node) lookupPart(l *lookup) {
	if l.pending--; l.pending == 0 {
		l.round = nil
		n.lookNext(l)
	}
}

// hearAnswer takes an answer. The first one settles a unique name; the other
// members of a group have until the end of the present try.
func (n *Node) hearAnswer(l *lookup, x *exchange, p netbios.NamePacket) bool {
	a, ok := p.(*netbios.Answer)
	switch {
	case !ok || a.Type != netbios.TypeNB && a.Flags.RCode() == netbios.RCodeOK:
		return false
	case a.Flags.RCode() == netbios.RCodeNoName && !x.broadcast:
		n.lookupPart(l)
		return true
	case a.Flags.RCode() != netbios.RCodeOK:
		return false
	}
	if !n.merge(l, x, a) {
		return false
	}
	n.releaseSends(l)
	if l.answer.Group && x.broadcast {
		x.sent = x.tries
		return false
	}
	n.endLookupRound(l)
	n.lookNext(l)
	return true
}

// merge adds the owners in a to what was found; false if there is none that
// can be. The address that a server gives for a whole subnet is left out: then
// Addrs stays empty.
func (n *Node) merge(l *lookup, x *exchange, a *netbios.Answer) bool {
	if !l.found {
		l.answer = Answer{Name: l.name, Group: a.Entries[0].Flags.IsGroup(), From: l.source}
	}
	for _, e := range a.Entries {
		addr := e.Addr.Netip()
		if !n.plausible(x, addr) || slices.Contains(l.answer.Addrs, addr) {
			continue
		}
		if e.Flags.IsGroup() == l.answer.Group && len(l.answer.Addrs) < netbios.MaxEntries {
			l.answer.Addrs = append(l.answer.Addrs, addr)
		}
	}
	l.found = l.answer.Group || len(l.answer.Addrs) > 0
	return l.found
}

// plausible reports whether a node that was asked for by x can have an address:
// one that answers a broadcast is on the subnet, or somebody wants us to send
// elsewhere.
func (n *Node) plausible(x *exchange, a netip.Addr) bool {
	if f := n.interfaceOf(x.iface); x.broadcast && !n.anywhere {
		return f != nil && f.hears(a)
	}
	return a != netbios.BroadcastAddr().Netip() && !a.IsUnspecified() && !a.IsMulticast() && !a.IsLoopback()
}

// releaseSends sends what waited for the name.
func (n *Node) releaseSends(l *lookup) {
	sends := l.sends
	l.sends = nil
	for _, s := range sends {
		n.sendTo(s, l.answer)
	}
}

// endLookup tells the outcome to all who wait.
func (n *Node) endLookup(l *lookup, a Answer, err error) {
	n.endLookupRound(l)
	delete(n.lookups, l.name)
	for _, s := range l.sends {
		if err != nil {
			n.do(Sent{s.ID, err})
		} else {
			n.sendTo(s, a)
		}
	}
	if err == ErrUnresolved && n.member(l.name) {
		a, err = Answer{Name: l.name, Group: true, From: FromSelf}, nil
	}
	for _, r := range l.resolves {
		n.do(Resolved{r.ID, n.withSelf(a), err})
	}
	l.sends, l.resolves = nil, nil
}

func (n *Node) endLookupRound(l *lookup) {
	for _, x := range l.round {
		n.close(x)
	}
	l.round = nil
}

// sortedLookups are the lookups under way in an order that replays.
func (n *Node) sortedLookups() []*lookup {
	list := make([]*lookup, 0, len(n.lookups))
	for _, l := range n.lookups {
		list = append(list, l)
	}
	slices.SortFunc(list, func(a, b *lookup) int { return strings.Compare(string(a.name[:]), string(b.name[:])) })
	return list
}
