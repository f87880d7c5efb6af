package local

import (
	"encoding/binary"
	"time"

	"mailslot/internal/errno"
)

// What goes between the process that holds a queue and a stub: frames as on a
// client's connection, the first packet of the stub beginning with a hello.
// The stamp is the number of the request; its answer bears the same.
const (
	stubRead    frameKind = 16 // stub: payload: size u32, time-out i64
	stubCancel  frameKind = 17 // stub: end that read
	stubInfo    frameKind = 18 // stub: asks for the slot's state
	stubTimeout frameKind = 19 // stub: payload: read time-out u32
	stubReady   frameKind = 20 // stub: asks for the descriptor of readiness
	stubShare   frameKind = 21 // stub: the descriptor is another stub's
	stubMessage frameKind = 32 // holder: a message, its body in a descriptor if large
	stubDone    frameKind = 33 // holder: payload: a reply, or nothing
	stubFailed  frameKind = 34 // holder: payload: as of a refuse frame
	stubHeir    frameKind = 35 // holder: the descriptor is where the slot is handed over
)

// Limits of a stub's connection. The answers to all its reads fit into the
// socket, so that a stopped process with pending reads keeps nobody waiting.
const (
	maxForwarded = 64      // reads that wait in the holder
	maxTries     = 8       // reads on their way that do not wait there
	maxBody      = 2 << 10 // of a message within its frame
	stubBuffer   = 1 << 20 // asked of the kernel, which has a limit of its own
)

// anySize is a read of a message of whatever size.
const anySize = 1<<32 - 1

// forwarded is a read as it is forwarded.
type forwarded struct {
	number  uint64
	size    uint32
	timeout time.Duration // 0: none; negative: do not wait
}

func appendForwarded(b []byte, f forwarded) []byte {
	var p [12]byte
	binary.LittleEndian.PutUint32(p[:], f.size)
	binary.LittleEndian.PutUint64(p[4:], uint64(f.timeout))
	return appendFrame(b, stubRead, 0, f.number, p[:])
}

func parseForwarded(f frame) (forwarded, error) {
	if len(f.payload) != 12 {
		return forwarded{}, errno.New(errno.BadFormat, "a forwarded read of %d bytes", len(f.payload))
	}
	le := binary.LittleEndian
	return forwarded{f.stamp, le.Uint32(f.payload), time.Duration(le.Uint64(f.payload[4:]))}, nil
}

// A message's frame: uid u32, pid u32, time i64, size u32, whether an origin
// follows u8, the origin, the body unless a descriptor holds it.
const messageHeader = 21

func appendMessage(b []byte, number uint64, m *Message, body []byte) []byte {
	le := binary.LittleEndian
	var h [messageHeader]byte
	le.PutUint32(h[0:], uint32(m.From.UID))
	le.PutUint32(h[4:], uint32(m.From.PID))
	le.PutUint64(h[8:], uint64(m.Time.UnixNano()))
	le.PutUint32(h[16:], uint32(len(m.Data)))
	var origin []byte
	if m.From.Origin != nil {
		h[20] = 1
		origin = appendOrigin(nil, *m.From.Origin)
	}
	return appendFrame(b, stubMessage, 0, number, h[:], origin, body)
}

// parseMessage reads a message's frame. rest is the body, or less than size
// bytes if a descriptor holds it.
func parseMessage(b []byte) (m Message, size int, rest []byte, err error) {
	if len(b) < messageHeader {
		return Message{}, 0, nil, errno.New(errno.BadFormat, "a forwarded message of %d bytes", len(b))
	}
	le := binary.LittleEndian
	m.From = Sender{UID: int(le.Uint32(b)), PID: int(int32(le.Uint32(b[4:])))}
	m.Time = time.Unix(0, int64(le.Uint64(b[8:])))
	size, rest = int(le.Uint32(b[16:])), b[messageHeader:]
	if b[20] != 0 {
		var o Origin
		if o, rest, err = parseOrigin(rest); err != nil {
			return Message{}, 0, nil, err
		}
		m.From.Origin = &o
	}
	return m, size, rest, nil
}
