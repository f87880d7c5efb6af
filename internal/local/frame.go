package local

import (
	"encoding/binary"

	"mailslot/internal/errno"
)

// What goes over a connection, one frame a packet, little endian. The first
// packet of a client begins with a hello; a message may follow in the same
// packet. A bell is a packet of one byte.
//
//	hello    magic u32, version u16, features u16, clock offset i64
//	frame    kind u8, flags u8, reserved u16, length u32, stamp u64, payload
//
// The clock offset is how far the client's order clock is ahead of the
// computer's (time namespaces).
const (
	helloMagic   = 0x4F4C534D // "MSLO"
	helloVersion = 1
	helloSize    = 16
	frameHeader  = 16
)

type frameKind uint8

const (
	frameMessage frameKind = 1 // client: an inline message
	frameSegment frameKind = 2 // client: a segment, with its descriptor; payload: stream, see appendStreamFrame
	frameQuery   frameKind = 3 // client: asks for the slot's state; payload: number u32
	frameReply   frameKind = 4 // server: the answer
	frameBlind   frameKind = 6 // client: others on this connection will not stir the hint
	frameRefuse  frameKind = 5 // server: goodbye; payload: code u32, sentence
	frameOver    frameKind = 7 // client: one of several processes writes no more; payload: stream
)

// bellPacket wakes a reader that has armed a ring.
var bellPacket = []byte{'!'}

type frame struct {
	kind    frameKind
	flags   uint8
	stamp   uint64
	payload []byte
}

func appendHello(b []byte, offset int64) []byte {
	b = binary.LittleEndian.AppendUint32(b, helloMagic)
	b = binary.LittleEndian.AppendUint16(b, helloVersion)
	b = binary.LittleEndian.AppendUint16(b, 0)
	return binary.LittleEndian.AppendUint64(b, uint64(offset))
}

// appendStreamFrame appends a frame that names a stream, whose number has 64 bits:
// of those that ten thousand processes draw in 32, two are soon the same. The
// upper half is the stamp, which programs built before leave zero and ignore.
func appendStreamFrame(b []byte, kind frameKind, stream uint64) []byte {
	return appendFrame(b, kind, 0, stream>>32, binary.LittleEndian.AppendUint32(nil, uint32(stream)))
}

// stream is the number in a frame that names a stream and nothing else.
func (f frame) stream() (number uint64, ok bool) {
	if len(f.payload) != 4 {
		return 0, false
	}
	return f.stamp<<32 | uint64(binary.LittleEndian.Uint32(f.payload)), true
}

// parseHello reads a hello and returns what follows it in the packet.
func parseHello(b []byte) (offset int64, rest []byte, err error) {
	if len(b) < helloSize || binary.LittleEndian.Uint32(b) != helloMagic {
		return 0, nil, errno.New(errno.BadFormat, "not a mailslot client")
	}
	if v := binary.LittleEndian.Uint16(b[4:]); v != helloVersion {
		return 0, nil, errno.New(errno.RevisionMismatch,
			"the client speaks version %d of the mailslot protocol, the server version %d: build both with one release",
			v, helloVersion)
	}
	return int64(binary.LittleEndian.Uint64(b[8:])), b[helloSize:], nil
}

// appendFrame appends a frame whose payload is the parts, one after the other.
func appendFrame(b []byte, kind frameKind, flags uint8, stamp uint64, parts ...[]byte) []byte {
	length := 0
	for _, p := range parts {
		length += len(p)
	}
	b = append(b, byte(kind), flags, 0, 0)
	b = binary.LittleEndian.AppendUint32(b, uint32(length))
	b = binary.LittleEndian.AppendUint64(b, stamp)
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}

// parseFrame reads the one frame of a packet.
func parseFrame(b []byte) (frame, error) {
	if len(b) < frameHeader {
		return frame{}, errno.New(errno.BadFormat, "a frame of %d bytes", len(b))
	}
	if n := binary.LittleEndian.Uint32(b[4:]); int64(n) != int64(len(b)-frameHeader) {
		return frame{}, errno.New(errno.BadFormat, "a frame that says %d bytes and has %d", n, len(b)-frameHeader)
	}
	return frame{frameKind(b[0]), b[1], binary.LittleEndian.Uint64(b[8:]), b[frameHeader:]}, nil
}

// replyFailed is the flag of a reply that tells why there is no answer: its
// stamp is the number of the question, its payload that of a refuse frame.
const replyFailed = 1 << 0

// parseAnswer reads a reply of either kind.
func parseAnswer(f frame) (number uint32, i Info, err error) {
	if f.flags&replyFailed != 0 {
		return uint32(f.stamp), Info{}, parseRefusal(f.payload)
	}
	return parseReply(f.payload)
}

// replySize is the payload of a reply: number u32, version u32, then Info.
const replySize = 8 + 4 + 4 + 8 + 8 + 8 + 8 + 8 + 4

func appendReply(b []byte, number uint32, i Info) []byte {
	le := binary.LittleEndian
	b = le.AppendUint32(b, number)
	b = le.AppendUint32(b, i.MaxSize)
	b = le.AppendUint32(b, i.ReadTimeout)
	b = le.AppendUint32(b, uint32(i.Writers))
	b = le.AppendUint64(b, uint64(int64(i.NextSize)))
	b = le.AppendUint64(b, uint64(i.Count))
	b = le.AppendUint64(b, uint64(i.UnreadBytes))
	b = le.AppendUint64(b, i.Read)
	b = le.AppendUint64(b, i.ReadBytes)
	return le.AppendUint32(b, uint32(i.Offenders))
}

func parseReply(b []byte) (number uint32, i Info, err error) {
	if len(b) != replySize {
		return 0, Info{}, errno.New(errno.BadFormat, "the server's answer is damaged")
	}
	le := binary.LittleEndian
	return le.Uint32(b), Info{
		MaxSize:     le.Uint32(b[4:]),
		ReadTimeout: le.Uint32(b[8:]),
		Writers:     int(le.Uint32(b[12:])),
		NextSize:    int(int64(le.Uint64(b[16:]))),
		Count:       int(le.Uint64(b[24:])),
		UnreadBytes: int64(le.Uint64(b[32:])),
		Read:        le.Uint64(b[40:]),
		ReadBytes:   le.Uint64(b[48:]),
		Offenders:   int(le.Uint32(b[56:])),
	}, nil
}

// appendRefusal is the payload of a refuse frame.
func appendRefusal(b []byte, err error) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(errno.Of(err)))
	return append(b, err.Error()...)
}

func parseRefusal(b []byte) error {
	if len(b) < 4 {
		return gone()
	}
	return errno.New(errno.Errno(binary.LittleEndian.Uint32(b)), "%s", b[4:])
}
