package local

import (
	"slices"

	"mailslot/internal/ring"
	"mailslot/internal/shm"
)

// park leaves a client alone, whose next packet is a ring for which its user has
// no place, or which could not be taken in to its end, until there is room: its
// messages are neither counted nor lost. The door is shut to such a user long
// before, so he has written them while the server was stopped, or ignores the
// protocol. needs is the size of the ring, if that is known.
func (s *Slot) park(c *conn, needs uint64) {
	c.parked, c.turn, c.needs = true, false, needs
	s.parked++
	s.ep.Remove(c.fd) // where it is not yet when it is new
	s.judge(c.cred.UID)
	s.remind()
}

// unpark has the next poll look at those again who wait for room and may have it
// now. To look at all of thousands would take a tenth of a second.
func (s *Slot) unpark() {
	for _, c := range s.conns {
		if c.parked && !c.laden && s.mayFit(c) {
			s.wake(c)
		}
	}
}

// mayFit reports whether the ring for which a client is parked might be taken in: it
// takes the client's own rings for read. It looks at no ring, as it is called while
// one is let go of.
func (s *Slot) mayFit(c *conn) bool {
	uid, size := c.cred.UID, c.needs
	if size == 0 || !s.engine.guests.fits(uid, size) {
		return size == 0
	}
	quota, others := uint64(s.about.UserQuota), s.held(uid)-c.mapped
	return s.exempt(uid) || others <= quota || others+size <= 2*quota
}

func (s *Slot) wake(c *conn) {
	if c.parked && s.ep.Add(c.fd, shm.Readable) == nil {
		c.parked, c.laden = false, false
		s.parked--
	}
}

// hasRoom decides whether a ring is taken in now. Who would wait for ever without
// is sent away with it.
func (s *Slot) hasRoom(c *conn, st *ring.Stream, size uint64) bool {
	uid := c.cred.UID
	if uid == s.about.UID {
		return true
	}
	if !c.leaving && !s.engine.guests.fits(uid, size) {
		return false
	}
	if s.exempt(uid) || !s.overShare(uid, st, size) {
		return true
	}
	if c.turn {
		s.sendAway(c, errShare)
	}
	return c.turn
}

// overShare reports whether a ring would bring a user clearly over the share: its
// holes become this process's memory as they are read. A writer heeds Frozen, but
// can have grown before it was set, or have begun; so there is as much again. A
// handle of which all has been read goes on: the ring is instead of those it has.
// So a user's rings take up twice the share at most, or the share and one ring,
// and one more beside: that which another replaces, or which is seen off.
func (s *Slot) overShare(uid int, st *ring.Stream, size uint64) bool {
	quota, held := uint64(s.about.UserQuota), s.held(uid)
	if held <= quota || held+size <= 2*quota {
		return false
	}
	if isRead(st) {
		st.Rings(func(in *ring.Consumer) { held -= s.segments[in].Size() })
	}
	return held > quota && held+size > 2*quota
}

// held is what the rings of a user take up, with those that are not given back yet.
func (s *Slot) held(uid int) uint64 { return s.charged[uid] + s.engine.guests.returning(uid) }

// readmit has those who wait looked at again when there is room for their user.
func (s *Slot) readmit(uid int) {
	if s.parked != 0 && s.engine.guests.roomy(uid) && s.held(uid) <= uint64(s.about.UserQuota) {
		s.unpark()
	}
}

// lookAgain is unpark when it may be somebody's turn.
func (s *Slot) lookAgain() {
	users := map[int]struct{}{}
	for _, c := range s.conns {
		if c.parked {
			users[c.cred.UID] = struct{}{}
		}
	}
	for uid := range users {
		s.relieve(uid)
	}
	s.unpark()
	s.looked = shm.Now()
}

// lookAgainSoon looks when all has been read, as a ring may have its place then;
// but not all the time, for thousands may wait.
func (s *Slot) lookAgainSoon() {
	if s.parked != 0 && shm.Now()-s.looked > uint64(recheck/4) {
		s.lookAgain()
		s.poll()
	}
}

// relieve is for those who would wait for ever: nothing of their user's is unread,
// so handles that are open and idle take up the share. It is the turn of one after
// the other.
func (s *Slot) relieve(uid int) {
	if s.held(uid) <= uint64(s.about.UserQuota) || s.engine.guests.returning(uid) != 0 || s.hasUnread(uid) {
		return
	}
	var next *conn
	for _, c := range s.conns {
		if c.parked && !c.laden && c.cred.UID == uid && (next == nil || c.away) {
			next = c
		}
	}
	if next != nil {
		next.turn = true
		s.wake(next)
	}
}

// hasUnread reports whether a ring of the user has something unread.
func (s *Slot) hasUnread(uid int) bool {
	for in := range s.segments {
		if s.owners[in].cred.UID == uid && in.Left() != 0 {
			return true
		}
	}
	return false
}

// sendAway has a client hear why no further write will succeed. What lies in its
// connection is taken in ring by ring; then it is forgotten.
func (s *Slot) sendAway(c *conn, why error) {
	if c.away {
		return
	}
	c.away = true
	shm.StopReceiving(c.fd)
	c.tell(why)
	for _, st := range c.streams {
		st.Rings((*ring.Consumer).Close)
	}
	s.rescan(c)
}

// seeOff closes a ring of a client that was sent away and ends its stream, so
// that it goes when it has been read. The next ring begins another.
func (s *Slot) seeOff(c *conn, st *ring.Stream, in *ring.Consumer) {
	in.Close()
	st.End()
	c.streams[slices.Index(c.streams, st)] = &ring.Stream{Owner: c, Skew: c.skew}
}

// turnBack is what happens to a ring without room. When the slot ends nobody
// will read it, and its writer must learn that.
func (s *Slot) turnBack(c *conn, seg *shm.Segment) error {
	defer seg.Unmap()
	if !s.closed {
		s.park(c, seg.Size())
		return errLater
	}
	ring.NewConsumer(seg.Shared()).Close()
	return nil
}

// isRead reports whether nothing is left in a stream. A ring from which nothing was
// taken is not read: its first message may be a while in coming.
func isRead(st *ring.Stream) bool {
	read := true
	st.Rings(func(in *ring.Consumer) { read = read && in.Position().Head != 0 && in.Left() == 0 })
	return read
}
