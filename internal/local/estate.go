package local

import (
	"encoding/binary"
	"time"

	"mailslot/internal/errno"
	"mailslot/internal/ring"
)

// A slot is handed over on a connection of its own: a hello, then one frame a
// packet, each with at most one descriptor. A stream belongs to the client
// before it, a message or ring to the stream before it. The heir answers the
// last frame with the same; only then is the slot the heir's.
const (
	estateSlot    frameKind = 48 // the listening socket
	estateLock    frameKind = 49 // the slot's directory, locked
	estateBell    frameKind = 50 // the descriptor of readiness
	estateClient  frameKind = 51 // a client's connection; none: it has hung up
	estateStream  frameKind = 52 // its process's pidfd, if it has one
	estateMessage frameKind = 53
	estateRing    frameKind = 54 // the segment
	estateStub    frameKind = 55 // the holder's end of a stub's connection
	estateRead    frameKind = 56 // a stub's read that waits
	estateEnd     frameKind = 57
)

// estate is the part of a slot that is no descriptor.
type estate struct {
	timeout         uint32
	offenders       uint32
	read, readBytes uint64
	path            string
	about           About // without a name that does not fit into a packet: the heir knows it
}

// maxEstateName is the longest name that is sent with a slot. The rest of its
// frame, with the path, has little more than that of the directory.
const maxEstateName = 32 << 10

func (e estate) append(b []byte) []byte {
	le := binary.LittleEndian
	b = le.AppendUint32(b, e.timeout)
	b = le.AppendUint32(b, e.offenders)
	b = le.AppendUint64(b, e.read)
	b = le.AppendUint64(b, e.readBytes)
	b = le.AppendUint64(b, uint64(e.about.UserQuota))
	b = le.AppendUint32(b, uint32(len(e.path)))
	b = append(b, e.path...)
	return appendAbout(b, e.about)
}

func parseEstate(b []byte) (e estate, err error) {
	c := cursor{b: b}
	e.timeout, e.offenders, e.read, e.readBytes = c.u32(), c.u32(), c.u64(), c.u64()
	share := int64(c.u64())
	e.path = string(c.take(int(c.u32())))
	if c.short {
		return estate{}, errEstate
	}
	e.about, err = parseAbout(c.b)
	e.about.UserQuota, e.about.Alive = share, true
	return e, err
}

// clientState is what the holder knows of a client.
type clientState struct {
	uid, gid, pid, bells     uint32
	greeted, blind, offended bool
	inline, inlineBytes      uint64
	skew                     int64
}

func (s clientState) append(b []byte) []byte {
	le := binary.LittleEndian
	b = le.AppendUint32(b, s.uid)
	b = le.AppendUint32(b, s.gid)
	b = le.AppendUint32(b, s.pid)
	b = le.AppendUint32(b, s.bells)
	b = le.AppendUint32(b, packed(s.greeted, s.blind, s.offended))
	b = le.AppendUint64(b, s.inline)
	b = le.AppendUint64(b, s.inlineBytes)
	return le.AppendUint64(b, uint64(s.skew))
}

func parseClient(b []byte) (s clientState, err error) {
	c := cursor{b: b}
	s.uid, s.gid, s.pid, s.bells = c.u32(), c.u32(), c.u32(), c.u32()
	flags := c.u32()
	s.greeted, s.blind, s.offended = flags&1 != 0, flags&2 != 0, flags&4 != 0
	s.inline, s.inlineBytes, s.skew = c.u64(), c.u64(), int64(c.u64())
	return s, c.end()
}

func appendStream(b []byte, number uint32, skew int64, st ring.StreamState) []byte {
	le := binary.LittleEndian
	b = le.AppendUint32(b, number)
	b = le.AppendUint32(b, packed(st.Ended, st.Frozen, st.Broken))
	b = le.AppendUint32(b, uint32(st.Bells))
	return le.AppendUint64(b, uint64(skew))
}

func parseStream(b []byte) (number uint32, skew int64, st ring.StreamState, err error) {
	c := cursor{b: b}
	number = c.u32()
	flags := c.u32()
	st = ring.StreamState{Ended: flags&1 != 0, Frozen: flags&2 != 0, Broken: flags&4 != 0, Bells: int(int32(c.u32()))}
	skew = int64(c.u64())
	return number, skew, st, c.end()
}

func appendPosition(b []byte, p ring.Position) []byte {
	le := binary.LittleEndian
	b = le.AppendUint64(b, p.Head)
	b = le.AppendUint64(b, p.Tail)
	b = le.AppendUint32(b, p.Taken)
	return le.AppendUint32(b, p.Count)
}

func parsePosition(b []byte) (p ring.Position, err error) {
	c := cursor{b: b}
	p = ring.Position{Head: c.u64(), Tail: c.u64(), Taken: c.u32(), Count: c.u32()}
	return p, c.end()
}

// appendWaiting is a read that waits, by the place of its stub among the stubs.
func appendWaiting(b []byte, stub int, f forwarded) []byte {
	le := binary.LittleEndian
	b = le.AppendUint32(b, uint32(stub))
	b = le.AppendUint32(b, f.size)
	return le.AppendUint64(b, uint64(f.timeout))
}

func parseWaiting(f frame) (stub int, r forwarded, err error) {
	c := cursor{b: f.payload}
	stub = int(c.u32())
	r = forwarded{number: f.stamp, size: c.u32(), timeout: time.Duration(c.u64())}
	return stub, r, c.end()
}

// packed packs up to 32 of them.
func packed(all ...bool) (v uint32) {
	for i, b := range all {
		if b {
			v |= 1 << i
		}
	}
	return v
}

// cursor reads numbers. Once short, it stays so.
type cursor struct {
	b     []byte
	short bool
}

func (c *cursor) take(n int) []byte {
	if n < 0 || n > len(c.b) {
		c.short = true
		return make([]byte, max(0, min(n, 8)))
	}
	taken := c.b[:n]
	c.b = c.b[n:]
	return taken
}

func (c *cursor) u32() uint32 { return binary.LittleEndian.Uint32(c.take(4)) }
func (c *cursor) u64() uint64 { return binary.LittleEndian.Uint64(c.take(8)) }

// end is the error of a payload that is longer or shorter than what was read.
func (c *cursor) end() error {
	if c.short || len(c.b) != 0 {
		return errEstate
	}
	return nil
}

var errEstate = errno.New(errno.BadFormat, "the hand-over of the mailslot is damaged")
