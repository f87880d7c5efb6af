package local

import "mailslot/internal/shm"

// Closing what a stranger has passed may take any time: a file of a file system
// of his own waits for him (FUSE), a socket until its data have arrived
// (SO_LINGER). A connection in which such a packet was left is as bad. So threads
// of their own close these, so many of a user at a time that the door is shut to
// him; what comes beyond waits for one of them.
const maxClosing = 64

// discard closes descriptors that a client has passed.
func (s *Slot) discard(c *conn, fds []int) {
	for _, fd := range fds {
		if fd < 0 {
			continue // somebody keeps it
		}
		if s.exempt(c.cred.UID) || shm.IsMemory(fd) {
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
	s.engine.guests.dispose(c.cred.UID, func() {
		if c.soiled {
			shm.Drop(c.fd)
		}
		shm.Close(c.fd)
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
