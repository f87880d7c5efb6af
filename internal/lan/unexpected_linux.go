package lan

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/netip"
	"time"
)

// The stream that nmbd offers for packets it has no use for (spec 8). Its
// records are structures of C in the byte order and layout of the machine.
const (
	unexpectedHeader = 32                     // length, type, time, address, port
	unexpectedMax    = 576                    // nmbd reads no more of a packet
	unexpectedDial   = 500 * time.Millisecond // it is on this computer
)

// unexpectedKind is the sort of packet one connection asks for.
type unexpectedKind int32

const (
	unexpectedNames     unexpectedKind = 0
	unexpectedDatagrams unexpectedKind = 1
)

var errUnexpectedFormat = errors.New("nmbd's packet stream is in a format of another version")

// dialUnexpected connects to nmbd's socket at path and asks for every packet
// of one kind: nmbd's own filter by slot is exact and minds the case.
func dialUnexpected(path string, kind unexpectedKind) (net.Conn, error) {
	c, err := net.DialTimeout("unix", path, unexpectedDial)
	if err != nil {
		return nil, err
	}
	request := make([]byte, 0, 24)
	request = binary.NativeEndian.AppendUint32(request, uint32(kind))
	request = binary.NativeEndian.AppendUint32(request, 0)
	request = binary.NativeEndian.AppendUint64(request, 0) // no slot name: all slots
	request = binary.NativeEndian.AppendUint32(request, 0xFFFFFFFF)
	request = binary.NativeEndian.AppendUint32(request, 0)
	c.SetDeadline(time.Now().Add(unexpectedDial))
	_, err = c.Write(request)
	if err == nil {
		_, err = io.ReadFull(c, make([]byte, 1)) // its acknowledgement
	}
	if err != nil {
		c.Close()
		return nil, err
	}
	return c, c.SetDeadline(time.Time{})
}

// readUnexpected reads one record into p and returns the packet's size and
// sender. A stream that lies about a length is of no use any more.
func readUnexpected(r io.Reader, p []byte) (int, netip.AddrPort, error) {
	var h [unexpectedHeader]byte
	if _, err := io.ReadFull(r, h[:]); err != nil {
		return 0, netip.AddrPort{}, err
	}
	size := binary.NativeEndian.Uint64(h[0:])
	port := binary.NativeEndian.Uint32(h[28:])
	if size > unexpectedMax || size > uint64(len(p)) || port > 0xFFFF {
		return 0, netip.AddrPort{}, errUnexpectedFormat
	}
	if _, err := io.ReadFull(r, p[:size]); err != nil {
		return 0, netip.AddrPort{}, err
	}
	from := netip.AddrFrom4([4]byte(h[24:28]))
	return int(size), netip.AddrPortFrom(from, uint16(port)), nil
}
