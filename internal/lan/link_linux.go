package lan

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"

	"mailslot/internal/errno"
	"mailslot/internal/nbt"
)

// maxLinks bounds the interfaces of one host.
const maxLinks = 16

// Link is one interface that the configuration names, and our address on it.
type Link struct {
	ID        int          // its place in the configuration, from 1
	Name      string       // of the interface
	Index     int          // the kernel's number of the interface
	Addr      netip.Addr   // the address we send from and tell others
	Prefix    netip.Prefix // its subnet
	Broadcast netip.Addr   // the subnet's directed broadcast address
	MAC       [6]byte
}

// Links finds the interfaces called names. A name is that of an interface,
// which stands for its first IPv4 address, or "eth0=10.0.0.9" for one address
// of several: the way to give this host an address of its own beside nmbd. No
// names are no links: then the network is off.
func Links(names []string) ([]Link, error) {
	if len(names) > maxLinks {
		return nil, errno.New(errno.InvalidParameter, "%d interfaces named, at most %d", len(names), maxLinks)
	}
	links := make([]Link, 0, len(names))
	for _, name := range names {
		l, err := findLink(name)
		if err != nil {
			return nil, errno.New(errno.BadNetPath, "interface %s: %w", name, err).
				Advise("correct interfaces in [network] of the configuration")
		}
		l.ID = len(links) + 1
		links = append(links, l)
	}
	return links, nil
}

func findLink(spec string) (Link, error) {
	name, wanted, _ := strings.Cut(spec, "=")
	i, err := net.InterfaceByName(name)
	if op, ok := errors.AsType[*net.OpError](err); ok {
		return Link{}, op.Err // what is before it names a system call
	}
	if err != nil {
		return Link{}, err
	}
	addrs, err := i.Addrs()
	if err != nil {
		return Link{}, err
	}
	for _, a := range addrs {
		p, err := netip.ParsePrefix(a.String())
		if err != nil || !p.Addr().Is4() || wanted != "" && p.Addr().String() != wanted {
			continue
		}
		l := Link{Name: name, Index: i.Index, Addr: p.Addr(), Prefix: p.Masked(), Broadcast: broadcast(p)}
		copy(l.MAC[:], i.HardwareAddr)
		return l, nil
	}
	if wanted != "" {
		return Link{}, fmt.Errorf("it does not have the address %s", wanted)
	}
	return Link{}, fmt.Errorf("it has no IPv4 address")
}

// broadcast is the address whose host bits are all ones. A subnet of one or two
// addresses has none: there it would be a host's (RFC 3021 2.2.1).
func broadcast(p netip.Prefix) netip.Addr {
	if p.Bits() >= 31 {
		return limitedBroadcast
	}
	b := p.Addr().As4()
	host := uint32(uint64(1)<<(32-p.Bits()) - 1)
	binary.BigEndian.PutUint32(b[:], binary.BigEndian.Uint32(b[:])|host)
	return netip.AddrFrom4(b)
}

// node is how the state machine sees the link.
func (l Link) node(m Mode) nbt.Interface {
	return nbt.Interface{
		Index:     l.ID,
		Prefix:    netip.PrefixFrom(l.Addr, l.Prefix.Bits()),
		Broadcast: l.Broadcast,
		Hardware:  l.MAC,
		// nmbd gets what is sent to this computer alone, and has told everybody
		// its names; we only listen to the domain's.
		GroupsOnly: m == BroadcastOnly,
	}
}
