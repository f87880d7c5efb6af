package lan

import (
	"net/netip"
	"slices"
	"time"

	"golang.org/x/sys/unix"
)

// Lost is closed when nmbd, behind which the host lives, has ended.
func (h *Host) Lost() <-chan struct{} { return h.lost }

// Changed reports whether a host opened now would be on other addresses or
// share the ports in another way: then it is time to close it and open anew.
func (h *Host) Changed() bool {
	if len(h.config.Interfaces) == 0 {
		return false
	}
	if h.slept.tooLong() {
		return true // others may have our names, and servers have forgotten them
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

// longSleep is for how long the computer may be suspended before its names must
// be asked for again: nobody defends or refreshes them meanwhile.
const longSleep = 30 * time.Second

// sleep is for how long the computer had been suspended at some moment, since it
// started.
type sleep time.Duration

func sleptSoFar() sleep {
	var all, awake unix.Timespec
	if unix.ClockGettime(unix.CLOCK_BOOTTIME, &all) != nil || unix.ClockGettime(unix.CLOCK_MONOTONIC, &awake) != nil {
		return 0
	}
	return sleep(all.Nano() - awake.Nano())
}

// tooLong reports whether the computer has slept for long since then.
func (s sleep) tooLong() bool { return time.Duration(sleptSoFar()-s) > longSleep }
