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
	unexpected := slices.Contains(h.modes, BehindNmbd) || // else Lost tells
		slices.Contains(h.modes, BroadcastOnly) && unexpectedThere(h.config.NmbdSocket)
	return sharedAnew(h.links, h.modes, without(holders, h.bound), unexpected)
}

// sharedAnew reports whether links that were opened in modes would be in others
// beside what others hold now. Who has the ports alone keeps them beside programs
// that take nothing from him; who has not gets them only when all others are gone.
func sharedAnew(links []Link, modes []Mode, others []Holder, unexpected bool) bool {
	f := facts{holders: others, unexpected: unexpected}
	if slices.Contains(modes, Alone) {
		f.free = !joined(links, others)
	} else {
		f.free = len(others) == 0
	}
	for i, l := range links {
		if choose(l, f) != modes[i] {
			return true
		}
	}
	return false
}

// joined reports whether somebody shares the ports with a host that had them
// alone: it has a wildcard too (that of IPv6 may leave us IPv4's), or any of our
// addresses.
func joined(links []Link, others []Holder) bool {
	return slices.ContainsFunc(others, func(h Holder) bool {
		a := h.Addr.Addr()
		return a == netip.IPv4Unspecified() ||
			slices.ContainsFunc(links, func(l Link) bool { return l.Addr == a || l.Broadcast == a })
	})
}

// without leaves out of holders one for each address that is bound by us: another
// socket may be bound to the same.
func without(holders []Holder, bound []netip.AddrPort) []Holder {
	others := slices.Clone(holders)
	for _, ours := range bound {
		if i := slices.IndexFunc(others, func(h Holder) bool { return h.Addr == ours }); i >= 0 {
			others = slices.Delete(others, i, i+1)
		}
	}
	return others
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
