package nbt

import (
	"bytes"
	"net/netip"

	"mailslot/internal/smbtrans"
	"mailslot/netbios"
)

// send chooses name, address and type of a message (spec 5).
func (n *Node) send(ev Send) {
	name, err := n.checkSend(ev)
	switch {
	case err != nil:
		n.do(Sent{ev.ID, err})
	case name == n.computer:
		n.deliverHere(ev, name)
		n.do(Sent{ev.ID, nil})
	case n.isGroup(name) && n.typ != PNode:
		n.sendToGroup(ev, name, nil)
	default:
		n.sendResolved(ev, name)
	}
}

// checkSend finds the name that a message is for, and what forbids it.
func (n *Node) checkSend(ev Send) (netbios.Name, error) {
	slot, ok := n.page.Encode(ev.Slot)
	switch {
	case !ok || !slotOK(slot):
		return netbios.Name{}, ErrSlot
	case len(ev.Data) > smbtrans.SendLimit(len(slot)):
		return netbios.Name{}, ErrTooLong
	case ev.Host == "*":
		return n.domains[0], nil
	}
	name, err := netbios.ParseName(ev.Host)
	if err != nil {
		return netbios.Name{}, ErrName
	}
	return name, nil
}

// slotOK reports whether receivers will find the slot's name well-formed.
func slotOK(slot string) bool {
	if slot == "" || len(slot) > smbtrans.MaxName {
		return false
	}
	for i := range len(slot) {
		if slot[i] < ' ' || slot[i] == 0x7F {
			return false
		}
	}
	return true
}

// isGroup reports whether a name is known to be a group without asking: an own
// group, the browsers' names of our domains, and the master browsers' own.
func (n *Node) isGroup(name netbios.Name) bool {
	if o := n.own[name]; o != nil {
		return o.Group
	}
	if name == netbios.MSBrowse() {
		return true
	}
	if s := name.Suffix(); s != netbios.LocalMaster && s != netbios.Browsers {
		return false
	}
	for _, domain := range n.domains {
		if name.With(netbios.Workstation) == domain {
			return true
		}
	}
	return false
}

// sendResolved sends when the name's owner is known, now or later.
func (n *Node) sendResolved(ev Send, name netbios.Name) {
	if a, ok := n.resolveHere(name, false); ok {
		n.sendTo(ev, a)
		return
	}
	l := n.lookupOf(name)
	if l == nil || len(l.sends) >= maxWaiters {
		n.do(Sent{ev.ID, n.noLookup()})
		return
	}
	ev.Data = bytes.Clone(ev.Data)
	l.sends = append(l.sends, ev)
	n.ensure(l)
}

// sendTo sends to the owners of a name.
func (n *Node) sendTo(ev Send, a Answer) {
	switch {
	case a.From == FromSelf:
		n.deliverHere(ev, a.Name)
		n.do(Sent{ev.ID, nil})
	case a.Group:
		n.sendToGroup(ev, a.Name, a.Addrs)
	case len(a.Addrs) == 0:
		n.do(Sent{ev.ID, ErrUnresolved})
	default:
		n.sendToOne(ev, a)
	}
}

// sendToOne picks the owner's address on a subnet of ours, else the first.
func (n *Node) sendToOne(ev Send, a Answer) {
	to := a.Addrs[0]
	for _, addr := range a.Addrs {
		if f := n.route(addr); f != nil && f.Prefix.Contains(addr) {
			to = addr
			break
		}
	}
	f := n.route(to)
	if f == nil {
		n.do(Sent{ev.ID, ErrUnreachable})
		return
	}
	n.transmit(n.datagram(ev, netbios.DirectUnique, a.Name), f, to)
	n.do(Sent{ev.ID, nil})
}

// sendToGroup sends to every subnet once, and to the members that a server
// listed elsewhere. A P node sends to the listed ones only. The own slot of
// that name hears it too.
func (n *Node) sendToGroup(ev Send, name netbios.Name, members []netip.Addr) {
	if len(n.interfaces) == 0 {
		n.do(Sent{ev.ID, ErrUnreachable})
		return
	}
	d := n.datagram(ev, netbios.DirectGroup, name)
	if n.typ != PNode {
		for i := range n.interfaces {
			n.transmit(d, &n.interfaces[i], n.interfaces[i].Broadcast)
		}
	}
	for _, to := range members {
		f := n.route(to)
		if !n.ownAddr(to) && (n.typ == PNode || !f.Prefix.Contains(to)) {
			n.transmit(d, f, to)
		}
	}
	if o := n.own[name]; o != nil && o.Group {
		n.deliverHere(ev, name)
		n.carry(d, ev.Slot)
	}
	n.do(Sent{ev.ID, nil})
}

// datagram is a message as it goes on the wire, but for the address. All
// copies of one message have one id.
func (n *Node) datagram(ev Send, t netbios.DatagramType, to netbios.Name) *netbios.Datagram {
	slot, _ := n.page.Encode(ev.Slot) // checkSend has done so too
	w := smbtrans.Write{Slot: slot, Priority: ev.Priority, Class: smbtrans.ClassDatagram, Data: ev.Data}
	n.datagramID++
	n.smb = w.Append(n.smb[:0]) // until the next datagram: transmit copies it
	d := &netbios.Datagram{
		DatagramHeader: netbios.DatagramHeader{
			Type:       t,
			Flags:      netbios.FirstFragment | n.senderFlags(),
			ID:         n.datagramID,
			SourcePort: netbios.DatagramPort,
		},
		Source:           n.computer,
		Destination:      to,
		SourceScope:      n.scope,
		DestinationScope: n.scope,
		Data:             n.smb,
	}
	if !n.sendOnly { // such a node does not hear itself
		n.echoes.add(n.digestOf(d), n.clock.now)
	}
	return d
}

func (n *Node) senderFlags() netbios.DatagramFlags {
	switch n.typ {
	case PNode:
		return netbios.SenderP
	case MNode:
		return netbios.SenderM
	case HNode:
		return netbios.SenderH
	}
	return netbios.SenderB
}

// transmit puts a datagram on the wire with the true address of its interface.
func (n *Node) transmit(d *netbios.Datagram, f *Interface, to netip.Addr) {
	d.SourceIP = netbios.AddrFrom(f.addr())
	at := len(n.arena)
	n.arena = d.Append(n.arena)
	n.count(DatagramsOut)
	n.do(SendPacket{
		Interface: f.Index,
		Service:   DatagramService,
		To:        netip.AddrPortFrom(to, netbios.DatagramPort),
		Data:      n.arena[at:len(n.arena):len(n.arena)],
	})
}

// deliverHere hands a message to the own computer's slot.
func (n *Node) deliverHere(ev Send, to netbios.Name) {
	n.count(DeliveredLocally)
	n.do(Deliver{Message{
		Slot: ev.Slot, Data: ev.Data, Priority: ev.Priority, Class: smbtrans.ClassDatagram,
		Source: n.computer, Destination: to, Local: true,
	}})
}
