package nbt

import (
	"net/netip"
	"time"

	"mailslot/netbios"
)

const (
	// wantedTTL is the lifetime that registrations ask for, in seconds: three days.
	wantedTTL = 259200

	// The bounds of the time between refreshes: [MS-NBTE] allows no less.
	minRefresh = 5 * time.Minute
	maxRefresh = 36 * time.Hour

	// serverRetry is after how long silent name servers are tried again.
	serverRetry = 5 * time.Minute
)

// askServers is an exchange with the name servers, one after the other.
func (n *Node) askServers(f *Interface, request netbios.NamePacket) *exchange {
	if c, ok := request.(*netbios.Claim); ok && c.Flags.Op() != netbios.OpRelease {
		c.TTL = wantedTTL
	}
	return &exchange{
		request: request,
		iface:   f.Index,
		to:      n.wins,
		tries:   serverTries,
		every:   serverInterval,
	}
}

// registerWithServers registers the name for every interface. A server that
// objects takes it away; silence is no answer.
func (n *Node) registerWithServers(o *ownName) {
	flags := netbios.RegisterMultihomed
	if o.Group {
		flags = netbios.RegisterUnicast
	}
	n.startRound(o, n.registrations(o, flags, n.wins, n.lost), 0, func() { n.registered(o) })
}

// registrations are the requests of one round with name servers. When a server
// refuses one, refused is called; it must end the round.
func (n *Node) registrations(o *ownName, flags netbios.Flags, to []netip.AddrPort, refused func(*ownName, netip.Addr)) (list []*exchange) {
	for _, f := range n.claimable(o) {
		x := n.askServers(f, n.request(o, f, flags))
		x.to = to
		x.accept = func(from netip.Addr, p netbios.NamePacket) bool {
			return n.serverAnswered(o, from, p, refused)
		}
		list = append(list, x)
	}
	return list
}

func (n *Node) serverAnswered(o *ownName, from netip.Addr, p netbios.NamePacket, refused func(*ownName, netip.Addr)) bool {
	a, ok := p.(*netbios.Answer)
	if !ok {
		return false
	}
	switch a.Flags.RCode() {
	case netbios.RCodeOK:
		o.known, o.server = true, netip.AddrPortFrom(from, netbios.NameServicePort)
		o.granted = time.Duration(a.TTL) * time.Second
		n.roundPart(o)
		return true
	case netbios.RCodeActive, netbios.RCodeRefused, netbios.RCodeConflict, netbios.RCodeNoName:
		refused(o, from)
		return true
	}
	return false // the server is ill; the next one may be better
}

// registered ends the servers' part of a claim. A P node has nobody else to
// ask and tries again; the others go by the subnet alone meanwhile.
func (n *Node) registered(o *ownName) {
	if !o.known {
		n.notice(WINSUnreachable, o.Name, n.wins[0].Addr())
	}
	if !o.known && n.typ == PNode {
		n.after(serverRetry/5, &o.retry)
		return
	}
	n.claimNext(o)
}

// forsake tells the server that knows the name, once, that it is not ours any
// more: messages would go astray until the registration runs out.
func (n *Node) forsake(o *ownName) {
	if !o.known {
		return
	}
	o.known = false
	for _, f := range n.claimable(o) {
		p := n.request(o, f, netbios.ReleaseUnicast)
		p.ID = uint16(n.rng.Uint32())
		n.sendName(f, o.server, p)
	}
}

// scheduleRefresh sets when the servers hear of the name again: halfway
// through its lifetime, or soon if none answered.
func (n *Node) scheduleRefresh(o *ownName) {
	switch {
	case n.typ == BNode || len(n.wins) == 0 || len(n.claimable(o)) == 0:
	case o.known:
		n.after(min(max(o.granted/2, minRefresh), maxRefresh), &o.refresh)
	default:
		n.after(serverRetry, &o.refresh)
	}
}

// refreshName renews the name with the server that knows it. If that one is
// silent, or has forgotten the name, the name is registered anew with all.
func (n *Node) refreshName(o *ownName) {
	if len(o.round) > 0 {
		n.after(checkSpacing, &o.refresh) // a check is under way
		return
	}
	flags, to := netbios.RefreshUnicast, []netip.AddrPort{o.server}
	if !o.known {
		flags, to = netbios.RegisterMultihomed, n.wins
		if o.Group {
			flags = netbios.RegisterUnicast
		}
	}
	asked := o.known
	o.known = false
	list := n.registrations(o, flags, to, func(o *ownName, from netip.Addr) { n.refused(o, from, asked) })
	n.startRound(o, list, 0, func() { n.refreshed(o, asked) })
}

// refused ends a renewal that a server turned down. A refresh may be refused
// because the server forgot the name: ask properly before giving it up.
func (n *Node) refused(o *ownName, from netip.Addr, refresh bool) {
	if refresh {
		n.claim(o)
		return
	}
	n.lost(o, from)
}

func (n *Node) refreshed(o *ownName, refresh bool) {
	if !o.known && refresh {
		n.refreshName(o) // with the others
		return
	}
	n.enter(o, Owned) // tells whether a server knows it
	n.scheduleRefresh(o)
}
