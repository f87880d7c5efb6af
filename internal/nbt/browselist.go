package nbt

import (
	"net/netip"
	"slices"
	"strings"
	"time"

	"mailslot/internal/browse"
	"mailslot/internal/smbtrans"
	"mailslot/netbios"
)

// BrowseEntry is a computer that announced itself, or (with browse.TypeDomain)
// a domain whose master did.
type BrowseEntry struct {
	Computer netbios.Name
	Comment  string // raw; of a domain the name of its master
	Type     uint32
	Major    uint8
	Minor    uint8
	Addr     netip.Addr    // it came from
	Period   time.Duration // it promises the next one within
	Age      time.Duration // since its last announcement
}

// The bounds of how long an announcement is believed: three of the periods
// that it promises.
const (
	minBelief = time.Minute
	maxBelief = time.Hour
)

// browseList is what announcements say. Everybody on a subnet hears them,
// although only the local master browser is addressed.
type browseList struct{ entries map[netbios.Name]heard }

type heard struct {
	BrowseEntry
	at, until time.Duration
}

// Browse is what is known of computers that announced themselves, by name.
func (n *Node) Browse() []BrowseEntry {
	n.browsers.expire(n.clock.now)
	list := make([]BrowseEntry, 0, len(n.browsers.entries))
	for _, h := range n.browsers.entries {
		h.Age = n.clock.now - h.at
		list = append(list, h.BrowseEntry)
	}
	slices.SortFunc(list, func(a, b BrowseEntry) int {
		return strings.Compare(string(a.Computer[:]), string(b.Computer[:]))
	})
	return list
}

// forBrowsers reports whether announcements go to a name.
func forBrowsers(name netbios.Name) bool {
	s := name.Suffix()
	return s == netbios.LocalMaster || s == netbios.Browsers || name == netbios.MSBrowse()
}

// overhear notes announcements and answers requests for them.
func (n *Node) overhear(d *netbios.Datagram, w smbtrans.Write, from netip.Addr) {
	if !strings.EqualFold(w.Slot, browse.SlotBrowse) && !strings.EqualFold(w.Slot, browse.SlotLanman) {
		return
	}
	body, err := browse.Parse(w.Slot, w.Data)
	if err != nil {
		return // the slot's reader may know better
	}
	switch v := body.(type) {
	case *browse.AnnouncementRequest:
		if d.Destination.Fold().With(netbios.Workstation) == n.domains[0] {
			n.announcer.requested()
		}
	case *browse.Announcement:
		n.noteAnnouncement(v, from)
	case *browse.LanmanAnnouncement:
		n.note(v.Name, BrowseEntry{Comment: v.Comment, Type: v.Type, Major: v.Major, Minor: v.Minor, Addr: from, Period: v.Period})
	}
}

func (n *Node) noteAnnouncement(a *browse.Announcement, from netip.Addr) {
	typ := a.Type
	if a.Op == browse.OpDomainAnnouncement {
		typ |= browse.TypeDomain
	}
	n.note(a.Name, BrowseEntry{Comment: a.Comment, Type: typ, Major: a.Major, Minor: a.Minor, Addr: from, Period: a.Period})
}

// note keeps an entry. One without a type is a farewell.
func (n *Node) note(computer string, e BrowseEntry) {
	name, err := netbios.NewName(computer, netbios.Workstation)
	if err != nil {
		return
	}
	if e.Type == 0 {
		if n.browsers.entries[name].Addr == e.Addr {
			delete(n.browsers.entries, name)
		}
		return
	}
	e.Computer = name
	now := n.clock.now
	n.browsers.put(heard{e, now, now + min(max(3*e.Period, minBelief), maxBelief)}, now)
}

func (l *browseList) put(h heard, now time.Duration) {
	if l.entries == nil {
		l.entries = map[netbios.Name]heard{}
	}
	if _, ok := l.entries[h.Computer]; !ok && len(l.entries) >= maxBrowse {
		if l.expire(now); len(l.entries) >= maxBrowse {
			return // the earlier ones stay: a flood of inventions must not displace them
		}
	}
	l.entries[h.Computer] = h
}

func (l *browseList) expire(now time.Duration) {
	for name, h := range l.entries {
		if h.until <= now {
			delete(l.entries, name)
		}
	}
}
