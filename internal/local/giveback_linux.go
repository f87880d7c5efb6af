package local

import "mailslot/internal/shm"

// A stranger who keeps the descriptor of a ring keeps its memory, and the holes
// that he has left in it became this process's when they were read: its control
// group pays, and gets killed. So a ring that was read is given back. That waits
// for the file's lock, which he can hold for as long as he likes: he writes to it
// from a file of a file system of his own. So a thread of his own does it, and
// until then the ring counts as his.

// unmap lets go of a ring that is used up. No writer writes to it any more, but
// for one who is just being told that it is closed.
func (s *Slot) unmap(uid int, seg *shm.Segment) {
	if s.exempt(uid) {
		seg.Unmap()
		return
	}
	seg.CloseFD()
	s.engine.guests.giveBack(uid, seg.Size(), func() {
		seg.GiveBack()
		seg.Unmap()
	}, func() { s.gaveBack(uid) })
}

// gaveBack lets those in who have waited for that.
func (s *Slot) gaveBack(uid int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.parked == 0 || s.closed {
		return
	}
	s.readmit(uid)
	s.relieve(uid)
}

// giveBack calls do, which may take any time, when the rings of the user before
// it are done, and then done. Until then the ring is counted.
func (g *guests) giveBack(uid int, size uint64, do, done func()) {
	g.owe(uid, 1, size)
	g.Lock()
	defer g.Unlock()
	wait, working := g.back[uid]
	g.back[uid] = append(wait, func() {
		do()
		g.owe(uid, -1, size)
		done()
	})
	if !working {
		go g.work(uid)
	}
}

// work does what there is to do for the user.
func (g *guests) work(uid int) {
	for do := g.nextBack(uid); do != nil; do = g.nextBack(uid) {
		do()
	}
}

func (g *guests) nextBack(uid int) func() {
	g.Lock()
	defer g.Unlock()
	wait := g.back[uid]
	if len(wait) == 0 {
		delete(g.back, uid)
		return nil
	}
	g.back[uid] = wait[1:]
	return wait[0]
}

// owe counts a ring that is to be given back, or was when n is -1.
func (g *guests) owe(uid, n int, size uint64) {
	g.Lock()
	defer g.Unlock()
	u := g.users[uid]
	u.add(n, size)
	u.returning += uint64(n) * size
	g.set(uid, u)
}

// returning is how many bytes of the user's rings are read and not given back.
func (g *guests) returning(uid int) uint64 {
	g.Lock()
	defer g.Unlock()
	return g.users[uid].returning
}
