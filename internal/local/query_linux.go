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
// a second is errno.SemTimeout.
func (w *Writer) Info() (Info, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ended != nil {
		return Info{}, w.ended
	}
	w.number++
	if err := w.ask(); err != nil {
		return Info{}, err
	}
	return w.awaitReply(shm.Now() + uint64(queryTime))
}

func (w *Writer) ask() error {
	b := appendFrame(w.hello(), frameQuery, 0, 0, binary.LittleEndian.AppendUint32(nil, w.number))
	if err := shm.Send(w.fd, b); err != nil && !errors.Is(err, unix.EAGAIN) {
		return w.lost(err)
	}
	w.hint.Stir()
	w.greeted = true
	return nil
}

func (w *Writer) awaitReply(deadline uint64) (Info, error) {
	var buf [1024]byte
	for shm.Now() < deadline { // whatever the server says
		n, err := shm.Receive(w.fd, buf[:], min(deadline, shm.Now()+uint64(askAgain)))
		switch {
		case err != nil:
			return Info{}, w.lost(err)
		case n < 0:
			if err := w.ask(); err != nil {
				return Info{}, err
			}
			continue
		case n == 0:
			return Info{}, w.end(gone())
		}
		f, err := parseFrame(buf[:n])
		if err != nil {
			return Info{}, err
		}
		switch f.kind {
		case frameRefuse:
			return Info{}, w.end(parseRefusal(f.payload))
		case frameReply:
			if number, i, err := parseReply(f.payload); err == nil && number == w.number {
				return i, nil
			} else if err != nil {
				return Info{}, parseRefusal(f.payload)
			}
		}
	}
	return Info{}, errno.New(errno.SemTimeout, "the server does not answer: is it stopped?")
}
