package lan

import "net/netip"

// Mode is how a host shares UDP 137 and 138 with other programs of its
// computer (spec 8). It is chosen by what is found, never configured: the one
// rule is that a datagram meant for nmbd still reaches nmbd.
type Mode int

const (
	// Alone: nobody else has the ports; one wildcard socket each.
	Alone Mode = iota
	// Alias: nmbd has the ports, but not our address on this interface. We
	// bind that address and share the broadcasts.
	Alias
	// BehindNmbd: nmbd has our address. Broadcasts come to both; what is
	// unicast to our names, nmbd hands on through its "unexpected" socket.
	BehindNmbd
	// BroadcastOnly: as BehindNmbd, but its socket cannot be had. Only
	// messages to the domain arrive; the computer's own name is nmbd's.
	BroadcastOnly
)

func (m Mode) String() string {
	switch m {
	case Alone:
		return "alone"
	case Alias:
		return "alias"
	case BehindNmbd:
		return "behind nmbd"
	case BroadcastOnly:
		return "broadcast only"
	}
	return "unknown"
}

// facts are what the choice of a mode depends on.
type facts struct {
	free       bool     // both ports could be bound without sharing
	holders    []Holder // who has them otherwise
	unexpected bool     // nmbd's socket answered
}

// choose picks the mode of one link. An address is ours beside nmbd only if
// nmbd binds addresses of this subnet one by one and has left this one out: a
// program that holds only the wildcard would lose its unicast to us.
func choose(l Link, f facts) Mode {
	if f.free {
		return Alone
	}
	ours, perAddress := true, false
	for _, h := range f.holders {
		switch {
		case h.Addr.Addr() == l.Addr:
			ours = false
		case isHostOf(l, h.Addr.Addr()):
			perAddress = true
		}
	}
	switch {
	case ours && perAddress:
		return Alias
	case f.unexpected:
		return BehindNmbd
	}
	return BroadcastOnly
}

// isHostOf reports whether a is an address of one host on the link.
func isHostOf(l Link, a netip.Addr) bool {
	return l.Prefix.Contains(a) && a != l.Broadcast
}
