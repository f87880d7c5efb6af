package local

import (
	"context"
	"errors"
	"os"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/shm"
)

// Dial opens a client handle on the slot called name in dir.
func Dial(dir, name string) (*Writer, error) { return DialContext(context.Background(), dir, name) }

// DialContext is Dial. When the context ends while too many clients wait for
// the server, it answers errno.OperationAborted.
func DialContext(ctx context.Context, dir, name string) (*Writer, error) {
	ns := namespace{dir: dir, made: true}
	if dir == "" {
		var err error
		if ns, err = ownNamespace(); err != nil {
			return nil, err
		}
	}
	if w := theRecent.reopen(ns.dir, name); w != nil {
		return w, nil
	}
	theRecent.forget(ns.dir, name)
	dir, err := ns.use()
	if err != nil {
		return nil, err
	}
	for range dialTries {
		w, again, err := dial(ctx, dir, name)
		if !again {
			return w, err
		}
	}
	return nil, notFound(name)
}

// dialTries bounds how often a name may change hands while it is opened.
const dialTries = 8

// dial opens the slot and remembers it. A socket that nobody listens on is a
// dead owner's, or the directory has been replaced since it was opened: again.
func dial(ctx context.Context, dir, name string) (w *Writer, again bool, err error) {
	path := pathOf(dir, name)
	var pin shm.Pin
	defer pin.Release()
	entry, a, err := lookup(path, name, &pin)
	if err != nil {
		return nil, false, err
	}
	defer unix.Close(entry)
	fd, err := knock(ctx, shm.In(entry, socketFile), a.UID != os.Geteuid())
	switch {
	case err == nil:
		w, err := newWriter(entry, fd, a)
		if err != nil {
			return nil, errors.Is(err, unix.ENOENT), err // removed meanwhile
		}
		theRecent.remember(dir, name, path, &pin, w)
		return w, false, nil
	case errors.Is(err, unix.ENOENT) && !procMounted():
		return nil, false, errWithoutProc
	case errors.Is(err, unix.ECONNREFUSED), errors.Is(err, unix.ENOENT):
		return nil, !samePath(entry, path), notFound(name)
	case err == ctx.Err():
		return nil, false, errno.New(errno.OperationAborted, "too many clients wait for the server of %s: %w", name, err)
	case errors.Is(err, unix.EAGAIN):
		return nil, false, errno.New(errno.NoSystemResources,
			"too many clients wait for the server of %s: is it stopped?", name)
	case errors.Is(err, unix.EACCES) && shm.Barred(shm.In(entry, socketFile), uint32(a.Mode), os.Geteuid()):
		return nil, false, errno.New(errno.NoSystemResources,
			"what user %d has written or keeps open takes up his share of %s: wait until its server has read it", os.Geteuid(), name)
	case errors.Is(err, unix.EACCES), errors.Is(err, unix.EPERM):
		return nil, false, errno.New(errno.AccessDenied,
			"user %d may not write to %s: it belongs to user %d with mode %04o", os.Geteuid(), name, a.UID, a.Mode)
	}
	return nil, false, sysError("cannot open "+name, err)
}

// newWriter is the client's side of a fresh connection, which it owns.
func newWriter(dir, fd int, a About) (*Writer, error) {
	a.Quota = boundQuota(a.Quota) // of a program of 64 bits, or a stranger's word
	w := &Writer{about: a, fd: fd}
	if err := w.meet(dir); err != nil {
		shm.Close(fd)
		return nil, err
	}
	w.hint.Stir()
	return w, nil
}

// beGuest leaves another user's handle less to send inline, which lies in the
// server's own memory.
func (w *Writer) beGuest() {
	w.inline, w.bytes = maxInline-guestInline, maxInlineBytes-guestInlineBytes
}

// meet makes sure that the slot is its owner's, and shares its hint.
func (w *Writer) meet(dir int) (err error) {
	a, open := w.about, shm.OpenHint
	if err := servedBy(w.fd, a); err != nil {
		return err
	}
	if a.UID != os.Geteuid() {
		w.beGuest()
		open = func(dir int, name string) (*shm.Hint, error) { return shm.BorrowHint(dir, name, a.UID) }
	}
	if !a.Hint {
		return nil
	}
	w.hint, err = open(dir, hintFile)
	if err == nil || err == shm.ErrHint && a.UID == os.Geteuid() {
		return nil // of a hint that was cut short the server has heard as well
	}
	return sysError("cannot share the hint of "+a.Name, err)
}

// servedBy refuses a socket that is not the slot's own. Its name may be a link
// to another user's slot, which this user may write to and the owner may not.
// This user's own slots need no proof: who could forge them can do anything.
func servedBy(fd int, a About) error {
	if a.UID == os.Geteuid() {
		return nil
	}
	cred, err := shm.PeerCred(fd)
	if err == nil && cred.UID != a.UID {
		err = errno.New(errno.AccessDenied, "%s is served by user %d and belongs to user %d", a.Name, cred.UID, a.UID)
	}
	return err
}
