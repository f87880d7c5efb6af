package local

import (
	"encoding/binary"
	"errors"
	"time"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/shm"
)

// queryTime is how long a server may take to answer.
const queryTime = time.Second

// askAgain is when the question is repeated: another process that shares the
// connection may have taken the answer.
const askAgain = 150 * time.Millisecond

// Info asks the slot through the handle; a server that does not answer within
// a second is errno.SemTimeout. Writes go on meanwhile, and Close ends it.
func (w *Writer) Info() (Info, error) {
	w.asking.Lock()
	defer w.asking.Unlock()
	closing, err := shm.NewBell()
	if err == nil {
		defer shm.Close(closing.FD)
	} else {
		closing.FD = -1 // then Close waits until the question is repeated
	}
	w.tellOfClose(&closing)
	defer w.tellOfClose(nil)
	w.number++
	if err := w.ask(); err != nil {
		return Info{}, err
	}
	return w.awaitReply(shm.Now()+uint64(queryTime), closing)
}

// tellOfClose has Close ring the bell; nil is none.
func (w *Writer) tellOfClose(b *shm.Bell) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closing = b
}

// ask sends the question, or sends it again.
func (w *Writer) ask() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ended != nil {
		return w.ended
	}
	b := appendFrame(w.hello(), frameQuery, 0, 0, binary.LittleEndian.AppendUint32(nil, w.number))
	if err := shm.Send(w.fd, b); err != nil && !errors.Is(err, unix.EAGAIN) {
		return w.lost(err)
	}
	w.hint.Stir()
	w.greeted = true
	return nil
}

// awaitReply waits without mu: asking keeps the descriptor open.
func (w *Writer) awaitReply(deadline uint64, closing shm.Bell) (Info, error) {
	var buf [1024]byte
	for shm.Now() < deadline { // whatever the server says
		n, err := shm.Receive(w.fd, buf[:], min(deadline, shm.Now()+uint64(askAgain)), closing)
		switch {
		case err != nil || n == 0:
			return Info{}, w.unanswered(err)
		case n < 0:
			if err := w.ask(); err != nil {
				return Info{}, err
			}
			continue
		}
		f, err := parseFrame(buf[:n])
		if err != nil {
			return Info{}, err
		}
		switch f.kind {
		case frameRefuse:
			return Info{}, w.refused(parseRefusal(f.payload))
		case frameReply:
			if number, i, err := parseAnswer(f); number == w.number {
				return i, err
			}
		}
	}
	return Info{}, errno.New(errno.SemTimeout, "the server does not answer: is it stopped?")
}

// unanswered says why no answer comes; nil is a server that has hung up. A
// write may have learnt the reason already.
func (w *Writer) unanswered(err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.ended != nil:
		return w.ended
	case err != nil:
		return w.lost(err)
	}
	return w.end(gone())
}

// refused ends the handle with the server's last word.
func (w *Writer) refused(why error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.end(why)
}
