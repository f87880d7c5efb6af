package netbios

import "net/netip"

// Addr is an IPv4 address as packets carry it. The name service knows no other.
type Addr [4]byte

// BroadcastAddr is 255.255.255.255, which a WINS server answers for a group
// instead of its members.
func BroadcastAddr() Addr { return Addr{255, 255, 255, 255} }

// AddrFrom is the Addr of an IPv4 address; the zero Addr if a is none.
func AddrFrom(a netip.Addr) Addr {
	if a = a.Unmap(); a.Is4() {
		return a.As4()
	}
	return Addr{}
}

// Netip is the same address for the rest of the program.
func (a Addr) Netip() netip.Addr { return netip.AddrFrom4(a) }

func (a Addr) String() string { return a.Netip().String() }
