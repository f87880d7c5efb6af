package local

import (
	"math/rand/v2"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/shm"
)

// Inherit makes a client handle of a connection that this process has from its
// parent. Both go on using it: identity and rights stay those of whoever
// opened it, each process writes to a ring of its own, and the handle's
// messages outlive either.
func Inherit(fd int, a About) (*Writer, error) {
	kind, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_TYPE)
	if err != nil || kind != unix.SOCK_SEQPACKET {
		return nil, errno.New(errno.InvalidHandle, "descriptor %d is not a mailslot connection", fd)
	}
	unix.CloseOnExec(fd)
	a.Quota = boundQuota(a.Quota) // the parent may be a program of 64 bits
	w := &Writer{
		about: a, fd: shm.Hold(fd), greeted: true, number: rand.Uint32(),
		stream: 1 + rand.Uint64N(1<<64-1),
		inline: maxInline, // inline messages are the opener's
	}
	return w, nil
}

// Share is the connection of a handle, to be inherited by a child, and what
// Inherit needs to know there. The descriptor stays the handle's.
func (w *Writer) Share() (fd int, a About, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ended != nil {
		return -1, About{}, w.ended
	}
	if err := w.greet(); err != nil {
		return -1, About{}, err
	}
	if err := w.tellBlind(); err != nil {
		return -1, About{}, err
	}
	return w.fd, w.about, nil
}

// tellBlind warns the server that a child, which cannot stir the hint, is going
// to send on the connection too.
func (w *Writer) tellBlind() error {
	if w.hint == nil {
		return nil
	}
	if err := shm.Send(w.fd, appendFrame(nil, frameBlind, 0, 0)); err != nil {
		return w.lost(err)
	}
	w.hint.Stir()
	return nil
}

// tellOver tells the server that this process writes no more through a handle
// which others have too. If there is no room for that, its pidfd tells.
func (w *Writer) tellOver() {
	if w.stream != 0 && w.out != nil {
		shm.Send(w.fd, appendStreamFrame(nil, frameOver, w.stream))
	}
}

// greet introduces the handle to the server, so that nobody else has to.
func (w *Writer) greet() error {
	if w.greeted {
		return nil
	}
	if err := shm.Send(w.fd, w.hello()); err != nil {
		return w.lost(err)
	}
	w.hint.Stir()
	w.greeted = true
	return nil
}

// AppendBinary and ParseAbout carry an About from parent to child.
func (a About) AppendBinary(b []byte) ([]byte, error) { return appendAbout(b, a), nil }

// ParseAbout reads what AppendBinary wrote.
func ParseAbout(b []byte) (About, error) { return parseAbout(b) }
