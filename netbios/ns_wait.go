package netbios

import "encoding/binary"

// Wait is the WACK with which a name server asks for patience: it will answer
// the request within TTL seconds. RFC 1002 4.2.16.
type Wait struct {
	Header
	Name    Name
	Scope   Scope
	TTL     uint32
	Request Flags // of the request that must wait
}

// Append appends the packet.
func (w *Wait) Append(b []byte) []byte {
	b = appendHeader(b, w.Header, counts{answers: 1})
	b = AppendName(b, w.Name, w.Scope)
	return appendRecord(b, TypeNB, w.TTL, func(b []byte) []byte {
		return binary.BigEndian.AppendUint16(b, uint16(w.Request))
	})
}

func parseWait(h Header, rr record) (NamePacket, error) {
	if len(rr.data) != 2 {
		return nil, ErrRecord
	}
	return &Wait{h, rr.name, rr.scope, rr.ttl, Flags(binary.BigEndian.Uint16(rr.data))}, nil
}
