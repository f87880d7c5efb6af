package browse

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// cursor walks through a little-endian body. Its first error sticks.
type cursor struct {
	b   []byte
	off int
	err error
}

func (c *cursor) take(n int) []byte {
	if c.err == nil && n > len(c.b)-c.off {
		c.err = ErrTruncated
	}
	if c.err != nil {
		return nil
	}
	c.off += n
	return c.b[c.off-n : c.off]
}

func (c *cursor) u8() byte {
	if b := c.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (c *cursor) u16() uint16 {
	if b := c.take(2); b != nil {
		return binary.LittleEndian.Uint16(b)
	}
	return 0
}

func (c *cursor) u32() uint32 {
	if b := c.take(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

// align skips to the next multiple of n from the start of the body.
func (c *cursor) align(n int) {
	if odd := c.off % n; odd != 0 {
		c.take(n - odd)
	}
}

// raw reads bytes up to a NUL, shared with the body.
func (c *cursor) raw() []byte {
	if c.err != nil {
		return nil
	}
	n := bytes.IndexByte(c.b[c.off:], 0)
	if n < 0 {
		c.err = ErrString
		return nil
	}
	return c.take(n + 1)[:n]
}

// text reads bytes up to a NUL.
func (c *cursor) text() string { return string(c.raw()) }

// wide reads UTF-16 up to a NUL.
func (c *cursor) wide() string {
	size, end := 0, c.off
	for {
		if c.err == nil && end+2 > len(c.b) {
			c.err = ErrString
		}
		if c.err != nil {
			return ""
		}
		r, n := wideRune(c.b[end:])
		if r == 0 {
			break
		}
		size, end = size+utf8.RuneLen(r), end+n
	}
	var s strings.Builder
	s.Grow(size)
	for b := c.take(end - c.off); len(b) > 0; {
		r, n := wideRune(b)
		s.WriteRune(r)
		b = b[n:]
	}
	c.take(2)
	return s.String()
}

// wideRune decodes the first character of b, which has at least two bytes. A
// lone surrogate becomes the replacement character.
func wideRune(b []byte) (r rune, n int) {
	r = rune(binary.LittleEndian.Uint16(b))
	if !utf16.IsSurrogate(r) {
		return r, 2
	}
	if len(b) >= 4 {
		if pair := utf16.DecodeRune(r, rune(binary.LittleEndian.Uint16(b[2:]))); pair != utf8.RuneError {
			return pair, 4
		}
	}
	return utf8.RuneError, 2
}

func appendText(b []byte, s string) []byte { return append(append(b, s...), 0) }
