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
	if !a.Hint {
		return w, nil
	}
	var err error
	if w.hint, err = shm.OpenHint(dir, hintFile); err != nil {
		shm.Close(fd)
		return nil, sysError("cannot share the hint of "+a.Name, err)
	}
	w.hint.Stir()
	return w, nil
}
