package local

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/shm"
)

// Dial opens a client handle on the slot called name in dir.
func Dial(dir, name string) (*Writer, error) {
	if dir == "" {
		var err error
		if dir, err = Namespace(); err != nil {
			return nil, err
		}
	}
	for range dialTries {
		w, again, err := dial(pathOf(dir, name), name)
		if !again {
			return w, err
		}
	}
	return nil, notFound(name)
}

// dialTries bounds how often a name may change hands while it is opened.
const dialTries = 8

// dial opens the slot at path. A socket that nobody listens on is a dead
// owner's, or the directory has been replaced since it was opened: again.
func dial(path, name string) (w *Writer, again bool, err error) {
	dir, a, err := lookup(path, name)
	if err != nil {
		return nil, false, err
	}
	defer unix.Close(dir)
	fd, err := knock(shm.In(dir, socketFile))
	switch {
	case err == nil:
		w, err := newWriter(dir, fd, a)
		return w, false, err
	case errors.Is(err, unix.ENOENT) && !procMounted():
		return nil, false, errWithoutProc
	case errors.Is(err, unix.ECONNREFUSED), errors.Is(err, unix.ENOENT):
		return nil, !samePath(dir, path), notFound(name)
	case errors.Is(err, unix.EAGAIN):
		return nil, false, errno.New(errno.NoSystemResources,
			"too many clients wait for the server of %s: is it stopped?", name)
	case errors.Is(err, unix.EACCES), errors.Is(err, unix.EPERM):
		return nil, false, errno.New(errno.AccessDenied,
			"user %d may not write to %s: it belongs to user %d with mode %04o", os.Geteuid(), name, a.UID, a.Mode)
	}
	return nil, false, sysError("cannot open "+name, err)
}

// newWriter is the client's side of a fresh connection, which it owns.
func newWriter(dir, fd int, a About) (*Writer, error) {
	w := &Writer{about: a, fd: fd}
	if err := w.meet(dir); err != nil {
		shm.Close(fd)
		return nil, err
	}
	w.hint.Stir()
	return w, nil
}

// meet makes sure that the slot is its owner's, and shares its hint. This
// user's own slots need no proof: who could forge them can do anything.
func (w *Writer) meet(dir int) (err error) {
	a, open := w.about, shm.OpenHint
	if a.UID != os.Geteuid() {
		if err := servedBy(w.fd, a); err != nil {
			return err
		}
		open = func(dir int, name string) (*shm.Hint, error) { return shm.BorrowHint(dir, name, a.UID) }
	}
	if !a.Hint {
		return nil
	}
	if w.hint, err = open(dir, hintFile); err != nil {
		return sysError("cannot share the hint of "+a.Name, err)
	}
	return nil
}

// servedBy refuses a socket that is not the slot's own. Its name may be a link
// to another user's slot, which this user may write to and the owner may not.
func servedBy(fd int, a About) error {
	cred, err := shm.PeerCred(fd)
	if err == nil && cred.UID != a.UID {
		err = errno.New(errno.AccessDenied, "%s is served by user %d and belongs to user %d", a.Name, cred.UID, a.UID)
	}
	return err
}
