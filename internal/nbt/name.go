package nbt

import (
	"net/netip"
	"slices"
	"time"

	"mailslot/netbios"
)

// ownName is a name that the node owns or wants to own. It is claimed on all
// interfaces together: held elsewhere on one of them, it is in conflict.
type ownName struct {
	OwnName
	state NameState
	owner netip.Addr // who holds it, in Conflict
	told  NameStatus // last reported

	// round is what is under way on the wire for the name: one exchange per
	// interface, and what follows when the last has ended.
	round   []*exchange
	pending int
	then    func()

	phases  []phase // of the claim, still to come
	retry   timer   // claims again, in Conflict or without a server
	check   timer   // looks for a second owner
	refresh timer   // with the name servers
	checked time.Duration

	server  netip.AddrPort // the name server that knows the name
	known   bool           // server is valid
	granted time.Duration  // by server
}

func newOwnName(n *Node, name OwnName) *ownName {
	o := &ownName{OwnName: name, state: Released, checked: -checkSpacing}
	o.told = o.status()
	o.retry.fire = func() { n.claim(o) }
	o.check.fire = func() { n.checkOwner(o) }
	o.refresh.fire = func() { n.refreshName(o) }
	return o
}

func (o *ownName) status() NameStatus {
	return NameStatus{Name: o.Name, Group: o.Group, State: o.state, Owner: o.owner, WINS: o.known}
}

// addName makes a further name the node's own.
func (n *Node) addName(name OwnName) {
	if o := n.own[name.Name]; o != nil && o.state == Released {
		n.drop(o) // its release ends here
	}
	if n.sendOnly || n.stop != running || n.own[name.Name] != nil || n.hold(name) != nil {
		return
	}
	n.claim(n.own[name.Name])
}

// removeName gives a name up.
func (n *Node) removeName(name netbios.Name) {
	if o := n.own[name]; o != nil && o.state != Released {
		n.release(o)
	}
}

// drop forgets a name.
func (n *Node) drop(o *ownName) {
	n.endAll(o)
	delete(n.own, o.Name)
	n.order = slices.DeleteFunc(n.order, func(other *ownName) bool { return other == o })
}

// enter takes a name into a state and tells so, but for the silent claims with
// which a node asks again for a name that somebody else holds.
func (n *Node) enter(o *ownName, s NameState) {
	again := s == Claiming && o.told.State == Conflict
	o.state = s
	if s != Conflict && !again {
		o.owner = netip.Addr{}
	}
	if st := o.status(); st != o.told && !again {
		o.told = st
		n.do(NameChanged{st})
	}
}

// startRound begins exchanges for a name in place of those under way; then is
// called when all of them have ended without deciding anything.
func (n *Node) startRound(o *ownName, list []*exchange, delay time.Duration, then func()) {
	n.endRound(o)
	o.round, o.pending, o.then = list, len(list), then
	for _, x := range list {
		if x.expired == nil {
			x.expired = func() { n.roundPart(o) }
		}
		if !n.open(x, delay) {
			n.roundPart(o)
		}
	}
	if len(list) == 0 {
		then()
	}
}

// roundPart says that one exchange of the round has ended.
func (n *Node) roundPart(o *ownName) {
	if o.pending--; o.pending == 0 {
		o.round = nil
		o.then()
	}
}

// endRound abandons what is under way for a name.
func (n *Node) endRound(o *ownName) {
	for _, x := range o.round {
		n.close(x)
	}
	o.round = nil
}

// endAll abandons also what is planned for a name.
func (n *Node) endAll(o *ownName) {
	n.endRound(o)
	n.timers.stop(&o.retry)
	n.timers.stop(&o.check)
	n.timers.stop(&o.refresh)
}

// request is a claim about the name for an interface.
func (n *Node) request(o *ownName, f *Interface, flags netbios.Flags) *netbios.Claim {
	return &netbios.Claim{
		Header: netbios.Header{Flags: flags},
		Name:   o.Name,
		Scope:  n.scope,
		Entry:  n.entry(o, f),
	}
}

// entry is how the name stands in packets of an interface.
func (n *Node) entry(o *ownName, f *Interface) netbios.Entry {
	flags := n.nodeFlags()
	if o.Group {
		flags |= netbios.Group
	}
	return netbios.Entry{Flags: flags, Addr: netbios.AddrFrom(f.addr())}
}

func (n *Node) nodeFlags() netbios.NBFlags {
	switch n.typ {
	case PNode:
		return netbios.NodeP
	case MNode:
		return netbios.NodeM
	case HNode:
		return netbios.NodeH
	}
	return netbios.NodeB
}
