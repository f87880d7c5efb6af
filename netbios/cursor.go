package netbios

import "encoding/binary"

// cursor walks through a packet. Its first error sticks: every later read
// answers zero, so a parser reads like the table in the RFC and looks at err once.
type cursor struct {
	b   []byte
	off int
	err error
}

func (c *cursor) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

// take is the next n bytes, shared with the packet; nil when they are not there.
func (c *cursor) take(n int) []byte {
	if c.err == nil && n > len(c.b)-c.off {
		c.err = ErrTruncated
	}
	if c.err != nil {
		return nil
	}
	c.off += n
	return c.b[c.off-n : c.off : c.off]
}

func (c *cursor) u8() byte {
	if b := c.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (c *cursor) u16() uint16 {
	if b := c.take(2); b != nil {
		return binary.BigEndian.Uint16(b)
	}
	return 0
}

func (c *cursor) u32() uint32 {
	if b := c.take(4); b != nil {
		return binary.BigEndian.Uint32(b)
	}
	return 0
}

func (c *cursor) addr() (a Addr) {
	copy(a[:], c.take(len(a)))
	return a
}

// rest is what has not been read.
func (c *cursor) rest() []byte {
	if c.err != nil {
		return nil
	}
	return c.b[c.off:]
}

// name reads a name without pointers.
func (c *cursor) name() (n Name, s Scope) {
	if c.u8() != 2*byte(len(n)) {
		c.fail(ErrNameLabel)
	}
	letters := c.take(2 * len(n))
	if c.err != nil {
		return Name{}, Scope{}
	}
	n, ok := decodeLetters(letters)
	if !ok {
		c.fail(ErrNameLabel)
	}
	return n, c.scope()
}

// scope reads labels up to the root.
func (c *cursor) scope() Scope {
	start := c.off
	for {
		n := c.u8()
		if c.err != nil || n == 0 {
			break
		}
		if n > maxLabel || c.off-start+int(n) > maxScopeWire {
			c.fail(ErrScope)
		}
		c.take(int(n))
	}
	if c.err != nil || c.off-start == 1 {
		return Scope{}
	}
	wire := append(make([]byte, 0, maxScopeWire), c.b[start:c.off-1]...)
	foldBytes(wire)
	return Scope{string(wire)}
}

// compressed reads a name that may be one pointer to an earlier name. The name
// pointed at may not be a pointer again: the work is bounded by two names.
func (c *cursor) compressed() (Name, Scope) {
	const pointer = 0xC0
	if c.err != nil || c.off >= len(c.b) || c.b[c.off]&pointer != pointer {
		return c.name()
	}
	at := int(c.u16() &^ (pointer << 8))
	if c.err != nil {
		return Name{}, Scope{}
	}
	if at < nsHeaderLen || at >= c.off-2 {
		c.fail(ErrNamePointer)
		return Name{}, Scope{}
	}
	earlier := cursor{b: c.b[:c.off-2], off: at}
	n, s := earlier.name()
	if earlier.err != nil {
		c.fail(ErrNamePointer)
	}
	return n, s
}
