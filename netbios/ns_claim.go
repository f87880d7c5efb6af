package netbios

import "encoding/binary"

// Claim is a request about one's own name: registration, overwrite demand,
// refresh or release, as the operation in Flags says. RFC 1002 4.2.2 to 4.2.4
// and 4.2.9.
type Claim struct {
	Header
	Name  Name
	Scope Scope
	TTL   uint32 // seconds; 0 in broadcasts
	Entry Entry  // the claimed kind of name and the claimant's address
}

// pointerToQuestion is the record's name: a pointer to the question's.
const pointerToQuestion = 0xC000 | nsHeaderLen

// Append appends the packet.
func (p *Claim) Append(b []byte) []byte {
	b = appendHeader(b, p.Header, counts{questions: 1, additionals: 1})
	b = appendQuestion(b, p.Name, p.Scope, TypeNB)
	b = binary.BigEndian.AppendUint16(b, pointerToQuestion)
	return appendRecord(b, TypeNB, p.TTL, func(b []byte) []byte {
		return appendEntry(b, p.Entry)
	})
}

// parseClaim requires that question and record speak of one name.
func parseClaim(c *cursor, h Header, n counts) (NamePacket, error) {
	if n.questions != 1 || n.answers != 0 || n.additionals != 1 {
		return nil, ErrCounts
	}
	name, scope, typ := c.question()
	rr := c.record()
	switch {
	case c.err != nil:
		return nil, c.err
	case typ != TypeNB || rr.typ != TypeNB || len(rr.data) != entryWire:
		return nil, ErrRecord
	case name != rr.name || scope != rr.scope:
		return nil, ErrRecord
	}
	return &Claim{h, name, scope, rr.ttl, readEntry(rr.data)}, nil
}

// readEntry reads the six bytes of an entry.
func readEntry(b []byte) Entry {
	return Entry{NBFlags(binary.BigEndian.Uint16(b)), Addr(b[2:entryWire])}
}
