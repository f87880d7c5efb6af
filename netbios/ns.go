package netbios

import "encoding/binary"

// NameServicePort and DatagramPort are the two UDP ports of NetBIOS.
const (
	NameServicePort = 137
	DatagramPort    = 138
)

const nsHeaderLen = 12

// NamePacket is a packet of the name service: *Query, *Claim, *Answer,
// *Status or *Wait.
type NamePacket interface {
	// Append appends the packet as it goes on the wire.
	Append(b []byte) []byte
	// Head is the transaction id and flags, shared with the packet.
	Head() *Header
}

// Header begins every packet of the name service (RFC 1002 4.2.1.1). The
// counts of its sections follow from the kind of packet.
type Header struct {
	ID    uint16 // NAME_TRN_ID: a response carries the request's
	Flags Flags
}

// Head is the header itself.
func (h *Header) Head() *Header { return h }

// Flags is the second word of the header: response bit, operation, NM_FLAGS, result.
type Flags uint16

// The bits of Flags.
const (
	FlagResponse           Flags = 0x8000
	FlagAuthoritative      Flags = 0x0400
	FlagTruncated          Flags = 0x0200
	FlagRecursionDesired   Flags = 0x0100
	FlagRecursionAvailable Flags = 0x0080
	FlagBroadcast          Flags = 0x0010
)

// The whole words of the packets that a node sends (spec 7).
const (
	QueryBroadcast       Flags = 0x0110
	QueryUnicast         Flags = 0x0100
	StatusUnicast        Flags = 0x0000
	RegisterBroadcast    Flags = 0x2910
	OverwriteBroadcast   Flags = 0x2810 // the claim stands: nobody objected
	ReleaseBroadcast     Flags = 0x3010
	RegisterUnicast      Flags = 0x2900 // to WINS: a group name
	RegisterMultihomed   Flags = 0x7900 // to WINS: a unique name
	RefreshUnicast       Flags = 0x4000
	ReleaseUnicast       Flags = 0x3000
	QueryPositive        Flags = 0x8500
	QueryNegative        Flags = 0x8583
	RegistrationPositive Flags = 0xAD80
	RegistrationDefended Flags = 0xAD86 // rcode 6: the name is active elsewhere
	ConflictDemand       Flags = 0xAD87
	ReleasePositive      Flags = 0xB400
	StatusResponse       Flags = 0x8400
	WaitAcknowledgement  Flags = 0xBC00
)

// Response reports whether the packet answers another.
func (f Flags) Response() bool { return f&FlagResponse != 0 }

// Op is the operation.
func (f Flags) Op() Op { return Op(f >> 11 & 15) }

// RCode is the result of a response.
func (f Flags) RCode() RCode { return RCode(f & 15) }

// Op is the operation of a name-service packet.
type Op uint8

// The operations. Refresh has two numbers: the RFC contradicts itself.
const (
	OpQuery              Op = 0
	OpRegister           Op = 5
	OpRelease            Op = 6
	OpWait               Op = 7
	OpRefresh            Op = 8
	OpRefreshAlternative Op = 9
	OpRegisterMultihomed Op = 15
)

// RCode is the result of a response.
type RCode uint8

// The results (RFC 1002 4.2.6, 4.2.11, 4.2.14).
const (
	RCodeOK          RCode = 0
	RCodeFormat      RCode = 1 // the request was malformed
	RCodeServer      RCode = 2 // the server failed
	RCodeNoName      RCode = 3 // the name does not exist
	RCodeUnsupported RCode = 4
	RCodeRefused     RCode = 5 // refused by policy
	RCodeActive      RCode = 6 // another node owns the name
	RCodeConflict    RCode = 7 // several nodes own a unique name
)

// RRType is the type of a question or resource record.
type RRType uint16

// The record types.
const (
	TypeNull   RRType = 0x0A
	TypeNB     RRType = 0x20
	TypeNBStat RRType = 0x21
)

const classIN = 1

// NBFlags says what kind of name an address belongs to.
type NBFlags uint16

// The bits of NBFlags. NodeB is zero.
const (
	Group NBFlags = 0x8000
	NodeB NBFlags = 0x0000
	NodeP NBFlags = 0x2000
	NodeM NBFlags = 0x4000
	NodeH NBFlags = 0x6000
)

// IsGroup reports whether the name is a group.
func (f NBFlags) IsGroup() bool { return f&Group != 0 }

// Node is the node type alone.
func (f NBFlags) Node() NBFlags { return f & NodeH }

// Entry is one owner of a name.
type Entry struct {
	Flags NBFlags
	Addr  Addr
}

const entryWire = 6

// ParseNameService reads one packet of UDP port 137. Bytes after the packet
// are ignored. The result does not share memory with b.
func ParseNameService(b []byte) (NamePacket, error) {
	c := cursor{b: b}
	h := Header{c.u16(), Flags(c.u16())}
	n := counts{c.u16(), c.u16(), c.u16(), c.u16()}
	if c.err != nil {
		return nil, c.err
	}
	if h.Flags.Response() {
		return parseResponse(&c, h, n)
	}
	switch h.Flags.Op() {
	case OpQuery:
		return parseQuery(&c, h, n)
	case OpRegister, OpRegisterMultihomed, OpRefresh, OpRefreshAlternative, OpRelease:
		return parseClaim(&c, h, n)
	}
	return nil, ErrKind
}

// counts are the section counts of a packet.
type counts struct{ questions, answers, authorities, additionals uint16 }

func appendHeader(b []byte, h Header, n counts) []byte {
	b = binary.BigEndian.AppendUint16(b, h.ID)
	b = binary.BigEndian.AppendUint16(b, uint16(h.Flags))
	b = binary.BigEndian.AppendUint16(b, n.questions)
	b = binary.BigEndian.AppendUint16(b, n.answers)
	b = binary.BigEndian.AppendUint16(b, n.authorities)
	return binary.BigEndian.AppendUint16(b, n.additionals)
}

// record is the fixed part of a resource record and its data.
type record struct {
	name  Name
	scope Scope
	typ   RRType
	ttl   uint32
	data  []byte // shared with the packet
}

// parseResponse tells the responses apart, which only their record can.
func parseResponse(c *cursor, h Header, n counts) (NamePacket, error) {
	if n.questions != 0 || n.answers != 1 {
		return nil, ErrCounts
	}
	rr := c.record()
	if c.err != nil {
		return nil, c.err
	}
	switch h.Flags.Op() {
	case OpWait:
		return parseWait(h, rr)
	case OpQuery, OpRegister, OpRegisterMultihomed, OpRefresh, OpRefreshAlternative, OpRelease:
		if rr.typ == TypeNBStat {
			return parseStatus(h, rr)
		}
		return parseAnswer(h, rr)
	}
	return nil, ErrKind
}

func (c *cursor) question() (n Name, s Scope, t RRType) {
	n, s = c.name()
	t = RRType(c.u16())
	if c.u16() != classIN {
		c.fail(ErrRecord)
	}
	return n, s, t
}

func (c *cursor) record() (rr record) {
	rr.name, rr.scope = c.compressed()
	rr.typ = RRType(c.u16())
	if c.u16() != classIN {
		c.fail(ErrRecord)
	}
	rr.ttl = c.u32()
	rr.data = c.take(int(c.u16()))
	return rr
}

func appendQuestion(b []byte, n Name, s Scope, t RRType) []byte {
	b = AppendName(b, n, s)
	b = binary.BigEndian.AppendUint16(b, uint16(t))
	return binary.BigEndian.AppendUint16(b, classIN)
}

// appendRecord appends a record after its name; data fills in its data, whose
// length is computed.
func appendRecord(b []byte, t RRType, ttl uint32, data func([]byte) []byte) []byte {
	b = binary.BigEndian.AppendUint16(b, uint16(t))
	b = binary.BigEndian.AppendUint16(b, classIN)
	b = binary.BigEndian.AppendUint32(b, ttl)
	at := len(b)
	b = data(append(b, 0, 0))
	binary.BigEndian.PutUint16(b[at:], uint16(len(b)-at-2))
	return b
}

func appendEntry(b []byte, e Entry) []byte {
	b = binary.BigEndian.AppendUint16(b, uint16(e.Flags))
	return append(b, e.Addr[:]...)
}
