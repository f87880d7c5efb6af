package netbios

import "strings"

// maxScopeWire bounds a scope on the wire: a name is at most 255 bytes
// (RFC 1002 4.1), of which the first label and the root take 34.
const maxScopeWire = 255 - 34

// maxLabel is the longest label of a scope (RFC 883).
const maxLabel = 63

// Scope divides one wire into several NetBIOS worlds. Nearly everybody uses
// the zero Scope, the empty one. Scopes are comparable; those from ParseScope
// and from packets are folded to upper case.
type Scope struct {
	wire string // length byte and text of each label, without the root
}

// ParseScope reads the dotted form, such as corp.example; "" is the empty scope.
func ParseScope(s string) (Scope, error) {
	if s == "" {
		return Scope{}, nil
	}
	var b []byte
	for label := range strings.SplitSeq(s, ".") {
		if len(label) == 0 || len(label) > maxLabel {
			return Scope{}, ErrScope
		}
		b = append(b, byte(len(label)))
		b = append(b, label...)
	}
	if len(b) > maxScopeWire {
		return Scope{}, ErrScope
	}
	foldBytes(b)
	return Scope{string(b)}, nil
}

// String is the dotted form, escaped where it is not printable.
func (s Scope) String() string {
	var b strings.Builder
	for rest := s.wire; rest != ""; {
		label := rest[1 : 1+int(rest[0])]
		rest = rest[1+len(label):]
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		for _, c := range []byte(label) {
			if c <= ' ' || c > '~' || c == '\\' || c == '.' {
				b.Write([]byte{'\\', 'x', hexDigit(c >> 4), hexDigit(c & 15)})
			} else {
				b.WriteByte(c)
			}
		}
	}
	return b.String()
}

// foldBytes puts ASCII letters in upper case. Length bytes are at most 63 and
// so never taken for lower-case letters.
func foldBytes(b []byte) {
	for i, c := range b {
		b[i] = upper(c)
	}
}
