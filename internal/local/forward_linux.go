package local

import (
	"context"
	"encoding/binary"
	"errors"
	"net"
	"slices"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/shm"
)

// heldStub is the holder's side of a server handle in another process. One
// goroutine takes its requests, and one more waits for each read that pends.
type heldStub struct {
	slot    *Slot
	link    *link
	greeted bool
	reads   map[uint64]*pending
}

// pending is a stub's read that waits for its turn or a message.
type pending struct {
	forwarded
	from   *heldStub
	place  *Place
	end    uint64 // by the order clock
	ctx    context.Context
	cancel context.CancelFunc
	over   bool // cancelled, answered or handed over
}

// Stub makes a connection for a server handle in another process. The caller
// passes the descriptor to that process, which calls OpenStub, and closes its
// own copy.
func (s *Slot) Stub() (fd int, a About, err error) {
	l, fd, err := newPair()
	if err != nil {
		return -1, About{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		l.close()
		shm.Close(fd)
		return -1, About{}, closedError()
	}
	s.hold(l)
	return fd, s.about, nil
}

// hold serves a stub from now on. The caller holds mu.
func (s *Slot) hold(l *link) {
	s.keep = true
	s.attend(s.newStub(l, false))
}

func (s *Slot) newStub(l *link, greeted bool) *heldStub {
	return &heldStub{slot: s, link: l, greeted: greeted, reads: map[uint64]*pending{}}
}

func (s *Slot) attend(h *heldStub) {
	s.stubs = append(s.stubs, h)
	s.forwarders.Go(h.serve)
}

// serve takes requests until the stub is gone or the slot closes.
func (h *heldStub) serve() {
	for {
		p, err := h.link.peek()
		if err == nil {
			err = h.request(p)
			closeFDs(p)
		}
		if err != nil {
			break
		}
	}
	s := h.slot
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.release(h)
	}
}

// release lets go of a stub: its reads give up their places.
func (s *Slot) release(h *heldStub) {
	s.stubs = slices.DeleteFunc(s.stubs, func(other *heldStub) bool { return other == h })
	for _, r := range h.reads {
		r.stop()
	}
	h.link.close()
}

// settle is the end of the read, however it came. The caller holds mu.
func (r *pending) settle() {
	r.over = true
	delete(r.from.reads, r.number)
}

// stop ends the wait for a message. The caller holds mu.
func (r *pending) stop() {
	r.settle()
	r.cancel()
}

// request handles what peek showed, and takes it. A request that comes when
// the slot is closed stays in the socket, for whoever holds the slot then.
func (h *heldStub) request(p shm.Packet) error {
	s := h.slot
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return net.ErrClosed
	}
	data := p.Data
	if !h.greeted {
		_, rest, err := parseHello(data)
		if err != nil {
			h.link.drop() // or its end would be told as a reset
			h.link.send(appendFrame(nil, frameRefuse, 0, 0, appendRefusal(nil, err)), -1)
			return err
		}
		h.greeted, data = true, rest
	}
	if len(data) != 0 {
		f, err := parseFrame(data)
		if err == nil {
			err = h.handle(f, p)
		}
		if err != nil {
			return err
		}
	}
	h.link.drop()
	return nil
}

func (h *heldStub) handle(f frame, p shm.Packet) error {
	s := h.slot
	switch f.kind {
	case stubRead:
		r, err := parseForwarded(f)
		if err != nil {
			return err
		}
		return s.forward(h, r)
	case stubCancel:
		r := h.reads[f.stamp]
		if r == nil {
			return nil // its answer is on the way
		}
		r.stop()
		return h.answer(r.number, cancelError())
	case stubInfo:
		s.catchUp()
		var i Info
		err := s.info(&i)
		s.after()
		return h.answer(f.stamp, err, appendReply(nil, 0, i)...)
	case stubTimeout:
		if len(f.payload) != 4 {
			return errno.New(errno.BadFormat, "a time-out of %d bytes", len(f.payload))
		}
		s.timeout.Store(binary.LittleEndian.Uint32(f.payload))
		return h.answer(f.stamp, nil)
	case stubReady:
		return h.ready(f.stamp)
	case stubShare:
		return h.share(f.stamp, takeFD(p))
	}
	return errno.New(errno.BadFormat, "a request of unknown kind %d", f.kind)
}

// ready sends the descriptor of readiness.
func (h *heldStub) ready(number uint64) error {
	s := h.slot
	if err := s.startNotice(); err != nil {
		return h.answer(number, err)
	}
	if err := h.link.send(appendFrame(nil, stubDone, 0, number), s.notice.bell.FD); err != nil {
		return h.answer(number, sysError("cannot send the descriptor of readiness", err))
	}
	return nil
}

// share serves another stub, at the request of this one.
func (h *heldStub) share(number uint64, fd int) error {
	if fd < 0 {
		return errno.New(errno.BadFormat, "a stub without a descriptor")
	}
	l, err := newLink(fd)
	if err == nil {
		h.slot.hold(l)
	}
	return h.answer(number, err)
}

// answer answers a request that moves no message.
func (h *heldStub) answer(number uint64, err error, payload ...byte) error {
	if err != nil {
		return h.link.send(appendFrame(nil, stubFailed, 0, number, appendRefusal(nil, err)), -1)
	}
	return h.link.send(appendFrame(nil, stubDone, 0, number, payload), -1)
}

// forward serves a read at once, or lets it wait behind all others.
func (s *Slot) forward(h *heldStub, f forwarded) error {
	if h.reads[f.number] != nil {
		return errno.New(errno.BadFormat, "two reads with the number %d", f.number)
	}
	r := h.pend(f)
	err := s.try(&want{pass: r})
	switch {
	case err == nil:
		return nil
	case err != errEmpty:
		return h.answer(f.number, err)
	case f.timeout < 0:
		return h.answer(f.number, timeoutError())
	case len(h.reads) == maxForwarded:
		return errno.New(errno.BadFormat, "more than %d reads of one stub", maxForwarded)
	}
	s.await(r)
	return nil
}

func (h *heldStub) pend(f forwarded) *pending {
	ctx, cancel := context.WithCancel(context.Background())
	return &pending{forwarded: f, from: h, end: Wait{Timeout: f.timeout}.end(), ctx: ctx, cancel: cancel}
}

// await gives a read its place and a goroutine that waits there.
func (s *Slot) await(r *pending) {
	r.from.reads[r.number] = r
	r.place = s.readers.enqueue(s)
	r.place.want = want{pass: r}
	s.forwarders.Go(r.wait)
}

func (r *pending) wait() {
	err := r.place.until(Wait{Context: r.ctx}, r.end)
	s := r.from.slot
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.over {
		return // answered, or to be answered by the next holder
	}
	// A closed slot answers too: this read had left its place by then, so the
	// next holder does not hear of it.
	r.settle()
	if err != nil && !errors.Is(err, errStubGone) && r.from.answer(r.number, err) != nil {
		r.from.link.interrupt() // it would wait for ever
	}
}

// errStubGone is a message that could not be sent to the stub; it stays.
var errStubGone = errors.New("the process that reads is gone")

// pass sends the next message to the stub that reads, and only then takes it.
func (s *Slot) pass(r *pending) error {
	if r.over {
		return errStubGone
	}
	body, stream, err := s.head()
	if stream == nil {
		if err == nil {
			err = errEmpty
		}
		return err
	}
	if uint64(len(body)) > uint64(r.size) && r.size != anySize {
		return shortBuffer(len(body), int(r.size))
	}
	m := s.message(body, stream)
	if err := r.from.deliver(r.number, &m); err != nil {
		return err
	}
	r.settle()
	s.taken(len(m.Data))
	return nil
}

// deliver sends a message, a large one in a file of its own.
func (h *heldStub) deliver(number uint64, m *Message) error {
	pass, body := -1, m.Data
	if len(body) > maxBody {
		file, err := shm.Envelope(body)
		if err != nil {
			return sysError("no memory for the message", err)
		}
		defer shm.Close(file)
		pass, body = file, nil
	}
	switch err := h.link.send(appendMessage(nil, number, m, body), pass); err {
	case nil:
		return nil
	case unix.EAGAIN:
		h.link.interrupt() // it does not take what it asked for
		return errStubGone
	case unix.EPIPE, unix.ECONNRESET:
		return errStubGone
	default: // for want of memory, or too many descriptors are on the way
		return sysError("cannot send the message to the process that reads", err)
	}
}
