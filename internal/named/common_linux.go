package named

import (
	"os"
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/ntobj"
	"mailslot/internal/shm"
)

// patience is how long a wait for a mutex goes on before it looks whether the
// mutex's owner still lives.
const patience = 50 * time.Millisecond

// common is an object's file and mapping: ntobj.Common.
type common struct {
	*registry // Lock and Unlock
	path      string
	fd        int // -1: closed, though waits go on; guarded by the registry
	state     *ntobj.State
	whole     ntobj.Waitable       // what handles lead to
	rest      func() time.Duration // until a waiter must look although nobody tells; nil, or 0: for ever

	waiting  bool // threads of this process wait; guarded by the dispatcher
	watching bool // watch runs; guarded by the dispatcher
}

// open is called with the registry locked. The lock that the file's users share
// can be had alone only when there are none: then what the file says is left
// over, and the object is new.
func (r *registry) open(name string, create bool) (c *common, existed bool, err error) {
	path := r.path(name)
	fd, err := shm.OpenCommon(path, create)
	if err != nil {
		return nil, false, err
	}
	if flock(fd, unix.LOCK_EX|unix.LOCK_NB) != nil {
		existed = true
	} else if !create {
		forget(path)
		drop(fd)
		return nil, false, os.ErrNotExist
	} else if err = unix.Ftruncate(fd, 0); err != nil { // and long enough again, all zero
		drop(fd)
		return nil, false, err
	}
	if err := flock(fd, unix.LOCK_SH); err != nil {
		drop(fd)
		return nil, false, err
	}
	state, mem, err := shm.MapCommon[ntobj.State](fd)
	if err != nil {
		drop(fd)
		return nil, false, err
	}
	c = &common{registry: r, path: path, fd: fd, state: state}
	runtime.AddCleanup(c, shm.Unmap, mem) // waits may outlive the last handle
	return c, existed, nil
}

// Close lets go of the object. Its last user removes the name, unless that is
// another's since the registry was made anew.
func (c *common) Close() {
	c.Lock()
	defer c.Unlock()
	if flock(c.fd, unix.LOCK_EX|unix.LOCK_NB) == nil && leads(c.path, c.fd) {
		forget(c.path)
	}
	c.release()
}

// release gives up the file with its locks, which the mapping would keep.
func (c *common) release() {
	c.Own(false)
	flock(c.fd, unix.LOCK_UN)
	drop(c.fd)
	c.fd = -1 // the number may be another's soon
}

// Rouse tells all processes to look.
func (c *common) Rouse() { shm.Rouse(&c.state.Turn) }

// Now is the computer's monotonic clock, also in a time namespace.
func (c *common) Now() int64 { return int64(shm.Now()) - shm.ClockOffset() }

// Own takes or gives up the byte that stands for the mutex.
func (c *common) Own(yes bool) {
	l := ownership()
	if !yes {
		l.Type = unix.F_UNLCK
	}
	unix.FcntlFlock(uintptr(c.fd), unix.F_OFD_SETLK, &l)
}

// Orphaned reports whether nobody has the byte.
func (c *common) Orphaned() bool {
	l := ownership()
	return unix.FcntlFlock(uintptr(c.fd), unix.F_OFD_GETLK, &l) == nil && l.Type == unix.F_UNLCK
}

// ownership is a lock on the byte behind the state: flock knows nothing of it.
func ownership() unix.Flock_t {
	return unix.Flock_t{Type: unix.F_WRLCK, Whence: unix.SEEK_SET, Start: 1 << 20, Len: 1}
}

// Watch has a goroutine look after the object while threads wait for it.
func (c *common) Watch(waiting bool) {
	c.waiting = waiting
	switch {
	case waiting && !c.watching:
		c.watching = true
		go c.watch()
	case !waiting && c.watching:
		c.Rouse()
	}
}

func (c *common) watch() {
	for {
		turn := c.state.Turn.Load()
		if !c.look() {
			return
		}
		var rest time.Duration
		if c.rest != nil {
			rest = c.rest()
		}
		shm.SleepOn(&c.state.Turn, turn, rest)
	}
}

// look has the waiters look and reports whether some still wait.
func (c *common) look() bool {
	ntobj.Look(c.whole)
	ntobj.Lock()
	defer ntobj.Unlock()
	c.watching = c.waiting
	return c.watching
}

// flock is the system call, not disturbed by signals.
func flock(fd, how int) error {
	err := unix.Flock(fd, how)
	for err == unix.EINTR {
		err = unix.Flock(fd, how)
	}
	return err
}

// drop closes a file of OpenCommon.
func drop(fd int) {
	shm.Release(fd)
	unix.Close(fd)
}

// Hand opens the file of o once more for another process, whose lock on it
// keeps the object alive until that process has opened it by name. The
// descriptor is the caller's.
func Hand(o ntobj.Object) (fd int, err error) {
	c, ok := o.(ntobj.Commoner).Common().(*common)
	if !ok {
		return -1, errno.NotSupported
	}
	c.Lock()
	defer c.Unlock()
	if fd, err = shm.OpenCommon(c.path, false); err != nil {
		return -1, err
	}
	shm.Release(fd) // it is for others
	if err = os.ErrNotExist; leads(c.path, c.fd) {
		err = flock(fd, unix.LOCK_SH)
	}
	if err != nil {
		unix.Close(fd)
		return -1, err
	}
	return fd, nil
}
