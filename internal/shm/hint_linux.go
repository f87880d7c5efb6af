package shm

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Hint is three words in a file that a server and its clients of the same user
// share: whoever has sent something stirs it, so that the server need not ask
// the kernel while it stays the same. A bell is announced before it rings and
// counted after, so that a server which knows of all that were announced need
// not ask either. A nil Hint never tells anything.
//
// All users of one file in a process share a mapping.
type Hint struct {
	mem   []byte // nil: another user's file
	file  fileID
	users int // guarded by hints
	fd    int // of another user's file
	lost  atomic.Bool
}

// hints are the mappings of this process.
var hints struct {
	sync.Mutex
	open map[fileID]*Hint
}

const hintSize = 24

// The words of a hint.
const (
	wordSent      = iota // packets, but for bells, and connections made or closed
	wordRung             // bells sent
	wordAnnounced        // bells sent or about to be
)

// ErrHint means that the file is not one that MakeHint made, or was cut short.
var ErrHint = errors.New("not a hint file")

// MakeHint makes the file called name in the directory behind dir. It takes up
// memory once somebody opens it: most slots wait for their first client.
func MakeHint(dir int, name string) error {
	fd, err := openHint(dir, name, unix.O_CREAT|unix.O_EXCL)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	return unix.Ftruncate(fd, hintSize)
}

// OpenHint opens a file that MakeHint made in a process of this user.
func OpenHint(dir int, name string) (*Hint, error) {
	fd, err := openHint(dir, name, 0)
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd)
	return shareHint(fd)
}

// fillHint makes sure of a hint's memory, so that stirring never fails and a
// mapping of it never kills. What it writes is there already: stirs do not
// reach the last byte, but for a stranger's, which any change is good for.
func fillHint(fd int) error {
	if n, err := unix.Pwrite(fd, []byte{0}, hintSize-1); err != nil || n != 1 {
		return fmt.Errorf("write: %w", errors.Join(err, ErrHint))
	}
	return nil
}

func openHint(dir int, name string, how int) (int, error) {
	if err := fault("open"); err != nil {
		return -1, err
	}
	return unix.Openat(dir, name, how|unix.O_RDWR|unix.O_NOFOLLOW|unix.O_NONBLOCK|unix.O_CLOEXEC, 0o600)
}

// shareHint maps the file, or uses the mapping that there is.
func shareHint(fd int) (*Hint, error) {
	var st unix.Stat_t
	if unix.Fstat(fd, &st) != nil || st.Mode&unix.S_IFMT != unix.S_IFREG || st.Size != hintSize || int(st.Uid) != os.Geteuid() {
		return nil, ErrHint
	}
	file := idOf(&st)
	hints.Lock()
	defer hints.Unlock()
	if h := hints.open[file]; h != nil {
		h.users++
		return h, nil
	}
	if err := fillHint(fd); err != nil {
		return nil, err
	}
	mem, err := mapFile(fd, hintSize)
	if err != nil {
		return nil, err
	}
	if hints.open == nil {
		hints.open = map[fileID]*Hint{}
	}
	h := &Hint{mem: mem, file: file, users: 1}
	hints.open[file] = h
	return h, nil
}

// word is one of the shared words. A mapping begins at a page, so it is aligned.
// Who looks at it must survive that.
func (h *Hint) word(i int) *atomic.Uint64 { return (*atomic.Uint64)(unsafe.Pointer(&h.mem[8*i])) }

// survive is deferred with the answer of debug.SetPanicOnFault(true). Any process
// of the user can cut the file short, and looking at it then is a SIGBUS.
func (h *Hint) survive(was bool) {
	debug.SetPanicOnFault(was)
	if recover() != nil {
		h.lost.Store(true)
	}
}

// Lost reports whether the file has been cut short: it tells nothing any more.
func (h *Hint) Lost() bool { return h != nil && h.lost.Load() }

func (h *Hint) add(word int, n uint64) {
	defer h.survive(debug.SetPanicOnFault(true))
	h.word(word).Add(n)
}

// Stir tells the server that something other than a bell has been sent.
func (h *Hint) Stir() { h.count(wordSent) }

// Rang tells it that a bell has.
func (h *Hint) Rang() { h.count(wordRung) }

func (h *Hint) count(word int) {
	switch {
	case h == nil:
	case h.Borrowed():
		h.stirFile()
	default:
		h.add(word, 1)
	}
}

// Announce counts a bell that is going to ring, Recall one that is not. Nobody
// may ask this of a nil Hint, or another user's.
func (h *Hint) Announce() { h.add(wordAnnounced, 1) }

// Recall takes Announce back.
func (h *Hint) Recall() { h.add(wordAnnounced, ^uint64(0)) }

// Stirred is what a hint tells of what was sent.
type Stirred struct {
	Sent uint64 // changes with every packet but bells
	Rung uint64 // and with every bell
}

// Stirred stays the same until somebody sends something. Nobody may ask a nil
// Hint, or another user's.
func (h *Hint) Stirred() Stirred {
	defer h.survive(debug.SetPanicOnFault(true))
	return Stirred{h.word(wordSent).Load(), h.word(wordRung).Load()}
}

// Announced is how many bells were announced.
func (h *Hint) Announced() uint64 {
	defer h.survive(debug.SetPanicOnFault(true))
	return h.word(wordAnnounced).Load()
}

// Borrowed reports whether it is another user's, and holds a descriptor.
func (h *Hint) Borrowed() bool { return h != nil && h.mem == nil }

// Share is the mapping for one more user, who closes it too. Nobody may share
// a borrowed one.
func (h *Hint) Share() *Hint {
	if h != nil {
		hints.Lock()
		defer hints.Unlock()
		h.users++
	}
	return h
}

// Close lets go of the mapping, with its last user.
func (h *Hint) Close() {
	if h == nil {
		return
	}
	if h.Borrowed() {
		unix.Close(h.fd)
		return
	}
	hints.Lock()
	defer hints.Unlock()
	if h.users--; h.users == 0 {
		delete(hints.open, h.file)
		unix.Munmap(h.mem)
	}
}
