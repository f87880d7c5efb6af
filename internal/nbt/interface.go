package nbt

import (
	"encoding/binary"
	"net/netip"
	"slices"

	"mailslot/netbios"
)

// withBroadcasts is a copy of the list with every broadcast address filled in.
func withBroadcasts(list []Interface) []Interface {
	list = slices.Clone(list)
	for i := range list {
		if !list[i].Broadcast.IsValid() {
			list[i].Broadcast = lastAddr(list[i].Prefix)
		}
	}
	return list
}

// lastAddr is the last address of a subnet.
func lastAddr(p netip.Prefix) netip.Addr {
	a := p.Addr().As4()
	host := uint32(1)<<(32-p.Bits()) - 1
	binary.BigEndian.PutUint32(a[:], binary.BigEndian.Uint32(a[:])|host)
	return netip.AddrFrom4(a)
}

func (f *Interface) addr() netip.Addr { return f.Prefix.Addr() }

// broadcast is the subnet's broadcast address and a service's port.
func (f *Interface) broadcast(s Service) netip.AddrPort {
	return netip.AddrPortFrom(f.Broadcast, s.Port())
}

// hears reports whether a is an address of the subnet that a single node can
// have: answers never go to a broadcast address.
func (f *Interface) hears(a netip.Addr) bool {
	return f.Prefix.Contains(a) && a != f.Broadcast && (a != lastAddr(f.Prefix) || f.Prefix.Bits() >= 31)
}

// interfaceOf is the interface with an index, nil if there is none.
func (n *Node) interfaceOf(index int) *Interface {
	for i := range n.interfaces {
		if n.interfaces[i].Index == index {
			return &n.interfaces[i]
		}
	}
	return nil
}

// route is the interface towards a: the one on its subnet, else the first;
// nil if there is none.
func (n *Node) route(a netip.Addr) *Interface {
	for i := range n.interfaces {
		if n.interfaces[i].Prefix.Contains(a) {
			return &n.interfaces[i]
		}
	}
	if len(n.interfaces) == 0 {
		return nil
	}
	return &n.interfaces[0]
}

// claimable are the interfaces on which the node speaks for a name.
func (n *Node) claimable(o *ownName) (list []*Interface) {
	for i := range n.interfaces {
		if f := &n.interfaces[i]; f.speaksFor(o) {
			list = append(list, f)
		}
	}
	return list
}

func (f *Interface) speaksFor(o *ownName) bool { return o.Group || !f.GroupsOnly }

// ownAddr reports whether a is an address of this node.
func (n *Node) ownAddr(a netip.Addr) bool {
	for i := range n.interfaces {
		if n.interfaces[i].addr() == a {
			return true
		}
	}
	return false
}

// setInterfaces takes over new addresses. What is under way begins anew,
// because its answers may no longer come.
func (n *Node) setInterfaces(list []Interface) {
	list = withBroadcasts(list)
	if checkInterfaces(list) != nil || slices.Equal(list, n.interfaces) {
		return
	}
	n.interfaces = list
	for _, l := range n.sortedLookups() {
		n.startLookup(l)
	}
	if n.sendOnly || n.stop != running {
		return
	}
	for _, o := range slices.Clone(n.order) {
		if o.state != Released {
			n.claim(o)
		}
	}
}

// sendName puts a name-service packet on the wire.
func (n *Node) sendName(f *Interface, to netip.AddrPort, p netbios.NamePacket) {
	at := len(n.arena)
	n.arena = p.Append(n.arena)
	n.count(NamePacketsOut)
	n.do(SendPacket{f.Index, NameService, to, n.arena[at:len(n.arena):len(n.arena)]})
}
