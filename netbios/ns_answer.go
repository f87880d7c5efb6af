package netbios

// Answer is the response to a query for a name or to a claim, positive or
// negative as the result code in Flags says; a conflict demand is one too.
// RFC 1002 4.2.5 to 4.2.8, 4.2.10, 4.2.11, 4.2.13 and 4.2.14.
type Answer struct {
	Header
	Name    Name
	Scope   Scope
	Type    RRType // TypeNB; TypeNull in a negative query response
	TTL     uint32 // seconds
	Entries []Entry
}

// MaxEntries is how many owners fit into one packet of 576 bytes, far more
// than the 25 that a WINS server returns.
const MaxEntries = (576 - 62) / entryWire

// Append appends the packet. Entries beyond MaxEntries are left out.
func (a *Answer) Append(b []byte) []byte {
	b = appendHeader(b, a.Header, counts{answers: 1})
	b = AppendName(b, a.Name, a.Scope)
	return appendRecord(b, a.Type, a.TTL, func(b []byte) []byte {
		for _, e := range a.Entries[:min(len(a.Entries), MaxEntries)] {
			b = appendEntry(b, e)
		}
		return b
	})
}

func parseAnswer(h Header, rr record) (NamePacket, error) {
	if rr.typ != TypeNB && rr.typ != TypeNull || len(rr.data)%entryWire != 0 {
		return nil, ErrRecord
	}
	if h.Flags.RCode() == RCodeOK && len(rr.data) == 0 {
		return nil, ErrRecord // a positive answer without an owner
	}
	a := &Answer{Header: h, Name: rr.name, Scope: rr.scope, Type: rr.typ, TTL: rr.ttl}
	if len(rr.data) > 0 {
		a.Entries = make([]Entry, 0, len(rr.data)/entryWire)
	}
	for d := rr.data; len(d) > 0; d = d[entryWire:] {
		a.Entries = append(a.Entries, readEntry(d))
	}
	return a, nil
}
