package browse

// The operations of the logon slots ([MS-ADTS] 6.3.1).
const (
	OpPrimaryQuery      = 0x07
	OpPrimaryResponse   = 0x0C
	OpSAMLogon          = 0x12
	OpSAMLogonFound     = 0x13
	OpSAMLogonUnknown   = 0x15
	OpSAMLogonFoundEx   = 0x17
	OpSAMLogonUnknownEx = 0x19
)

// PrimaryQuery asks for the primary domain controller.
type PrimaryQuery struct {
	Computer string
	Reply    string // the slot that the answer goes to, with \MAILSLOT\
	Wide     string // the computer once more, from UTF-16
	Version  uint32
}

// PrimaryResponse answers a PrimaryQuery.
type PrimaryResponse struct {
	Server     string
	WideServer string
	Domain     string
	Version    uint32
}

// SAMLogon asks which controller knows a user.
type SAMLogon struct {
	Count    uint16 // requests so far
	Computer string
	User     string
	Reply    string // the slot that the answer goes to, with \MAILSLOT\
	Account  uint32 // control bits of the account
	SID      []byte // shared with the message
	Version  uint32
}

// SAMLogonReply answers a SAMLogon.
type SAMLogonReply struct {
	Op                   uint16
	Server, User, Domain string
	Version              uint32
}

// SAMLogonReplyEx is the answer of an Active Directory controller. Its names
// are compressed as in DNS and not taken apart here.
type SAMLogonReplyEx struct {
	Op     uint16
	Flags  uint32
	Domain [16]byte // GUID
	Names  []byte   // shared with the message
}

func parseNetlogon(b []byte) (Body, error) {
	c := cursor{b: b}
	body := parseNetlogonOp(&c, c.u16())
	switch {
	case c.err != nil:
		return nil, c.err
	case body == nil:
		return nil, ErrOpcode
	}
	return body, nil
}

func parseNetlogonOp(c *cursor, op uint16) Body {
	switch op {
	case OpPrimaryQuery:
		q := &PrimaryQuery{Computer: c.text(), Reply: c.text()}
		c.align(2)
		q.Wide, q.Version = c.wide(), c.version()
		return q
	case OpPrimaryResponse:
		r := &PrimaryResponse{Server: c.text()}
		c.align(2)
		r.WideServer, r.Domain, r.Version = c.wide(), c.wide(), c.version()
		return r
	case OpSAMLogon:
		return parseSAMLogon(c)
	case OpSAMLogonFound, OpSAMLogonUnknown:
		return &SAMLogonReply{op, c.wide(), c.wide(), c.wide(), c.version()}
	case OpSAMLogonFoundEx, OpSAMLogonUnknownEx:
		return parseSAMLogonReplyEx(c, op)
	}
	return nil
}

func parseSAMLogon(c *cursor) *SAMLogon {
	l := &SAMLogon{Count: c.u16(), Computer: c.wide(), User: c.wide(), Reply: c.text()}
	l.Account = c.u32()
	if size := c.u32(); size > 0 {
		c.align(4)
		l.SID = c.take(int(min(size, uint32(len(c.b))+1)))
	}
	l.Version = c.version()
	return l
}

// parseSAMLogonReplyEx takes all that follows as names: only the directory's own
// decompression could tell where they end.
func parseSAMLogonReplyEx(c *cursor, op uint16) *SAMLogonReplyEx {
	r := &SAMLogonReplyEx{Op: op}
	c.u16()
	r.Flags = c.u32()
	copy(r.Domain[:], c.take(len(r.Domain)))
	if c.err == nil {
		r.Names = c.take(len(c.b) - c.off)
	}
	return r
}

// version reads the version and the two marks FFFF that end a message.
func (c *cursor) version() uint32 {
	v := c.u32()
	c.u32()
	return v
}

func (*PrimaryQuery) body()    {}
func (*PrimaryResponse) body() {}
func (*SAMLogon) body()        {}
func (*SAMLogonReply) body()   {}
func (*SAMLogonReplyEx) body() {}
