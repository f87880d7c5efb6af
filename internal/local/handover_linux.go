package local

import (
	"os"
	"time"

	"golang.org/x/sys/unix"

	"mailslot/internal/crashpoint"
	"mailslot/internal/ring"
	"mailslot/internal/shm"
)

// handOverTime is how long an heir may take to receive a packet or to answer.
// One that is stopped loses the slot to the next.
const handOverTime = 2 * time.Second

// will is what remains to be said when a slot is frozen to be handed over.
type will struct {
	stubs  []*heldStub
	reads  []*pending // in the order of their places
	closed []*conn    // clients, or processes of theirs, that hung up and left messages
	orphan map[*conn][]*ring.Stream
}

// makeWill freezes the slot; nil means that nobody inherits. The caller holds
// mu and has set closed, so nothing moves any more.
func (s *Slot) makeWill() *will {
	if len(s.stubs) == 0 {
		return nil
	}
	s.convict()
	s.cutLoose()
	w := &will{stubs: append([]*heldStub(nil), s.stubs...), orphan: map[*conn][]*ring.Stream{}}
	for _, pl := range s.readers.queue {
		if r := pl.want.pass; r != nil && !r.over {
			w.reads = append(w.reads, r)
			r.over = true
			r.cancel()
		}
	}
	s.merge.Streams(func(st *ring.Stream) {
		c := st.Owner.(*conn)
		if s.conns[c.fd] == c && !st.State().Ended {
			return
		}
		if w.orphan[c] == nil {
			w.closed = append(w.closed, c)
		}
		w.orphan[c] = append(w.orphan[c], st)
	})
	for _, streams := range w.orphan {
		for i, st := range streams {
			streams[i] = s.copied(st)
		}
	}
	return w
}

// cutLoose ends the clients with a ring that was adopted before anybody thought
// of handing over, and whose descriptor is gone, and those that are being sent
// away. What they have written stays, but for a stranger's rings beyond the share;
// their next write fails.
func (s *Slot) cutLoose() {
	for fd, c := range s.conns {
		if !c.away && s.portable(c.streams) {
			continue
		}
		shm.StopReceiving(fd)
		c.leaving = true
		s.drain(c, maxDrain, false)
		if s.conns[fd] == c {
			s.forget(c, false)
		}
	}
}

// portable reports whether all rings can be sent.
func (s *Slot) portable(streams []*ring.Stream) bool {
	all := true
	for _, st := range streams {
		st.Rings(func(in *ring.Consumer) { all = all && s.segments[in].Kept() })
	}
	return all
}

// copied is the stream, or a copy of its messages in a ring that can be sent.
func (s *Slot) copied(st *ring.Stream) *ring.Stream {
	if s.portable([]*ring.Stream{st}) {
		return st
	}
	bytes := uint64(0)
	st.Waiting(func(m ring.Inline) { bytes += ring.RecordSize(len(m.Payload)) })
	st.Rings(func(in *ring.Consumer) {
		if st.State().Frozen || in.Load() == nil {
			bytes += in.Pending()
		}
	})
	seg, err := shm.Create(max(bytes, 1))
	if err != nil {
		return st
	}
	to, n := ring.NewProducer(seg.Shared()), 0
	st.Drain(s.retire, func(r ring.Inline) {
		if at, ok := to.Reserve(len(r.Payload)); ok && seg.Ready(at.End()) == nil {
			to.Append(at, r.Stamp, r.Flags, nil, r.Payload)
			n++
		}
	})
	fresh := &ring.Stream{Owner: st.Owner, Skew: st.Skew}
	fresh.End()
	if n == 0 {
		seg.Unmap()
		return fresh
	}
	in := ring.NewConsumer(seg.Shared())
	in.Load()
	c := st.Owner.(*conn)
	s.segments[in] = seg
	s.charge(in, c, seg)
	c.mapped += seg.Size()
	fresh.AddRing(in)
	return fresh
}

// bequeath hands the slot to the oldest stub that takes it. False means that
// the slot must end after all.
func (s *Slot) bequeath(w *will) bool {
	for _, h := range w.stubs {
		h.link.interrupt()
	}
	s.forwarders.Wait() // nobody answers a stub from here on
	crashpoint.Here("hand-over: frozen")
	for i, heir := range w.stubs {
		if s.handOver(heir, w.stubs[i:], w) == nil {
			return true
		}
	}
	return false
}

// handOver offers the slot to one stub. The stubs before it are given up.
func (s *Slot) handOver(heir *heldStub, stubs []*heldStub, w *will) error {
	to, fd, err := newPair()
	if err != nil {
		return err
	}
	defer to.close()
	err = heir.link.sendSoon(appendFrame(nil, stubHeir, 0, 0), fd)
	shm.Close(fd)
	if err != nil {
		return err
	}
	d := deed{to: to, slot: s}
	d.packet(appendHello(nil, 0), -1)
	d.entry()
	d.clients(w)
	d.stubs(stubs, w.reads)
	crashpoint.Here("hand-over: sent")
	d.send(estateEnd, nil, -1)
	if d.err != nil {
		return d.err
	}
	crashpoint.Here("hand-over: offered")
	return to.awaitTaken()
}

// awaitTaken waits for the heir's word. One that comes too late is heard by
// neither side: the heir cannot send it any more.
func (l *link) awaitTaken() error {
	l.file.SetReadDeadline(time.Now().Add(handOverTime))
	p, err := l.peek()
	if err != nil {
		shm.StopReceiving(l.fd)
		p, err = l.recv.Peek(l.fd, false)
	}
	closeAll(p.FDs) // it has none
	if err != nil {
		return err
	}
	f, err := parseFrame(p.Data)
	if err == nil && f.kind != estateEnd {
		err = errEstate
	}
	return err
}

// deed writes the estate. After an error it writes nothing more.
type deed struct {
	to   *link
	slot *Slot
	err  error
}

func (d *deed) send(kind frameKind, payload []byte, pass int) { d.sendStamped(kind, 0, payload, pass) }

func (d *deed) sendStamped(kind frameKind, stamp uint64, payload []byte, pass int) {
	d.packet(appendFrame(nil, kind, 0, stamp, payload), pass)
}

func (d *deed) packet(b []byte, pass int) {
	if d.err == nil {
		d.err = d.to.sendSoon(b, pass)
	}
}

// sendSoon is send that waits for the receiver to make room.
func (l *link) sendSoon(b []byte, pass int) (err error) {
	end := time.Now().Add(handOverTime)
	l.file.SetWriteDeadline(end)
	for {
		wait := l.raw.Write(func(uintptr) bool {
			err = l.send(b, pass)
			return err != unix.EAGAIN
		})
		if wait != nil {
			return wait
		}
		if !passing(err) || time.Now().After(end) {
			return err
		}
		time.Sleep(time.Millisecond)
	}
}

// passing reports whether a send may succeed a little later: too many
// descriptors are on the way, of which the heir must take some, or the system
// has no memory at this moment.
func passing(err error) bool {
	return err == unix.ETOOMANYREFS || err == unix.ENOBUFS || err == unix.ENOMEM
}

// entry sends the slot itself.
func (d *deed) entry() {
	s := d.slot
	e := estate{
		timeout: s.timeout.Load(), offenders: uint32(s.offenders),
		read: s.read, readBytes: s.readBytes, path: s.entry.path, about: s.about,
	}
	if len(e.about.Name) > maxEstateName {
		e.about.Name = ""
	}
	d.send(estateSlot, e.append(nil), s.ls)
	d.send(estateLock, nil, s.entry.lock)
	if s.notice.on {
		d.send(estateBell, appendPacked(s.notice.told != nothing), s.notice.bell.FD)
	}
}

// clients sends all connections with what they have sent.
func (d *deed) clients(w *will) {
	for fd, c := range d.slot.conns {
		d.client(c, c.streams, fd)
	}
	for _, c := range w.closed {
		d.client(c, w.orphan[c], -1)
	}
}

func (d *deed) client(c *conn, streams []*ring.Stream, fd int) {
	state := clientState{
		uid: uint32(c.cred.UID), gid: uint32(c.cred.GID), pid: uint32(c.cred.PID), bells: uint32(c.bells),
		greeted: c.greeted, blind: c.blind, offended: c.offended,
		inline: uint64(c.inline), inlineBytes: uint64(c.inlineBytes), skew: c.skew,
	}
	d.send(estateClient, state.append(nil), fd)
	for i, st := range streams {
		p := proc{life: -1}
		if fd >= 0 {
			p = c.procs[i]
		}
		d.sendStamped(estateStream, p.number>>32, appendStream(nil, uint32(p.number), st.Skew, st.State()), p.life)
		st.Waiting(func(m ring.Inline) {
			d.packet(appendFrame(nil, estateMessage, uint8(m.Flags), m.Stamp, m.Payload), -1)
		})
		st.Rings(func(in *ring.Consumer) {
			if seg := d.slot.segments[in]; seg.Kept() {
				d.send(estateRing, appendPosition(nil, in.Position()), seg.FD())
			}
		})
	}
}

// stubs sends the stubs and their reads that wait.
func (d *deed) stubs(stubs []*heldStub, reads []*pending) {
	place := map[*heldStub]int{}
	for i, h := range stubs {
		place[h] = i
		d.send(estateStub, appendPacked(h.greeted), h.link.fd)
	}
	for _, r := range reads {
		i, lives := place[r.from]
		if !lives {
			continue
		}
		f := r.forwarded
		if r.end != shm.Forever {
			f.timeout = max(1, time.Duration(int64(r.end-shm.Now())))
		}
		d.sendStamped(estateRead, f.number, appendWaiting(nil, i, f), -1)
	}
}

func appendPacked(all ...bool) []byte { return []byte{byte(packed(all...))} }

// abandon lets go of a slot that another process has now.
func (s *Slot) abandon() {
	s.engine.leave(s)
	shm.Close(s.disown().lock)
	s.mu.Lock()
	defer s.mu.Unlock()
	for in, seg := range s.segments {
		s.lodge(in, seg, -1)
		seg.Unmap()
	}
	s.letGo(true)
}

// rewrite says in the slot's description who holds it now.
func (e entry) rewrite(a About) {
	next := shm.In(e.lock, aboutFile+".new")
	if os.WriteFile(next, appendAbout(nil, a), 0o644) == nil {
		os.Chmod(next, 0o644)
		os.Rename(next, shm.In(e.lock, aboutFile))
	}
}
