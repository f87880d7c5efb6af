package local

import (
	"os"
	"slices"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/shm"
)

// A handle that children inherit has a stream for each process that writes
// through it, and their ends cannot be seen on the connection, which the others
// hold. So a process that closes the handle says so, for one that is killed or
// forgets it a pidfd comes with its rings, and the server looks which of them
// have ended whenever their number has doubled.

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

// maxCame bounds the number by which a handle is judged that lives for years.
const maxCame = 1 << 20

// errProcesses ends the handle of another user through which so many processes
// write. What they have sent is taken in before.
var errProcesses = errno.New(errno.NoSystemResources, "more than %d processes write through one handle", maxStreams)

// crowded reports that by an error. The slot's owner and root, whose processes
// the server could not keep from anything, may have as many as they like.
func (s *Slot) crowded(c *conn) error {
	if len(c.streams) <= maxStreams || c.away || c.leaving || s.exempt(c.cred.UID) {
		return nil
	}
	return errProcesses
}

// reap ends the streams of processes that have ended.
func (s *Slot) reap(c *conn) {
	if len(c.streams) < max(c.reapAt, reapFrom) {
		return
	}
	for i := len(c.streams) - 1; i > 0; i-- { // the first is the opener's and ends with the connection
		if life := c.procs[i].life; life >= 0 && shm.Ended(life) {
			s.lay(c, i)
		}
	}
	c.reapAt = 2 * len(c.streams)
}

// over is the word of a process that writes no more. The server may have seen
// its end before.
func (s *Slot) over(c *conn, f frame) error {
	number, ok := f.stream()
	if !ok {
		return errno.New(errno.BadFormat, "the end of a stream in %d bytes", len(f.payload))
	}
	i := c.find(number)
	if i == 0 {
		return errno.New(errno.BadFormat, "the end of the process that opened the handle is the connection's")
	}
	if i > 0 {
		s.lay(c, i)
	}
	return nil
}

// lay ends a stream: what is in it is still read. A bell of its process may not
// have come yet. Nor may a ring of one that was killed, which begins a new stream.
func (s *Slot) lay(c *conn, i int) {
	st := c.streams[i]
	if life := c.procs[i].life; life >= 0 {
		shm.Close(life)
	}
	c.streams, c.procs = slices.Delete(c.streams, i, i+1), slices.Delete(c.procs, i, i+1)
	for st.TakeBell() {
		c.bells++
	}
	st.End()
	s.merge.Activate(st)
}

// forgetLives lets go of the pidfds of a connection that ends here.
func (c *conn) forgetLives() {
	for _, p := range c.procs {
		if p.life >= 0 {
			shm.Close(p.life)
		}
	}
}
