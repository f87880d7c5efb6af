package local

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"mailslot/internal/crashpoint"
	"mailslot/internal/errno"
	"mailslot/internal/shm"
	"mailslot/internal/slotname"
)

type unixStat = syscall.Stat_t

// A slot on disk is a directory, named by a hash of the case-folded name, with
// two files: the listening socket "s", whose mode says who may write, and
// "about". Its owner holds a lock on the directory for life: a directory whose
// lock is free belongs to a dead owner. It is made complete under a temporary
// name and published by a rename that replaces nothing, and it is removed by
// renaming it away first, so that no name ever leads to half a slot.
const (
	socketFile = "s"
	aboutFile  = "about"
	hintFile   = "hint"
)

// entry is a published slot directory that this process owns.
type entry struct {
	path string
	lock int // descriptor of the directory, holding the lock
}

// pathOf is where the slot called name lies in dir.
func pathOf(dir, name string) string {
	sum := sha256.Sum256([]byte(slotname.Fold(name)))
	return filepath.Join(dir, hex.EncodeToString(sum[:]))
}

// createEntry makes and publishes the directory of a slot and returns its
// listening socket; a.Hint says whether it has a hint. It looks at the name
// first, so that a name in use costs little.
func createEntry(dir string, a *About) (entry, int, error) {
	if state, err := clearAway(pathOf(dir, a.Name)); err != nil || state == alive {
		return entry{}, -1, cmp.Or(err, exists(a.Name))
	}
	temp, lock, err := makeTemp(dir)
	if err != nil {
		return entry{}, -1, err
	}
	e := entry{path: temp, lock: shm.Hold(lock)}
	crashpoint.Here("create: temporary made")
	ls, err := e.fill(a)
	if err == nil {
		crashpoint.Here("create: before publish")
		err = e.publish(pathOf(dir, a.Name), a.Name)
	}
	if err != nil {
		e.remove()
		if ls >= 0 {
			shm.Close(ls)
		}
		return entry{}, -1, err
	}
	crashpoint.Here("create: published")
	return e, ls, nil
}

// fill makes the directory's content.
func (e *entry) fill(a *About) (ls int, err error) {
	if a.Mode&0o077 == 0 && !a.Network {
		// Without one the slot works too: it asks the kernel more often.
		a.Hint = shm.MakeHint(e.lock, hintFile) == nil
	}
	if err := os.WriteFile(shm.In(e.lock, aboutFile), appendAbout(nil, *a), 0o644); err != nil {
		return -1, sysError("cannot write the slot's description", err)
	}
	os.Chmod(shm.In(e.lock, aboutFile), 0o644) // whatever the umask
	crashpoint.Here("create: about written")
	ls, err = shm.Listen(shm.In(e.lock, socketFile), uint32(a.Mode.Perm()))
	if err != nil {
		return -1, sysError("cannot make the slot's socket", err)
	}
	if err := unix.Fchmod(e.lock, 0o711); err != nil {
		return ls, sysError("cannot open the slot's directory to others", err)
	}
	return ls, nil
}

// publishTries bounds the wait for others who clear away the same dead entry.
const publishTries = 400

// publish gives the directory its name. A name in use is ERROR_ALREADY_EXISTS;
// what a dead owner left is cleared away.
func (e *entry) publish(path, name string) error {
	for range publishTries {
		err := renameNew(e.path, path)
		if err == nil {
			e.path = path
			return nil
		}
		if err != unix.EEXIST {
			return sysError("cannot publish the slot", err)
		}
		switch state, err := clearAway(path); {
		case err != nil:
			return err
		case state == alive:
			return exists(name)
		case state == busy:
			time.Sleep(time.Millisecond)
		}
	}
	return errno.New(errno.AlreadyExists, "the mailslot %s is being created by others at this moment", name)
}

func exists(name string) error {
	return errno.New(errno.AlreadyExists, "the mailslot %s exists already", name)
}

// state is what clearAway found at a path.
type state int

const (
	free  state = iota // nothing there, or no longer
	alive              // a live slot
	busy               // somebody is clearing it away
)

// clearAway removes what a dead owner left at path.
func clearAway(path string) (state, error) {
	fd, err := shm.OpenDir(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return free, nil
	case errors.Is(err, fs.ErrPermission):
		return clearForeign(path)
	case err != nil:
		return free, openError(path, errno.AlreadyExists, err)
	}
	defer unix.Close(fd)
	if unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB) != nil {
		if probe(fd) == dead {
			return busy, nil
		}
		return alive, nil
	}
	if !samePath(fd, path) {
		return free, nil // another cleared it away before we had the lock
	}
	crashpoint.Here("clear: lock taken")
	return free, discardDead(fd, path)
}

// openError says why what lies at a slot's path cannot be opened; code is for
// what is no directory.
func openError(path string, code errno.Errno, err error) error {
	if errors.Is(err, unix.ENOTDIR) || errors.Is(err, unix.ELOOP) {
		return errno.New(code, "%s is in the way and is not a mailslot: remove it", path)
	}
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrPermission) {
		return namespaceError(filepath.Dir(path), err) // no slot is to blame
	}
	return sysError("cannot open "+path, err)
}

// discardDead is discard for what others may have left or put there: the
// directory behind fd. In a sticky directory only its owner and root can remove
// it, and its owner may have put another in its place, or made room for a live
// slot of somebody else, since it was judged; then that goes back.
func discardDead(fd int, path string) error {
	grave, err := bury(path)
	if err == nil && !samePath(fd, grave) {
		renameNew(grave, path)
		return nil
	}
	if err == nil {
		err = erase(grave)
	}
	if !errors.Is(err, fs.ErrPermission) {
		return err
	}
	return errno.New(errno.AlreadyExists, "the name is taken by %s, which is no live slot and belongs to another user", path).Advise(rootFrees)
}

const rootFrees = "root can free it with: mailslot doctor --clean"

// clearForeign looks at another user's slot, whose directory we may not open.
// In a sticky directory only its owner and root can remove it.
func clearForeign(path string) (state, error) {
	fd, err := shm.OpenPath(path)
	if errors.Is(err, fs.ErrNotExist) {
		return free, nil
	}
	if err != nil {
		return free, openError(path, errno.AlreadyExists, err)
	}
	defer unix.Close(fd)
	if probe(fd) != dead && !ownerGone(fd) {
		return alive, nil
	}
	return free, errno.New(errno.AlreadyExists, "the name is left over from a dead process of another user").Advise(rootFrees)
}

// ownerGone reports whether the process that made a slot no longer exists. It
// is asked where the socket's mode does not let us ask for a listener, and
// only to say what is in the way.
func ownerGone(dir int) bool {
	text, err := shm.ReadIn(dir, aboutFile, aboutHeader+maxName, nil)
	if err != nil {
		return false
	}
	a, err := parseAbout(text)
	return err == nil && unix.Kill(a.PID, 0) == unix.ESRCH
}

// samePath reports whether path still leads to the directory behind fd.
func samePath(fd int, path string) bool {
	var a, b unix.Stat_t
	return unix.Fstat(fd, &a) == nil && unix.Lstat(path, &b) == nil && a.Ino == b.Ino && a.Dev == b.Dev
}

// life is whether somebody listens on a slot's socket.
type life int

const (
	dead life = iota
	living
)

// probe asks the kernel whether anybody listens. What it may not ask is taken
// for living.
func probe(dir int) life {
	fd, err := shm.Connect(shm.In(dir, socketFile), true)
	if err == nil {
		shm.Close(fd)
		return living
	}
	if errors.Is(err, unix.ECONNREFUSED) || errors.Is(err, unix.ENOENT) {
		return dead
	}
	return living
}

// remove takes the entry's name away and then its files.
func (e entry) remove() {
	crashpoint.Here("remove: before rename")
	discard(e.path)
	shm.Close(e.lock)
}

// discard renames a directory out of the namespace and then removes it. The
// caller holds its lock.
func discard(path string) error {
	grave, err := bury(path)
	if err == nil {
		err = erase(grave)
	}
	return err
}

// bury takes a directory out of the namespace, if there is a place for it.
func bury(path string) (grave string, err error) {
	temp, err := tempDir(filepath.Dir(path))
	if err != nil || filepath.Dir(path) == temp {
		return path, nil
	}
	grave = filepath.Join(temp, random())
	if err := unix.Rename(path, grave); err != nil {
		return "", sysError("cannot remove a dead slot", err)
	}
	return grave, nil
}

func erase(grave string) error {
	crashpoint.Here("remove: renamed away")
	if err := os.RemoveAll(grave); err != nil {
		return sysError("cannot remove a dead slot", err)
	}
	return nil
}

// renameNew gives a slot's directory a name that nothing has. Some file systems
// cannot rename without replacing, but a directory never replaces one that has
// files, as that of a slot has.
func renameNew(from, to string) error {
	err := unix.Renameat2(unix.AT_FDCWD, from, unix.AT_FDCWD, to, unix.RENAME_NOREPLACE)
	if err != unix.EINVAL && err != unix.ENOSYS && err != unix.EPERM {
		return err
	}
	err = unix.Rename(from, to)
	if err == unix.ENOTEMPTY || err == unix.ENOTDIR {
		return unix.EEXIST
	}
	return err
}
