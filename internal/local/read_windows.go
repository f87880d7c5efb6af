package local

import (
	"bytes"
	"math"
	"time"

	"golang.org/x/sys/windows"

	"mailslot/internal/errno"
)

// A read is one ReadFile, on a thread that stays inside until it has ended: so
// it is the system that queues readers, wakes them and keeps the time-out of
// the slot, and all that is to be done for contexts, deadlines and Close is to
// cancel it. That works in the same way where the handle is overlapped, as on
// Windows, and where it is not, as under Wine (D8 of the specification).

// Quick is for transports that can tell that a read will not wait.
func (s *Slot) Quick([]byte) (int, bool) { return 0, false }

// Read reads one message into p. Of the wait, the time-out is the system's.
func (s *Slot) Read(p []byte, w Wait) (int, error) {
	r, err := s.begin(w)
	if err != nil {
		return 0, err
	}
	defer s.end(r)
	return s.read(r, p, bounds{cancel: w.cancel()})
}

// Receive reads one message of any size. Windows tells neither who wrote it
// nor when.
func (s *Slot) Receive(w Wait) (Message, error) {
	r, err := s.begin(w)
	if err != nil {
		return Message{}, err
	}
	defer s.end(r)
	p, err := s.receive(r, w)
	if err != nil {
		return Message{}, err
	}
	return Message{Data: p, From: unknown}, nil
}

// unknown is who wrote a message, and who serves a slot.
var unknown = Sender{UID: -1, PID: -1}

// begin lets a read in, which needs end.
func (s *Slot) begin(w Wait) (*request, error) {
	if w.cancelled() {
		return nil, cancelError()
	}
	if !s.enter() {
		return nil, closedError()
	}
	over, passed := s.deadline.state()
	if over {
		s.leave()
		return nil, timeoutError()
	}
	r, err := s.requests.take()
	if err != nil {
		s.leave()
		return nil, err
	}
	r.passed = passed
	return r, nil
}

func (s *Slot) end(r *request) {
	s.requests.put(r)
	s.leave()
}

// usual is the room for messages whose size is not known before they are read.
const usual = 64 << 10

// receive reads most messages into the room of r and copies them. A larger one
// ends the read and stays; then its size can be asked for.
func (s *Slot) receive(r *request, w Wait) ([]byte, error) {
	if r.room == nil {
		r.room = make([]byte, usual)
	}
	b, began := bounds{cancel: w.cancel()}, time.Now()
	n, err := s.read(r, r.room, b)
	if err == nil {
		return bytes.Clone(r.room[:n:n]), nil
	}
	if w.Timeout > 0 { // which is not to begin anew
		b.limit = began.Add(w.Timeout)
	}
	for errno.Of(err) == errno.InsufficientBuffer {
		var i Info
		if err = infoInto(s.h, &i); err != nil {
			return nil, err
		}
		p := make([]byte, max(i.NextSize, usual))
		if n, err = s.read(r, p, b); err == nil {
			return p[:n:n], nil
		}
	}
	return nil, err
}

// bounds is what ends a read before the system does.
type bounds struct {
	cancel <-chan struct{} // nil: nothing
	limit  time.Time       // zero: none
}

// read is one read, for as long as it takes.
func (s *Slot) read(r *request, p []byte, b bounds) (int, error) {
	for {
		stop := b.watch(func() { windows.CancelIoEx(s.h, &r.ov) })
		n, err := r.read(s.h, p[:min(uint64(len(p)), math.MaxUint32)])
		why := stop()
		if err == nil {
			s.count.Add(1)
			s.bytes.Add(uint64(n))
			return int(n), nil
		}
		if err = s.verdict(r, len(p), err, why); err != nil {
			return 0, err
		}
	}
}

// verdict is what a failed read answers, nil if it is to begin again because
// somebody has cancelled it for a reason that is none any more.
func (s *Slot) verdict(r *request, room int, err, why error) error {
	switch err {
	case windows.ERROR_SEM_TIMEOUT:
		return timeoutError()
	case windows.ERROR_INSUFFICIENT_BUFFER:
		return errno.New(errno.InsufficientBuffer, "the next message is larger than the buffer of %d bytes", room)
	case windows.ERROR_OPERATION_ABORTED:
	default:
		return sysError("cannot read", err)
	}
	if why != nil {
		return why
	}
	if s.isClosed() {
		return endedError()
	}
	if _, passed := s.deadline.state(); passed != r.passed {
		return timeoutError()
	}
	return nil
}

// watch calls cancel when the read is to end, again and again: the read may not
// have reached the system yet. What stop answers is why, or nil; from then on
// nothing is cancelled any more.
func (b bounds) watch(cancel func()) (stop func() error) {
	if b.cancel == nil && b.limit.IsZero() {
		return func() error { return nil }
	}
	ended, why := make(chan struct{}), make(chan error, 1)
	go func() { why <- b.await(ended, cancel) }()
	return func() error {
		close(ended)
		return <-why
	}
}

func (b bounds) await(ended <-chan struct{}, cancel func()) error {
	var late <-chan time.Time
	if !b.limit.IsZero() {
		late = time.After(time.Until(b.limit))
	}
	var why error
	select {
	case <-ended:
		return nil
	case <-b.cancel:
		why = cancelError()
	case <-late:
		why = timeoutError()
	}
	for {
		cancel()
		select {
		case <-ended:
			return why
		case <-time.After(longestPause):
		}
	}
}
