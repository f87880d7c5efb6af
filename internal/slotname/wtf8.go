package slotname

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"mailslot/internal/errno"
)

// surrogates are the units that only pairs of UTF-16 give a meaning to.
const (
	surrogateMin    = 0xD800
	lowSurrogateMin = 0xDC00
	surrogateMax    = 0xDFFF
	surrogateSize   = 3 // bytes of one in WTF-8
)

// FromUTF16 writes units as WTF-8.
func FromUTF16(units []uint16) string {
	b := make([]byte, 0, len(units))
	for i := 0; i < len(units); i++ {
		r := rune(units[i])
		if isSurrogate(r) && i+1 < len(units) {
			if pair := utf16.DecodeRune(r, rune(units[i+1])); pair != utf8.RuneError {
				r = pair
				i++
			}
		}
		b = appendRune(b, r)
	}
	return string(b)
}

// UTF16 is the inverse of FromUTF16. Bytes that are not WTF-8 become U+FFFD.
func UTF16(s string) []uint16 {
	units := make([]uint16, 0, len(s))
	for len(s) > 0 {
		r, size := decodeRune(s)
		if r == invalid {
			r = utf8.RuneError
		}
		if isSurrogate(r) {
			units = append(units, uint16(r)) // utf16.AppendRune would replace it
		} else {
			units = utf16.AppendRune(units, r)
		}
		s = s[size:]
	}
	return units
}

// unitCount is the length of s in UTF-16 units.
func unitCount(s string) int {
	n := 0
	for len(s) > 0 {
		r, size := decodeRune(s)
		n++
		if r > 0xFFFF {
			n++
		}
		s = s[size:]
	}
	return n
}

// canonical checks that s is WTF-8 without NUL and writes every surrogate pair
// as the one character it stands for, so that equal names are equal strings.
func canonical(s string) (string, error) {
	if strings.IndexByte(s, 0) >= 0 {
		return "", errno.New(errno.InvalidName, "%#.64q contains a zero byte", s)
	}
	if utf8.ValidString(s) {
		return s, nil
	}
	for rest := s; len(rest) > 0; {
		r, size := decodeRune(rest)
		if r == invalid {
			return "", errno.New(errno.InvalidName, "%#.64q is not UTF-8", s)
		}
		rest = rest[size:]
	}
	return FromUTF16(UTF16(s)), nil
}

// invalid is what decodeRune answers for a byte that begins no character.
const invalid rune = -1

// decodeRune reads the first character of WTF-8: a rune, a lone surrogate, or
// invalid with size 1.
func decodeRune(s string) (rune, int) {
	r, size := utf8.DecodeRuneInString(s)
	if r != utf8.RuneError || size != 1 {
		return r, size
	}
	if len(s) >= surrogateSize && s[0] == 0xED && s[1]&0xE0 == 0xA0 && s[2]&0xC0 == 0x80 {
		return 0xD000 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F), surrogateSize
	}
	return invalid, 1
}

func appendRune(b []byte, r rune) []byte {
	if !isSurrogate(r) {
		return utf8.AppendRune(b, r)
	}
	return append(b, 0xED, 0x80|byte(r>>6&0x3F), 0x80|byte(r&0x3F))
}

func isSurrogate(r rune) bool { return surrogateMin <= r && r <= surrogateMax }
