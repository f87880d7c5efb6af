package local

import "mailslot/internal/shm"

// Closing what a stranger has passed may take any time: a file of a file system
// of his own waits for him (FUSE), a socket until its data have arrived
// (SO_LINGER). A connection in which such a packet was left is as bad. So threads
// of their own close these, so many of a user at a time that the door is shut to
// him; what comes beyond waits for one of them.
//
// What waits takes up descriptors, but what a thread closes does not: the number is
// free before. While all threads of a user are busy nothing that must be closed is
// received from him. So there wait at most what the slots had just looked at, two
// packets of 12 descriptors each, and connections in which such a packet lies.
// Those are counted until they are closed, with all that strangers may have. Beyond
// their half of the table come those alone that were in the queue before the door
// when it was shut.
const maxClosing = 64

// peek looks at the next packet of a client, which must be taken in if it is to be
// the last look.
func (s *Slot) peek(r *shm.Receiver, c *conn, closed bool) (shm.Packet, error) {
	if c.cred.UID != s.about.UID && !c.leaving && !s.closed && s.engine.guests.busy(c.cred.UID) {
		return r.Glance(c.fd, closed)
	}
	return r.Peek(c.fd, closed)
}

// setAside parks a client whose next packet has descriptors, until there is
// somebody to close them.
func (s *Slot) setAside(c *conn) {
	if !s.closed {
		s.park(c, 0)
		c.laden = true
	}
}

// unload has the next poll look again at those who were set aside.
func (s *Slot) unload() {
	for _, c := range s.conns {
		if c.laden && !s.engine.guests.busy(c.cred.UID) {
			s.wake(c)
		}
	}
}

// busy reports whether nothing more can be closed for the user at once.
func (g *guests) busy(uid int) bool {
	g.Lock()
	defer g.Unlock()
	return g.users[uid].closing == maxClosing
}

// discard closes descriptors that a client has passed.
func (s *Slot) discard(c *conn, fds []int) {
	for _, fd := range fds {
		if fd < 0 {
			continue // somebody keeps it
		}
		if s.exempt(c.cred.UID) || shm.ClosesAtOnce(fd) {
			shm.Close(fd)
			continue
		}
		s.engine.guests.dispose(c.cred.UID, func() { shm.Close(fd) })
	}
}

// part closes a client's connection. That is harmless when nothing is left in
// it, or when another process has it too.
func (s *Slot) part(c *conn, harmless bool) {
	c.forgetLives()
	if harmless || s.exempt(c.cred.UID) {
		shm.Close(c.fd) // leaves the epoll set with it
		return
	}
	s.ep.Remove(c.fd)
	shm.HangUp(c.fd)
	if !c.soiled && shm.Purge(c.fd) {
		shm.Close(c.fd)
		return
	}
	s.engine.pass(s, c.cred.UID, 1)
	s.engine.guests.dispose(c.cred.UID, func() {
		if c.soiled {
			shm.Drop(c.fd)
		}
		shm.Close(c.fd)
		s.engine.pass(s, c.cred.UID, -1)
	})
}

// dispose calls do, which may take any time, for a user.
func (g *guests) dispose(uid int, do func()) {
	g.Lock()
	defer g.Unlock()
	u := g.users[uid]
	if u.closing == maxClosing {
		g.later[uid] = append(g.later[uid], do)
		return
	}
	u.closing++
	g.set(uid, u)
	go g.clean(uid, do)
}

// clean calls do and what has come since.
func (g *guests) clean(uid int, do func()) {
	for do != nil {
		do()
		do = g.cleaned(uid)
	}
}

// cleaned answers what is to be done next for the user; nil: nothing more.
func (g *guests) cleaned(uid int) (next func()) {
	g.Lock()
	defer g.Unlock()
	if wait := g.later[uid]; len(wait) != 0 {
		next = wait[0]
		if g.later[uid] = wait[1:]; len(wait) == 1 {
			delete(g.later, uid)
		}
		return next
	}
	u := g.users[uid]
	u.closing--
	g.set(uid, u)
	return nil
}
