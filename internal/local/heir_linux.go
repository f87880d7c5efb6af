package local

import (
	"bytes"
	"os"
	"time"

	"mailslot/internal/crashpoint"
	"mailslot/internal/ring"
	"mailslot/internal/shm"
)

// heir takes a slot over that another process hands to a stub of this one. The
// stub goes on asking over its connection, whose other end is here as well now.
type heir struct {
	from   *link
	slot   *Slot
	client *conn   // the last that came
	all    []*conn // also those that have hung up
	stream *ring.Stream
	stubs  []*heldStub
	reads  []*pending
}

// inherit takes the slot that comes on the connection, or nothing at all.
func (st *Stub) inherit(fd int) {
	from, err := newLink(fd)
	if err != nil {
		return
	}
	defer from.close()
	h := &heir{from: from, slot: newSlot(About{Name: st.about.Name})}
	if h.receive() != nil || h.begin() != nil {
		h.discard()
		return
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	st.hosted = h.slot
}

// receive takes packets to the last one.
func (h *heir) receive() error {
	for first := true; ; first = false {
		h.from.file.SetReadDeadline(time.Now().Add(2 * handOverTime))
		p, err := h.from.peek()
		if err != nil {
			return err
		}
		end := false
		if first {
			_, _, err = parseHello(p.Data)
		} else {
			end, err = h.take(p)
		}
		closeFDs(p)
		if err != nil {
			return err
		}
		h.from.drop()
		if end {
			return nil
		}
	}
}

func (h *heir) take(p shm.Packet) (end bool, err error) {
	f, err := parseFrame(p.Data)
	if err != nil {
		return false, err
	}
	switch f.kind {
	case estateSlot:
		return false, h.entry(f, takeFD(p))
	case estateLock:
		h.slot.entry.lock = shm.Hold(takeFD(p))
	case estateBell:
		h.bell(f, takeFD(p))
	case estateClient:
		return false, h.newClient(f, takeFD(p))
	case estateStream:
		return false, h.newStream(f, takeFD(p))
	case estateMessage:
		if h.stream == nil {
			return false, errEstate
		}
		h.stream.AddInline(ring.Inline{Stamp: f.stamp, Flags: uint32(f.flags), Payload: bytes.Clone(f.payload)})
	case estateRing:
		return false, h.ring(f, takeFD(p))
	case estateStub:
		return false, h.stub(f, takeFD(p))
	case estateRead:
		return false, h.read(f)
	case estateEnd:
		return true, nil
	default:
		return false, errEstate
	}
	return false, nil
}

func (h *heir) entry(f frame, fd int) error {
	e, err := parseEstate(f.payload)
	s := h.slot
	s.ls = shm.Hold(fd)
	if e.about.Name == "" {
		e.about.Name = s.about.Name
	}
	s.about, s.entry.path = e.about, e.path
	s.about.PID = os.Getpid()
	s.timeout.Store(e.timeout)
	s.read, s.readBytes, s.offenders = e.read, e.readBytes, int(e.offenders)
	s.keep = true
	return err
}

func (h *heir) bell(f frame, fd int) {
	rung := len(f.payload) == 1 && f.payload[0] != 0
	h.slot.notice = notice{bell: shm.Bell{FD: fd}, on: true, ready: make(chan struct{}, 1)}
	if rung {
		h.slot.notice.told = message
		h.slot.notice.ready <- struct{}{}
	}
}

func (h *heir) newClient(f frame, fd int) error {
	state, err := parseClient(f.payload)
	if err != nil {
		if fd >= 0 {
			shm.Close(fd)
		}
		return err
	}
	cred := shm.Cred{UID: int(state.uid), GID: int(state.gid), PID: int(int32(state.pid))}
	h.client = &conn{
		fd: fd, cred: cred, trusted: trusted(cred.UID), greeted: state.greeted, skew: state.skew,
		offended: state.offended, blind: state.blind, bells: int(state.bells), inline: int(state.inline), inlineBytes: int(state.inlineBytes),
	}
	h.all, h.stream = append(h.all, h.client), nil
	if fd >= 0 {
		h.slot.conns[shm.Hold(fd)] = h.client
		if h.client.blind {
			h.slot.blind++
		}
	}
	return nil
}

func (h *heir) newStream(f frame, life int) error {
	number, skew, state, err := parseStream(f.payload)
	if err != nil || h.client == nil {
		if life >= 0 {
			shm.Close(life)
		}
		return errEstate
	}
	h.stream = h.client.addStream(f.stamp<<32 | uint64(number))
	h.client.procs[len(h.client.procs)-1].life = life
	h.stream.Skew = skew
	h.stream.Resume(state)
	return nil
}

func (h *heir) ring(f frame, fd int) error {
	if fd < 0 {
		return errEstate
	}
	defer shm.Close(fd)
	at, err := parsePosition(f.payload)
	if err != nil || h.stream == nil {
		return errEstate
	}
	seg, err := shm.Map(fd, ring.MaxSize)
	if err != nil {
		return err
	}
	seg.Keep(fd)
	s := h.slot
	in := ring.ResumeConsumer(seg.Shared(), at)
	s.segments[in], s.owners[in] = seg, h.client
	h.client.mapped += seg.Size()
	s.charged[h.client.cred.UID] += seg.Size()
	h.stream.ResumeRing(in)
	return nil
}

func (h *heir) stub(f frame, fd int) error {
	if fd < 0 {
		return errEstate
	}
	l, err := newLink(fd)
	if err != nil {
		return err
	}
	greeted := len(f.payload) == 1 && f.payload[0] != 0
	h.stubs = append(h.stubs, h.slot.newStub(l, greeted))
	return nil
}

func (h *heir) read(f frame) error {
	i, r, err := parseWaiting(f)
	if err != nil || i < 0 || i >= len(h.stubs) {
		return errEstate
	}
	h.reads = append(h.reads, h.stubs[i].pend(r))
	return nil
}

// begin watches everything, says that the slot is ours, and serves it. Before
// that was heard it writes nothing into memory that it shares with clients: if
// it was stopped for long, another heir may read their rings by now.
func (h *heir) begin() error {
	s := h.slot
	if s.ls < 0 || s.entry.lock < 0 {
		return errEstate
	}
	s.mu.Lock()
	s.shareHint()
	err := s.start()
	if err != nil {
		s.mu.Unlock()
		return err
	}
	if err = h.settle(); err == nil {
		h.serve()
	}
	s.closed = err != nil
	s.mu.Unlock()
	if err != nil { // without mu: the engine may be waiting for it, to serve a client
		s.engine.leave(s)
		shm.Close(s.ep.FD)
	}
	return err
}

// serve goes on where the old holder has stopped. The caller holds mu.
func (h *heir) serve() {
	s := h.slot
	for _, c := range h.all {
		for _, st := range c.streams {
			s.merge.Activate(st)
		}
	}
	for _, c := range s.conns {
		s.engine.enter(s, c.cred)
	}
	for in, seg := range s.segments {
		s.lodge(in, seg, 1)
		seg.Frozen().Store(packed(s.frozen(s.owners[in].cred.UID))) // the old holder may have had more of his
	}
	s.countInlined()
	s.entry.rewrite(s.about)
	shm.SetBacklog(s.ls, shm.Backlog) // the door may have been narrow; clients ask who listens
	s.setDoor()                       // or shut to some
	crashpoint.Here("hand-over: taken")
	for _, stub := range h.stubs {
		s.attend(stub)
	}
	for _, r := range h.reads {
		s.await(r)
	}
	s.poll()
	s.after()
}

// settle makes the slot ready and tells the old holder. The caller holds mu.
func (h *heir) settle() error {
	s := h.slot
	for fd := range s.conns {
		if err := s.ep.Add(fd, shm.Readable); err != nil {
			return err
		}
	}
	crashpoint.Here("hand-over: before the answer")
	return h.from.sendSoon(appendFrame(nil, estateEnd, 0, 0), -1)
}

// discard lets go of a slot that did not come whole.
func (h *heir) discard() {
	s := h.slot
	for _, seg := range s.segments {
		seg.Unmap()
	}
	for fd := range s.conns {
		shm.Close(fd)
	}
	for _, c := range h.all {
		c.forgetLives()
	}
	for _, stub := range h.stubs {
		stub.link.close()
	}
	if s.notice.on {
		shm.Close(s.notice.bell.FD)
	}
	s.hint.Close()
	for _, fd := range []int{s.ls, s.entry.lock} {
		if fd >= 0 {
			shm.Close(fd)
		}
	}
}
