package local

import (
	"encoding/binary"
	"errors"
	"slices"

	"golang.org/x/sys/unix"

	"mailslot/internal/errno"
	"mailslot/internal/ring"
	"mailslot/internal/shm"
)

// Limits on what one connection may do. An honest client stays below them.
const (
	maxInline      = 16       // inline messages
	maxInlineBytes = 32 << 10 // and their bytes
	maxStreams     = 1 << 10  // processes of another user that write through one handle
	maxDrain       = 512      // packets taken at one look; a socket holds fewer, see shm.Connect
)

// conn is the server's side of one client handle.
type conn struct {
	fd      int
	cred    shm.Cred
	trusted bool // may say where a message from the network came from
	greeted bool
	skew    int64

	offended bool   // broke the rules and was counted
	soiled   bool   // its first packet is to be dropped by whoever closes it
	blind    bool   // shared with a process that does not stir the hint
	parked   bool   // its next packet waits for room, see park
	leaving  bool   // its last packets are taken in now
	laden    bool   // parked, see setAside
	away     bool   // may send nothing more, see relieve
	turn     bool   // its next ring is taken in, if it must be sent away for that
	needs    uint64 // size of the ring for which it is parked; 0: that is not known

	streams     []*ring.Stream
	procs       []proc // of the streams
	reapAt      int    // when so many are there, look which have ended
	came        int    // so many have been
	bells       int    // outstanding ones of those that have
	inline      int
	inlineBytes int
	mapped      uint64 // bytes of the segments that are not used up
}

// proc is one of the processes that write through a handle.
type proc struct {
	number uint64 // 0 is the one that opened it
	life   int    // its pidfd, or -1
}

// accept takes connections that wait, as long as this poll may: those who came
// before it began are at the front, and at most a backlog of them.
func (s *Slot) accept(most *int) {
	for *most > 0 {
		fd, err := shm.Accept(s.ls)
		if errors.Is(err, unix.EMFILE) || errors.Is(err, unix.ENFILE) {
			s.engine.spare(func() { fd, err = shm.Accept(s.ls) })
		}
		if err != nil {
			if err != unix.EAGAIN {
				s.stuck = sysError("cannot accept a client", err)
			}
			return
		}
		s.adopt(fd)
		if s.conns[fd] == nil {
			s.crowd.gone++
		}
		if *most--; !shm.Waiting(s.ls) {
			return
		}
	}
}

// adopt takes in what a new client has sent, and keeps the connection if the
// user's share and the system allow it. A client that cannot be kept loses
// nothing that it has written.
func (s *Slot) adopt(fd int) {
	cred, err := shm.PeerCred(fd)
	if err != nil {
		shm.Close(fd)
		return
	}
	c := &conn{fd: fd, cred: cred, trusted: trusted(cred.UID)}
	c.addStream(0)
	s.conns[fd] = c
	s.shareHint()
	refusal := s.admit(cred)
	if refusal == nil {
		s.drain(c, maxDrain, shm.HungUp(fd)) // many have come, written and gone
		if s.conns[fd] != c || c.parked {
			return // come and gone, or left alone: it need not be watched
		}
		if err := s.ep.Add(fd, shm.Readable); err != nil {
			refusal = sysError("the server cannot watch another client", err)
		}
	}
	if refusal != nil {
		s.refuse(c, refusal)
	}
}

// refuse sends a client away that cannot be kept. What it has sent is taken in to
// the end, now or when there is room for it.
func (s *Slot) refuse(c *conn, why error) {
	s.sendAway(c, why)
	s.drain(c, maxDrain, false)
	if s.conns[c.fd] == c && !c.parked {
		s.park(c, 0)
	}
}

func (c *conn) addStream(number uint64) *ring.Stream {
	st := &ring.Stream{Owner: c, Skew: c.skew}
	c.streams = append(c.streams, st)
	c.procs = append(c.procs, proc{number, -1})
	c.came = min(c.came+1, maxCame)
	return st
}

// drain takes the packets that wait on the connection, at most so many. closed
// says that the client is known to have closed it.
func (s *Slot) drain(c *conn, most int, closed bool) {
	if s.rang == c {
		s.rang = nil
	}
	r := s.engine.receiver()
	defer s.engine.giveBack(r)
	for range most {
		p, err := s.peek(r, c, closed)
		if err == shm.ErrTruncated {
			s.discard(c, p.FDs)
			s.engine.spare(func() { p, err = r.Peek(c.fd, closed) })
		}
		switch {
		case err == unix.EAGAIN:
			return
		case err == unix.EINTR || err == unix.ECONNRESET:
			continue // a reset is told once, before the packets that came first
		case err == shm.ErrRights:
			s.setAside(c)
			return
		case err == shm.ErrTruncated:
			s.discard(c, p.FDs)
			s.stuck = sysError("cannot take a client's segment", unix.EMFILE)
			return
		case err != nil: // for want of memory: the packet stays where it is
			s.stuck = sysError("cannot take what a client has sent", err)
			return
		case len(p.Data) == 0 && len(p.FDs) == 0:
			s.hangup(c, closed)
			return
		}
		if !s.packet(c, p) {
			return
		}
	}
}

// packet handles what Peek showed. It reports whether to go on.
func (s *Slot) packet(c *conn, p shm.Packet) bool {
	if len(p.FDs) != 0 {
		defer s.discard(c, p.FDs)
	}
	greeted := c.greeted
	err := s.handle(c, p)
	if err == errLater {
		c.greeted = greeted // the packet comes again, as it is
		return false
	}
	if c.soiled = p.Torn && !s.exempt(c.cred.UID); !c.soiled {
		shm.Drop(c.fd) // a bad one too: left there, it would turn our last word into a reset
	}
	s.settle(c, err)
	return err == nil
}

// settle ends the connection whose packet could not be handled.
func (s *Slot) settle(c *conn, err error) {
	switch {
	case err == nil:
	case err == errShare:
		s.dismiss(c, err)
	case err == errProcesses:
		s.refuse(c, err)
	default:
		s.offend(c, err)
	}
}

// errLater leaves the packet in the socket: adopting it failed for want of
// memory, and Slot.stuck says so, or the client is parked.
var errLater = errors.New("later")

func (s *Slot) handle(c *conn, p shm.Packet) error {
	if !p.Long && len(p.Data) == len(bellPacket) && p.Data[0] == bellPacket[0] && c.greeted {
		if len(p.FDs) != 0 {
			return errno.New(errno.BadFormat, "%d descriptors with a bell", len(p.FDs))
		}
		return s.bell(c)
	}
	data := p.Data
	if !c.greeted {
		offset, rest, err := parseHello(data)
		if err != nil {
			return err
		}
		c.skew = shm.ClockOffset() - offset
		c.streams[0].Skew = c.skew
		data = rest
		if c.greeted = true; len(rest) == 0 && !p.Long && len(p.FDs) == 0 {
			return nil
		}
	}
	if p.Long {
		return errno.New(errno.BadFormat, "a packet of more than %d bytes or with too many descriptors", shm.MaxPacket)
	}
	f, err := parseFrame(data)
	if err != nil {
		return err
	}
	if n := len(p.FDs); n > 2 || (n != 0) != (f.kind == frameSegment) {
		return errno.New(errno.BadFormat, "%d descriptors with a frame of kind %d", len(p.FDs), f.kind)
	}
	return s.frame(c, f, p.FDs)
}

// frame handles one. Those of which a client may send many stand for a bell as
// well, for which they may have left no room in the socket.
func (s *Slot) frame(c *conn, f frame, fds []int) error {
	if f.kind == frameMessage {
		return s.inline(c, f)
	}
	s.rescan(c)
	switch f.kind {
	case frameSegment:
		return s.segment(c, f, fds)
	case frameOver:
		return s.over(c, f)
	case frameBlind:
		if !c.blind {
			c.blind = true
			s.blind++
		}
		return nil
	case frameQuery:
		if len(f.payload) != 4 {
			return errno.New(errno.BadFormat, "a query of %d bytes", len(f.payload))
		}
		s.queries = append(s.queries, query{c, binary.LittleEndian.Uint32(f.payload)})
		return nil
	}
	return errno.New(errno.BadFormat, "a frame of unknown kind %d", f.kind)
}

// bell is a client's word that it has written into a ring that was armed.
func (s *Slot) bell(c *conn) error {
	asked := c.away // of a ring that is closed
	for _, st := range c.streams {
		asked = asked || st.TakeBell()
	}
	if !asked && c.bells > 0 {
		c.bells--
		asked = true
	}
	s.rescan(c)
	if !asked {
		return errno.New(errno.BadFormat, "a bell that nobody asked for")
	}
	return nil
}

// rescan puts the streams of the connection back into the active set.
func (s *Slot) rescan(c *conn) {
	for _, st := range c.streams {
		s.merge.Activate(st)
	}
}

func (s *Slot) inline(c *conn, f frame) error {
	c.inline++
	c.inlineBytes += len(f.payload)
	if c.inline > maxInline || c.inlineBytes > maxInlineBytes || c.streams[0].HasRing() {
		return errno.New(errno.BadFormat, "more inline messages than the protocol allows")
	}
	if s.inlined.bytes[c.cred.UID] > uint64(s.about.UserQuota)+excess {
		return errShare
	}
	s.addInline(c.cred.UID, len(f.payload))
	m := ring.Inline{Stamp: f.stamp, Flags: uint32(f.flags), Payload: append([]byte(nil), f.payload...)}
	c.streams[0].AddInline(m)
	s.merge.Activate(c.streams[0])
	s.judge(c.cred.UID)
	return nil
}

// segment adopts a ring that a client hands over, and its process's pidfd.
func (s *Slot) segment(c *conn, f frame, fds []int) error {
	number, ok := f.stream()
	if !ok {
		return errno.New(errno.BadFormat, "a segment frame of %d bytes", len(f.payload))
	}
	if len(fds) == 2 && number == 0 {
		return errno.New(errno.BadFormat, "the end of the process that opened the handle is the connection's")
	}
	s.reap(c)
	st := s.stream(c, number, fds)
	seg, err := shm.Map(fds[0], s.limit())
	if err == shm.ErrSegment {
		return errno.New(errno.BadFormat, "%w", err)
	}
	if err != nil {
		s.stuck = sysError("cannot map a client's segment", err)
		return errLater
	}
	if !s.hasRoom(c, st, seg.Size()) {
		return s.turnBack(c, seg)
	}
	if c.mapped+seg.Size() > uint64(c.came)*maxSegments*s.limit() {
		seg.Unmap()
		return errno.New(errno.BadFormat, "segments of more than %d bytes, far over the quota", c.mapped)
	}
	if s.keeps(c.cred.UID) {
		seg.Keep(fds[0])
	}
	c.mapped += seg.Size()
	in := ring.NewConsumer(seg.Shared())
	s.segments[in] = seg
	s.charge(in, c, seg)
	st.AddRing(in)
	s.merge.Activate(st)
	if c.turn = false; c.away {
		s.seeOff(c, st, in)
	}
	s.judge(c.cred.UID)
	return s.crowded(c)
}

// stream finds the stream of one of the processes that share the handle. Of a
// new one it keeps the pidfd; a stranger's may be anything.
func (s *Slot) stream(c *conn, number uint64, fds []int) *ring.Stream {
	if i := c.find(number); i >= 0 {
		return c.streams[i]
	}
	st := c.addStream(number)
	if len(fds) == 2 && s.exempt(c.cred.UID) {
		c.procs[len(c.procs)-1].life, fds[1] = fds[1], -1
	}
	return st
}

// find is the place of a stream by its number, or -1.
func (c *conn) find(number uint64) int {
	return slices.IndexFunc(c.procs, func(p proc) bool { return p.number == number })
}

// hangup is the end of a client: what it wrote stays.
func (s *Slot) hangup(c *conn, closed bool) {
	if !closed && !shm.HungUp(c.fd) {
		s.offend(c, errno.New(errno.BadFormat, "an empty packet"))
		return
	}
	// An empty packet looks like the end, and others may lie behind it.
	s.forget(c, s.exempt(c.cred.UID) || shm.Purge(c.fd))
}

// offend ends the connection of a client that broke the rules. What it wrote
// before is still delivered.
func (s *Slot) offend(c *conn, err error) {
	if c.offended {
		return
	}
	c.offended = true
	s.offenders++
	if s.conns[c.fd] == c {
		s.dismiss(c, err)
	}
}

// dismiss tells the client why and ends the connection.
func (s *Slot) dismiss(c *conn, why error) {
	c.tell(why)
	s.forget(c, false)
}

// tell sends the server's last word.
func (c *conn) tell(why error) {
	shm.Send(c.fd, appendFrame(nil, frameRefuse, 0, 0, appendRefusal(nil, why)))
}

// forget lets go of a client. empty says that its connection has been read to
// the end. A client that is sent away may still write, so its rings are closed
// before they are looked at for the last time.
func (s *Slot) forget(c *conn, empty bool) {
	delete(s.conns, c.fd)
	if s.rang == c {
		s.rang = nil
	}
	s.rescan(c) // a bell that was announced must be counted
	if c.blind {
		s.blind--
	}
	if c.parked {
		s.parked--
	}
	s.engine.drop(s, c.cred)
	s.part(c, empty)
	for _, st := range c.streams {
		st.Rings((*ring.Consumer).Close)
		st.End()
		s.merge.Activate(st) // to be emptied, then let go
	}
}

// broke is called when a ring of the stream is corrupt, in the middle of the
// merge's work: the connection is ended by convict.
func (s *Slot) broke(st *ring.Stream) {
	s.culprits = append(s.culprits, st.Owner.(*conn))
}

func (s *Slot) convict() {
	for _, c := range s.culprits {
		s.offend(c, errno.New(errno.BadFormat, "the client's ring is corrupt"))
	}
	s.culprits = nil
}
