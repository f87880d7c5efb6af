package lan

import (
	"net/netip"
	"slices"
)

// Lost is closed when nmbd, behind which the host lives, has ended.
func (h *Host) Lost() <-chan struct{} { return h.lost }

// Changed reports whether a host opened now would be on other addresses or
// share the ports in another way: then it is time to close it and open anew.
func (h *Host) Changed() bool {
	if len(h.config.Interfaces) == 0 {
		return false
	}
	links, err := Links(h.config.Interfaces)
	if err != nil || !slices.Equal(links, h.links) {
		return true
	}
	if h.adopted {
		return false
	}
	holders, err := Holders()
	if err != nil {
		return false
	}
	if slices.Contains(h.modes, Alone) {
		return joined(h.links, holders)
	}
	if !wildcardHeld(holders) {
		return true
	}
	return slices.Contains(h.modes, BroadcastOnly) && unexpectedThere(h.config.NmbdSocket)
}

// joined reports whether somebody shares the ports with a host that had them
// alone: it has a second wildcard, or any of our addresses.
func joined(links []Link, holders []Holder) bool {
	wildcards := 0
	for _, h := range holders {
		switch a := h.Addr; {
		case a.Addr() == netip.IPv4Unspecified() && a.Port() == namePort:
			wildcards++
		case slices.ContainsFunc(links, func(l Link) bool { return l.Addr == a.Addr() || l.Broadcast == a.Addr() }):
			return true
		}
	}
	return wildcards > 1
}

// wildcardHeld reports whether nmbd is still there. It always has the wildcard;
// a host beside it never does.
func wildcardHeld(holders []Holder) bool {
	return slices.ContainsFunc(holders, func(h Holder) bool {
		return h.Addr == netip.AddrPortFrom(netip.IPv4Unspecified(), namePort)
	})
}

// unexpectedThere reports whether nmbd's socket answers.
func unexpectedThere(path string) bool {
	s := &sockets{}
	defer s.closeStreams()
	return s.openStreams(path) == nil
}
