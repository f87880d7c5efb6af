package local

import (
	"os"
	"path/filepath"
	"sync"

	"golang.org/x/sys/unix"

	"mailslot/internal/shm"
)

// recents are the slots that this process opened last. Many a client opens,
// writes and closes for every message: it is spared the way through the slot's
// directory, its description and its hint.
type recents struct {
	sync.RWMutex
	slots [recentSlots]recent
	next  int // to be replaced
}

// recent is a slot that has been opened before. The pin makes sure that no
// other description ever passes for this slot's.
type recent struct {
	dir, name string // as asked for
	socket    string
	file      string // the description
	pin       shm.Pin
	about     About
	hint      *shm.Hint
}

// recentSlots bounds what this process keeps of slots that may have gone.
const recentSlots = 8

var theRecent recents

// reopen opens a slot that has been opened before, or answers nil. The socket
// is the slot's: its description has been at this path before and is still
// there, and a directory whose name another has taken never gets it back.
func (r *recents) reopen(dir, name string) *Writer {
	r.RLock()
	defer r.RUnlock()
	e := r.find(dir, name)
	if e == nil {
		return nil
	}
	stranger := e.about.UID != os.Geteuid()
	fd, err := shm.Connect(e.socket, stranger)
	if err != nil {
		return nil
	}
	if !e.pin.At(e.file) || stranger && servedBy(fd, e.about) != nil {
		shm.Close(fd)
		return nil
	}
	e.hint.Stir()
	w := &Writer{about: e.about, fd: fd, hint: e.hint.Share()}
	if stranger {
		w.beGuest()
	}
	return w
}

func (r *recents) find(dir, name string) *recent {
	for i := range r.slots {
		if e := &r.slots[i]; e.name == name && e.dir == dir && e.pin.Held() {
			return e
		}
	}
	return nil
}

// remember keeps the slot at path, which w has opened, and its pin if it has
// one.
func (r *recents) remember(dir, name, path string, pin *shm.Pin, w *Writer) {
	socket := filepath.Join(path, socketFile)
	if !pin.Held() || w.hint.Borrowed() || len(socket) > maxSocketPath {
		return
	}
	r.Lock()
	defer r.Unlock()
	e := r.find(dir, name)
	if e == nil {
		e = &r.slots[r.next]
		r.next = (r.next + 1) % recentSlots
	}
	e.forget()
	*e = recent{dir, name, socket, filepath.Join(path, aboutFile), pin.Move(), w.about, w.hint.Share()}
}

// maxSocketPath is the longest path that connect(2) takes.
const maxSocketPath = len(unix.RawSockaddrUnix{}.Path) - 1

// forget lets go of a slot that could not be opened any more.
func (r *recents) forget(dir, name string) {
	r.Lock()
	defer r.Unlock()
	if e := r.find(dir, name); e != nil {
		e.forget()
	}
}

func (e *recent) forget() {
	e.pin.Release()
	e.hint.Close()
	*e = recent{}
}
