package local

import (
	"os"

	"golang.org/x/sys/unix"

	"mailslot/internal/ring"
	"mailslot/internal/shm"
)

// A handle that children inherit has a stream for each process that writes
// through it, and their ends cannot be seen on the connection, which the others
// hold. So a process sends a pidfd with its first ring, and the server looks
// which of them have ended whenever their number has doubled.

// pidfd is how others learn of this process's end, or -1 where the system has no
// such thing (Linux 5.3) or a sandbox forbids it.
func pidfd() int {
	fd, err := unix.PidfdOpen(os.Getpid(), 0)
	if err != nil {
		return -1
	}
	return fd
}

// reapFrom is how many streams a connection has when the server looks first.
const reapFrom = 16

// reap lets go of the streams of processes that have ended, if all that they
// have written has been read.
func (s *Slot) reap(c *conn) {
	if len(c.streams) < max(c.reapAt, reapFrom) {
		return
	}
	n := 1 // the first is the opener's and ends with the connection
	for i := 1; i < len(c.streams); i++ {
		st, p := c.streams[i], c.procs[i]
		if p.life >= 0 && shm.Ended(p.life) && isRead(st) {
			s.lay(c, st, p)
			continue
		}
		c.streams[n], c.procs[n] = st, p
		n++
	}
	clear(c.streams[n:])
	c.streams, c.procs = c.streams[:n], c.procs[:n]
	c.reapAt = min(2*n, maxStreams)
}

// isRead reports whether nothing is left in a stream to which nobody writes.
func isRead(st *ring.Stream) bool {
	left := uint64(0)
	st.Rings(func(in *ring.Consumer) { left += in.Left() })
	return left == 0
}

// lay ends a stream. Its process may have rung a bell that has not come yet.
func (s *Slot) lay(c *conn, st *ring.Stream, p proc) {
	shm.Close(p.life)
	for st.TakeBell() {
		c.bells++
	}
	st.End()
	s.merge.Activate(st)
}
