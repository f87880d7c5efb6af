package local

import (
	"encoding/binary"

	"mailslot/internal/errno"
)

// An origin header stands before the payload of a message from the network:
// its whole length u16, then four strings, each with its length u8.

// appendOrigin encodes o. Strings are cut to 255 bytes.
func appendOrigin(b []byte, o Origin) []byte {
	at := len(b)
	b = append(b, 0, 0)
	for _, s := range []string{o.Host, o.Address, o.Destination, o.Via} {
		s = s[:min(len(s), 255)]
		b = append(b, byte(len(s)))
		b = append(b, s...)
	}
	binary.LittleEndian.PutUint16(b[at:], uint16(len(b)-at))
	return b
}

// originLength reads how long the origin header is.
func originLength(b []byte) (int, error) {
	if len(b) < 2 {
		return 0, errOrigin
	}
	n := int(binary.LittleEndian.Uint16(b))
	if n < 6 || n > len(b) {
		return 0, errOrigin
	}
	return n, nil
}

// parseOrigin reads an origin header and returns the message behind it.
func parseOrigin(b []byte) (o Origin, message []byte, err error) {
	n, err := originLength(b)
	if err != nil {
		return Origin{}, nil, err
	}
	head, message := b[2:n], b[n:]
	for _, s := range []*string{&o.Host, &o.Address, &o.Destination, &o.Via} {
		if len(head) == 0 || len(head) < 1+int(head[0]) {
			return Origin{}, nil, errOrigin
		}
		*s = string(head[1 : 1+head[0]])
		head = head[1+head[0]:]
	}
	if len(head) != 0 {
		return Origin{}, nil, errOrigin
	}
	return o, message, nil
}

var errOrigin = errno.New(errno.BadFormat, "a damaged origin header")
