package nbt

import (
	"time"

	"mailslot/internal/browse"
	"mailslot/netbios"
)

// The times of announcements (spec 9): at the start, then further and further
// apart until they come every period; on request after a random while.
const (
	announcePeriod = 12 * time.Minute
	announceFirst  = time.Minute
	announceSpread = 30 * time.Second
)

// announcer tells the local master browser that the computer is there.
type announcer struct {
	n      *Node
	cfg    Announce
	timer  timer // the regular ones
	answer timer // to a request
	gap    time.Duration
	told   bool
}

func newAnnouncer(n *Node, cfg Announce) announcer {
	if cfg.Period <= 0 {
		cfg.Period = announcePeriod
	}
	if cfg.Type == 0 {
		cfg.Type = browse.TypeWorkstation | browse.TypeServer
	}
	if cfg.Major == 0 && cfg.Minor == 0 {
		cfg.Major, cfg.Minor = 6, 1
	}
	return announcer{n: n, cfg: cfg}
}

// begin announces at once and then ever more rarely. It is called whenever the
// computer's name has become the node's own.
func (a *announcer) begin() {
	if !a.cfg.Enabled {
		return
	}
	a.timer.fire, a.answer.fire = a.regular, a.now
	a.gap = min(announceFirst, a.cfg.Period)
	a.regular()
}

// regular announces and sets the next time.
func (a *announcer) regular() {
	a.now()
	a.n.after(a.gap, &a.timer)
	if a.gap *= 2; a.gap > announceFirst*8 {
		a.gap = a.cfg.Period
	}
	a.gap = min(a.gap, a.cfg.Period)
}

func (a *announcer) now() { a.send(a.cfg.Type) }

// requested announces within half a minute, not at once: all do.
func (a *announcer) requested() {
	if a.told && a.answer.pos == 0 {
		a.n.after(a.n.random(announceSpread)+1, &a.answer)
	}
}

// send announces a computer of the given type; none says that it is leaving.
// A computer whose name is in conflict does not announce it.
func (a *announcer) send(typ uint32) {
	if !a.n.hearsFor(a.n.computer) || len(a.n.interfaces) == 0 {
		return
	}
	body := browse.Announcement{
		Op: browse.OpHostAnnouncement, Period: a.cfg.Period, Name: a.n.computer.Text(),
		Major: a.cfg.Major, Minor: a.cfg.Minor, Type: typ,
		Version: browse.BrowserVersion, Mark: browse.BrowserMark, Comment: a.cfg.Comment,
	}
	data, err := body.Append(nil)
	if err != nil {
		return // configure has checked both lengths
	}
	d := a.n.datagram(Send{Slot: browse.SlotBrowse, Data: data}, netbios.DirectGroup,
		a.n.domains[0].With(netbios.LocalMaster))
	for i := range a.n.interfaces {
		a.n.transmit(d, &a.n.interfaces[i], a.n.interfaces[i].Broadcast)
	}
	a.n.noteAnnouncement(&body, a.n.interfaces[0].addr()) // its echo is not heard
	a.told = true
}

// farewell takes the computer off the browse list.
func (n *Node) farewell() {
	n.timers.stop(&n.announcer.timer)
	n.timers.stop(&n.announcer.answer)
	if n.announcer.told {
		n.announcer.send(0)
	}
}
