package local

import (
	"time"

	"golang.org/x/sys/unix"

	"mailslot/internal/crashpoint"
	"mailslot/internal/ring"
	"mailslot/internal/shm"
)

// bell wakes the server. The message is in the ring and will be read, so where
// the system refuses to send a bell the write has happened all the same, and the
// bell is owed.
func (w *Writer) bell() error {
	crashpoint.Here("write: before bell")
	switch err := w.ring(); {
	case err == nil:
	case hasHungUp(err):
		return w.lost(err)
	default:
		w.owed = true
		time.AfterFunc(firstDunning, func() { w.dun(firstDunning) })
	}
	return nil
}

// ring sends a bell. A full socket needs none: what fills it wakes too.
func (w *Writer) ring() error {
	err := shm.Send(w.fd, bellPacket)
	w.hint.Rang()
	if err == unix.EAGAIN {
		return nil
	}
	return err
}

// The first and the longest time between two tries to send a bell that is owed.
const (
	firstDunning = time.Millisecond
	lastDunning  = 64 * time.Millisecond
)

// dun tries to send the bell that is owed, and comes again later until it is
// sent: the system has memory for it again, say.
func (w *Writer) dun(after time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.pay(); w.owed {
		after = min(2*after, lastDunning)
		time.AfterFunc(after, func() { w.dun(after) })
	}
}

// pay sends the bell that is owed, if it can; Close has it try once more before the
// end, which wakes the server where nobody else has the connection. The caller
// holds mu.
func (w *Writer) pay() {
	w.owed = w.owed && w.ended == nil && w.fd >= 0
	if w.owed {
		err := w.ring()
		w.owed = err != nil && !hasHungUp(err)
	}
}

// announcer is the hint, if it can count bells.
func (w *Writer) announcer() ring.Announcer {
	if w.hint == nil || w.hint.Borrowed() {
		return nil
	}
	return w.hint
}
