package netbios

import "encoding/binary"

// Status is the response to a node status query: the names of a node and its
// statistics. RFC 1002 4.2.18.
type Status struct {
	Header
	Name       Name
	Scope      Scope
	Names      []StatusName
	Statistics Statistics
}

// StatusName is a line of the table of names.
type StatusName struct {
	Name  Name
	Flags StatusFlags
}

// StatusFlags are NBFlags with the state of the name.
type StatusFlags uint16

// The bits of StatusFlags beside those of NBFlags.
const (
	NameGroup      StatusFlags = 0x8000
	NameDeregister StatusFlags = 0x1000
	NameConflict   StatusFlags = 0x0800
	NameActive     StatusFlags = 0x0400
	NamePermanent  StatusFlags = 0x0200
	statusNameWire             = 18
	statisticsWire             = 46
)

// Statistics is the block at the end of a node status response. Most nodes
// fill in nothing but the hardware address.
type Statistics struct {
	UnitID [6]byte // hardware address
	Rest   [statisticsWire - 6]byte
}

// MaxStatusNames is how many names fit into one response of 576 bytes.
const MaxStatusNames = (576 - 57 - statisticsWire) / statusNameWire

// Append appends the packet. Names beyond MaxStatusNames are left out and the
// truncation flag says so.
func (s *Status) Append(b []byte) []byte {
	h, names := s.Header, s.Names
	if len(names) > MaxStatusNames {
		h.Flags, names = h.Flags|FlagTruncated, names[:MaxStatusNames]
	}
	b = appendHeader(b, h, counts{answers: 1})
	b = AppendName(b, s.Name, s.Scope)
	return appendRecord(b, TypeNBStat, 0, func(b []byte) []byte {
		b = append(b, byte(len(names)))
		for _, n := range names {
			b = append(b, n.Name[:]...)
			b = binary.BigEndian.AppendUint16(b, uint16(n.Flags))
		}
		b = append(b, s.Statistics.UnitID[:]...)
		return append(b, s.Statistics.Rest[:]...)
	})
}

// parseStatus accepts statistics of other lengths: Windows NT sends fewer
// bytes, others more.
func parseStatus(h Header, rr record) (NamePacket, error) {
	if h.Flags.Op() != OpQuery || len(rr.data) == 0 {
		return nil, ErrRecord
	}
	count, rest := int(rr.data[0]), rr.data[1:]
	if len(rest) < count*statusNameWire {
		return nil, ErrRecord
	}
	s := &Status{Header: h, Name: rr.name, Scope: rr.scope, Names: make([]StatusName, count)}
	for i := range s.Names {
		line := rest[i*statusNameWire:][:statusNameWire]
		s.Names[i] = StatusName{Name(line), StatusFlags(binary.BigEndian.Uint16(line[16:]))}
	}
	statistics := rest[count*statusNameWire:]
	n := copy(s.Statistics.UnitID[:], statistics)
	copy(s.Statistics.Rest[:], statistics[n:])
	return s, nil
}
