package netbios

import "encoding/binary"

// DatagramPacket is a packet of the datagram service: *Datagram,
// *DatagramError or *DatagramQuery.
type DatagramPacket interface {
	// Append appends the packet as it goes on the wire.
	Append(b []byte) []byte
	// Head is the common header, shared with the packet.
	Head() *DatagramHeader
}

// DatagramHeader begins every packet of the datagram service (RFC 1002 4.4.1).
type DatagramHeader struct {
	Type       DatagramType
	Flags      DatagramFlags
	ID         uint16 // counts per sender
	SourceIP   Addr   // of the original sender, as it claims
	SourcePort uint16 // as it claims; 138
}

// Head is the header itself.
func (h *DatagramHeader) Head() *DatagramHeader { return h }

// DatagramType is MSG_TYPE.
type DatagramType uint8

// The kinds of packet. The first three carry data.
const (
	DirectUnique  DatagramType = 0x10
	DirectGroup   DatagramType = 0x11
	Broadcast     DatagramType = 0x12
	ErrorPacket   DatagramType = 0x13
	QueryRequest  DatagramType = 0x14
	QueryFound    DatagramType = 0x15
	QueryNotFound DatagramType = 0x16
)

// DatagramFlags is the second byte of the header.
type DatagramFlags uint8

// The bits of DatagramFlags. SenderH is what the RFC calls an NBDD.
const (
	MoreFragments DatagramFlags = 0x01
	FirstFragment DatagramFlags = 0x02
	SenderB       DatagramFlags = 0x00
	SenderP       DatagramFlags = 0x04
	SenderM       DatagramFlags = 0x08
	SenderH       DatagramFlags = 0x0C
)

const (
	dgmDataHeader = 14 // with length and offset
)

// Datagram is a message from a name to a name.
type Datagram struct {
	DatagramHeader
	Offset           uint16 // of this fragment in the user data
	Source           Name
	Destination      Name
	SourceScope      Scope
	DestinationScope Scope
	Data             []byte // user data, at most 64,983 bytes; after parsing shared with the packet
}

// Whole reports whether the datagram is not a fragment of a longer one.
func (d *Datagram) Whole() bool {
	return d.Flags&(MoreFragments|FirstFragment) == FirstFragment && d.Offset == 0
}

// Append appends the packet. Up to 64,983 bytes of data fit into a packet of UDP
// over IPv4 whatever the scopes are, and 65,425 without scopes. More is not
// refused: past 65,025 and 65,467 bytes the length field, of 16 bits, is wrong.
func (d *Datagram) Append(b []byte) []byte {
	b = appendDatagramHeader(b, &d.DatagramHeader)
	length := len(b)
	b = append(b, 0, 0)
	b = binary.BigEndian.AppendUint16(b, d.Offset)
	start := len(b)
	b = AppendName(b, d.Source, d.SourceScope)
	b = AppendName(b, d.Destination, d.DestinationScope)
	b = append(b, d.Data...)
	binary.BigEndian.PutUint16(b[length:], uint16(len(b)-start))
	return b
}

// ParseDatagram reads one packet of UDP port 138.
//
// A length field that covers more than is there marks a truncated packet and
// is refused. One that is zero or does not even cover the names is what some
// senders write who never look at it: then the data reaches to the end.
func ParseDatagram(b []byte) (DatagramPacket, error) {
	c := cursor{b: b}
	h := DatagramHeader{DatagramType(c.u8()), DatagramFlags(c.u8()), c.u16(), c.addr(), c.u16()}
	if c.err != nil {
		return nil, c.err
	}
	switch h.Type {
	case DirectUnique, DirectGroup, Broadcast:
		return parseData(&c, h)
	case ErrorPacket:
		return parseDatagramError(&c, h)
	case QueryRequest, QueryFound, QueryNotFound:
		return parseDatagramQuery(&c, h)
	}
	return nil, ErrKind
}

func parseData(c *cursor, h DatagramHeader) (DatagramPacket, error) {
	length, offset := int(c.u16()), c.u16()
	start := c.off
	if c.err == nil && length > len(c.b)-start {
		return nil, ErrTruncated
	}
	source, sourceScope := c.name()
	destination, destinationScope := c.name()
	if c.err != nil {
		return nil, c.err
	}
	data := c.rest()
	if names := c.off - start; length >= names {
		data = data[:length-names]
	}
	return &Datagram{h, offset, source, destination, sourceScope, destinationScope, data}, nil
}

func appendDatagramHeader(b []byte, h *DatagramHeader) []byte {
	b = append(b, byte(h.Type), byte(h.Flags))
	b = binary.BigEndian.AppendUint16(b, h.ID)
	b = append(b, h.SourceIP[:]...)
	return binary.BigEndian.AppendUint16(b, h.SourcePort)
}
