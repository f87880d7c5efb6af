package local

import (
	"mailslot/internal/ring"
	"mailslot/internal/shm"
)

// Quick is the common case of Read, without its detours: an ordinary message
// that fits is there, nobody waits for it, and nothing else is to be done.
// Where that is not so, Quick has done nothing.
func (s *Slot) Quick(p []byte) (n int, ok bool) {
	s.mu.Lock()
	if s.merge.Dry() && s.flow.hold(s.read) {
		s.mu.Unlock()
		shm.Yield()
		s.mu.Lock()
	}
	n, ok = s.quick(p)
	s.mu.Unlock()
	return n, ok
}

func (s *Slot) quick(p []byte) (int, bool) {
	if s.closed || s.deadline.over || len(s.readers.queue) != 0 || s.notice.on || s.chores() {
		return 0, false
	}
	rec, _, ok := s.merge.Next()
	n := len(rec.Payload)
	if !ok || rec.Flags != 0 || n > len(p) || s.about.MaxSize != 0 && n > int(s.about.MaxSize) {
		return 0, false
	}
	ring.Copy(p, rec.Payload)
	s.looks++
	s.taken(n)
	if s.chores() { // Next has polled
		s.finish()
	}
	return n, true
}

// Read reads one message into p; see Place.Read. The waiting readers are
// served in the order of their calls.
func (s *Slot) Read(p []byte, w Wait) (int, error) {
	pl, n, err := s.begin(want{p: p}, w)
	if pl != nil {
		err = pl.wait(w)
		n = pl.want.n
		s.recycle(pl)
	}
	return n, err
}

// Receive reads one message of any size with its sender.
func (s *Slot) Receive(w Wait) (m Message, err error) {
	pl, _, err := s.begin(want{m: &m}, w)
	if pl != nil {
		err = pl.wait(w)
		s.recycle(pl)
	}
	return m, err
}

// begin reads at once if there is a message and nobody waits for it, else
// takes a place in the queue.
func (s *Slot) begin(what want, w Wait) (pl *Place, n int, err error) {
	if w.cancelled() {
		return nil, 0, cancelError()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	err = s.try(&what)
	if err != errEmpty {
		return nil, what.n, err
	}
	if w.Timeout < 0 {
		return nil, 0, timeoutError()
	}
	pl = s.readers.enqueue(s)
	pl.want = what
	return pl, 0, nil
}

// TryRead reads the next message if there is one and no reader waits for it.
// Otherwise it answers errno.SemTimeout at once.
func (s *Slot) TryRead(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n, ok := s.quick(p); ok {
		return n, nil
	}
	what := want{p: p}
	err := s.try(&what)
	if err == errEmpty {
		err = timeoutError()
	}
	return what.n, err
}

// try takes a message, unless readers wait for it already.
func (s *Slot) try(what *want) error {
	if s.closed {
		return closedError()
	}
	if s.deadline.over {
		return timeoutError()
	}
	s.looks++
	if s.readers.first() != nil {
		return errEmpty
	}
	err := what.take(s)
	s.after()
	return err
}

// after keeps up what a look at the queue leaves behind.
func (s *Slot) after() {
	if s.chores() {
		s.finish()
	}
	if s.notice.on {
		s.notice.update(s)
		s.watch()
	}
}

// chores reports whether finish has something to do.
func (s *Slot) chores() bool { return len(s.culprits) != 0 || len(s.queries) != 0 }

// end is when the time-out ends the wait, by the order clock.
func (w Wait) end() uint64 {
	if w.Timeout > 0 {
		return shm.Now() + uint64(w.Timeout)
	}
	return shm.Forever
}
