package netbios

// nameWire is a name without a scope on the wire: length, 32 letters, root.
const nameWire = 34

// AppendName appends the first-level encoding of a name in a scope (RFC 1001
// 14.1): each half byte as a letter from A to P, then the scope's labels.
func AppendName(b []byte, n Name, s Scope) []byte {
	b = append(b, 2*byte(len(n)))
	for _, c := range n {
		b = append(b, 'A'+c>>4, 'A'+c&15)
	}
	b = append(b, s.wire...)
	return append(b, 0)
}

// ReadName parses a name without pointers at the start of b, as the datagram
// service has it, and returns what follows.
func ReadName(b []byte) (n Name, s Scope, rest []byte, err error) {
	c := cursor{b: b}
	n, s = c.name()
	return n, s, c.rest(), c.err
}

// decodeLetters undoes the encoding of one 32-letter label.
func decodeLetters(b []byte) (n Name, ok bool) {
	for i := range n {
		hi, lo := b[2*i]-'A', b[2*i+1]-'A'
		if hi > 15 || lo > 15 {
			return Name{}, false
		}
		n[i] = hi<<4 | lo
	}
	return n, true
}
