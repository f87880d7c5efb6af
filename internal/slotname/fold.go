package slotname

import (
	"unicode"
	"unicode/utf8"
)

// FoldsFinalSigma says whether U+03C2 matches U+03C3. Windows may say yes by
// its own upper-case table, Wine says no; nothing proves either (rule 1.6, O11).
const FoldsFinalSigma = false

// Fold maps all spellings of a name that differ only in case to one string
// (rule 1.6): each UTF-16 unit on its own, by its simple upper-case mapping,
// without locale and without changing the length in units.
//
// A mapping that does not lead back is not applied, so that sharp s, dotted
// and dotless i, the Kelvin sign, micro and final sigma match only themselves.
func Fold(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || 'a' <= c && c <= 'z' {
			return string(appendFolded(make([]byte, 0, len(s)), s))
		}
	}
	return s
}

// Equal reports whether a and b name the same slot.
func Equal(a, b string) bool { return a == b || Fold(a) == Fold(b) }

func appendFolded(b []byte, s string) []byte {
	for len(s) > 0 {
		r, size := decodeRune(s)
		if r == invalid {
			b = append(b, s[0])
		} else {
			b = appendRune(b, foldUnit(r))
		}
		s = s[size:]
	}
	return b
}

// foldUnit leaves what is not one UTF-16 unit alone: Windows sees a pair of
// surrogates there, which have no case.
func foldUnit(r rune) rune {
	if 'a' <= r && r <= 'z' {
		return r - 'a' + 'A'
	}
	if r == 'ς' && FoldsFinalSigma {
		return 'Σ'
	}
	up := unicode.ToUpper(r)
	if r > 0xFFFF || up > 0xFFFF || unicode.ToLower(up) != r {
		return r
	}
	return up
}
