package nbt

import (
	"net/netip"
	"slices"

	"mailslot/internal/smbtrans"
	"mailslot/netbios"
)

// receive judges a packet by where it came from before it looks inside.
func (n *Node) receive(ev Packet) {
	if ev.Service == NameService {
		n.count(NamePacketsIn)
	} else {
		n.count(DatagramsIn)
	}
	f := n.interfaceOf(ev.Interface)
	switch {
	case f == nil:
		n.count(DropUnknownInterface)
	case !ev.From.Addr().Is4() || ev.From.Port() == 0:
		n.count(DropOffSubnet)
	case !n.ownAddr(ev.From.Addr()) && !n.sources.allow(ev.From.Addr(), n.clock.now):
		n.count(DropRate)
	case len(ev.Data) > MaxPacket:
		n.count(DropTooLong)
	case ev.Service == NameService:
		n.hearName(f, ev)
	case n.sendOnly:
		n.count(DropSendOnly)
	case !n.local(f, ev):
		n.count(DropOffSubnet)
	default:
		n.hearDatagram(ev)
	}
}

// local reports whether a packet comes from the interface's subnet, or all
// sources are allowed.
func (n *Node) local(f *Interface, ev Packet) bool {
	return n.anywhere || f.hears(ev.From.Addr())
}

// isServer reports whether a is one of our name servers. They ask the owner of
// a name when somebody else wants it.
func (n *Node) isServer(a netip.Addr) bool {
	return slices.ContainsFunc(n.wins, func(s netip.AddrPort) bool { return s.Addr() == a })
}

// hearName handles a packet of the name service. Responses are matched with
// what was asked, so that name servers may be off the subnet.
func (n *Node) hearName(f *Interface, ev Packet) {
	p, err := netbios.ParseNameService(ev.Data)
	switch {
	case err != nil:
		n.count(DropMalformedName)
	case p.Head().Flags.Response():
		n.hearResponse(f, ev, p)
	case n.sendOnly:
		n.count(DropSendOnly)
	case !n.local(f, ev) && !n.isServer(ev.From.Addr()):
		n.count(DropOffSubnet)
	case n.typ == PNode && ev.Broadcast:
		n.count(DropNotOurs) // RFC 1001 10.2: a P node neither sends nor hears broadcasts
	default:
		n.hearRequest(f, ev, p)
	}
}

func (n *Node) hearRequest(f *Interface, ev Packet, p netbios.NamePacket) {
	if _, scope := subject(p); scope != n.scope {
		n.count(DropScope)
		return
	}
	if n.ownAddr(ev.From.Addr()) && n.exchanges[p.Head().ID] != nil {
		n.count(DropEcho)
		return
	}
	switch v := p.(type) {
	case *netbios.Query:
		if v.Type == netbios.TypeNBStat {
			n.answerStatus(f, ev, v)
		} else {
			n.answerQuery(f, ev, v)
		}
	case *netbios.Claim:
		if v.Flags.Op() == netbios.OpRelease {
			n.hearRelease(ev, v)
		} else {
			n.hearClaim(f, ev, v)
		}
	}
}

// hearDatagram delivers a mailslot message for a name of ours (spec 6).
func (n *Node) hearDatagram(ev Packet) {
	d := n.parseDatagram(ev)
	if d == nil {
		return
	}
	digest := n.digestOf(d)
	if n.ownAddr(ev.From.Addr()) && n.echoes.has(digest, n.clock.now) {
		n.count(DropEcho)
		return
	}
	ours := n.hearsFor(d.Destination.Fold())
	if !ours && !forBrowsers(d.Destination.Fold()) {
		n.count(DropNotOurs)
		return
	}
	write, ok := n.parseWrite(d.Data)
	if !ok {
		return
	}
	if n.seen.window > 0 && n.seen.add(digest, n.clock.now) || n.passed(digest) {
		n.count(DropDuplicate)
		return
	}
	n.overhear(d, write, ev.From.Addr())
	if !ours {
		n.count(DropNotOurs)
		return
	}
	n.count(Delivered)
	m := message(ev, d, write)
	m.Slot = n.page.Decode(m.Slot)
	n.do(Deliver{m})
	n.carry(d, m.Slot)
}

func message(ev Packet, d *netbios.Datagram, w smbtrans.Write) Message {
	return Message{
		Slot: w.Slot, Data: w.Data, Priority: w.Priority, Class: w.Class,
		Source: d.Source, Destination: d.Destination.Fold(),
		From:       ev.From,
		HeaderFrom: netip.AddrPortFrom(d.SourceIP.Netip(), d.SourcePort),
		Interface:  ev.Interface,
	}
}

// parseDatagram is the datagram in a packet, nil if it has no whole one for
// our scope.
func (n *Node) parseDatagram(ev Packet) *netbios.Datagram {
	p, err := netbios.ParseDatagram(ev.Data)
	if err != nil {
		n.count(DropMalformed)
		return nil
	}
	d, ok := p.(*netbios.Datagram)
	switch {
	case !ok:
		n.count(DropDatagramKind)
	case !d.Whole():
		n.count(DropFragment)
	case d.DestinationScope != n.scope:
		n.count(DropScope)
	default:
		return d
	}
	return nil
}

// parseWrite is the mailslot write in a datagram.
func (n *Node) parseWrite(b []byte) (smbtrans.Write, bool) {
	w, err := smbtrans.Parse(b)
	if reason, bad := err.(smbtrans.Reason); bad {
		n.count(reasonCounters[reason])
		return w, false
	}
	return w, true
}

// reasonCounters count the refusals of package smbtrans.
var reasonCounters = [...]Counter{
	smbtrans.NotTransaction: DropNotTransaction,
	smbtrans.BadWords:       DropWords,
	smbtrans.BadOpcode:      DropOpcode,
	smbtrans.BadName:        DropSlotName,
	smbtrans.BadOffsets:     DropOffsets,
	smbtrans.BadTotal:       DropTotal,
}

// hearsFor reports whether messages to a name are for this computer.
func (n *Node) hearsFor(name netbios.Name) bool {
	o := n.own[name]
	return o != nil && o.state == Owned
}
