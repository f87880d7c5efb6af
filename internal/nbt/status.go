package nbt

import (
	"net/netip"

	"mailslot/netbios"
)

// queryStatus asks a node for its names.
func (n *Node) queryStatus(ev QueryStatus) {
	f := n.route(ev.Addr)
	switch {
	case n.stop != running:
		n.do(StatusResult{ID: ev.ID, From: ev.Addr, Err: ErrStopped})
		return
	case f == nil || !ev.Addr.Is4():
		n.do(StatusResult{ID: ev.ID, From: ev.Addr, Err: ErrUnreachable})
		return
	}
	x := &exchange{
		request: &netbios.Query{Name: netbios.Wildcard(), Scope: n.scope, Type: netbios.TypeNBStat},
		iface:   f.Index,
		to:      []netip.AddrPort{netip.AddrPortFrom(ev.Addr, netbios.NameServicePort)},
		tries:   queryTries,
		every:   queryInterval,
	}
	x.accept = func(from netip.Addr, p netbios.NamePacket) bool {
		n.do(StatusResult{ID: ev.ID, From: from, Status: p.(*netbios.Status)})
		return true
	}
	x.expired = func() {
		err := ErrNoAnswer
		if n.stop != running { // another node may ask again
			err = ErrStopped
		}
		n.do(StatusResult{ID: ev.ID, From: ev.Addr, Err: err})
	}
	if !n.open(x, 0) {
		n.do(StatusResult{ID: ev.ID, From: ev.Addr, Err: ErrBusy})
	}
}
