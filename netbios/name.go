package netbios

import (
	"bytes"
	"strconv"
	"strings"
)

// MaxNameLen is the number of characters in a name, its suffix not counted.
const MaxNameLen = 15

// Name is a NetBIOS name as it stands on the wire: 15 characters padded with
// spaces, and a suffix that says what the name is for. Two names are the same
// if their bytes are; Fold first what comes from outside, because some senders
// do not put their names in upper case. The zero Name is no name.
type Name [MaxNameLen + 1]byte

// Suffix is the sixteenth byte of a name.
type Suffix byte

// The suffixes that mailslots meet (spec 1).
const (
	Workstation       Suffix = 0x00 // a computer, or (group) a domain: mailslots go here
	Messenger         Suffix = 0x03 // a computer's or user's pop-ups
	DomainMaster      Suffix = 0x1B // the primary domain controller
	DomainControllers Suffix = 0x1C // group: all domain controllers
	LocalMaster       Suffix = 0x1D // the subnet's master browser
	Browsers          Suffix = 0x1E // group: potential browsers
	FileServer        Suffix = 0x20 // SMB sessions
)

// forbidden are the printable characters that Windows refuses in computer and
// domain names, and those that would make the text form ambiguous.
const forbidden = `"/\[]:|<>+=;,?`

// NewName is the name with the given characters, put in upper case, and suffix.
// The characters must be 1 to 15 of printable ASCII: others depend on the code
// pages of both sides.
func NewName(text string, suffix Suffix) (Name, error) {
	switch {
	case text == "":
		return Name{}, ErrNameEmpty
	case len(text) > MaxNameLen:
		return Name{}, ErrNameLong
	case text == "*":
		return Name{}, ErrNameChar // the wildcard is not padded with spaces
	}
	var n Name
	for i := range n {
		n[i] = ' '
	}
	for i := range len(text) {
		c := text[i]
		if c < ' ' || c > '~' || strings.IndexByte(forbidden, c) >= 0 {
			return Name{}, ErrNameChar
		}
		n[i] = upper(c)
	}
	n[MaxNameLen] = byte(suffix)
	return n, nil
}

// ParseName reads NAME, NAME<1c> or NAME#1c; without a suffix it is <00>.
// "*" is the wildcard.
func ParseName(s string) (Name, error) {
	if s == "*" {
		return Wildcard(), nil
	}
	text, digits := s, "00"
	if i := strings.IndexAny(s, "<#"); i >= 0 {
		text, digits = s[:i], s[i+1:]
		if s[i] == '<' {
			if !strings.HasSuffix(digits, ">") {
				return Name{}, ErrNameSuffix
			}
			digits = digits[:len(digits)-1]
		}
	}
	suffix, err := strconv.ParseUint(digits, 16, 8)
	if err != nil || len(digits) != 2 {
		return Name{}, ErrNameSuffix
	}
	return NewName(text, Suffix(suffix))
}

// Wildcard is the name that every node answers to: "*" and 15 NULs.
func Wildcard() Name { return Name{'*'} }

// MSBrowse is the group name of the local master browsers.
func MSBrowse() Name {
	return Name([]byte("\x01\x02__MSBROWSE__\x02\x01"))
}

// Suffix is the sixteenth byte.
func (n Name) Suffix() Suffix { return Suffix(n[MaxNameLen]) }

// With is the same name with another suffix.
func (n Name) With(s Suffix) Name {
	n[MaxNameLen] = byte(s)
	return n
}

// Text is the characters without padding and suffix, raw: from a foreign
// packet they may be anything. Print String instead.
func (n Name) Text() string {
	return string(bytes.TrimRight(n[:MaxNameLen], " \x00"))
}

// String is the printable form NAME<00>; bytes that are not printable ASCII
// are escaped. ParseName reads it back for every name that NewName makes.
func (n Name) String() string {
	if n == Wildcard() {
		return "*"
	}
	b := make([]byte, 0, MaxNameLen+4)
	for _, c := range []byte(n.Text()) {
		if c < ' ' || c > '~' || c == '\\' {
			b = append(b, '\\', 'x', hexDigit(c>>4), hexDigit(c&15))
		} else {
			b = append(b, c)
		}
	}
	s := n[MaxNameLen]
	return string(append(b, '<', hexDigit(s>>4), hexDigit(s&15), '>'))
}

// Fold puts the ASCII letters of the characters in upper case, for comparing.
func (n Name) Fold() Name {
	for i := range MaxNameLen {
		n[i] = upper(n[i])
	}
	return n
}

// IsWildcard reports whether the name begins with "*": such names belong to
// nobody and are never defended ([MS-NBTE]).
func (n Name) IsWildcard() bool { return n[0] == '*' }

func upper(c byte) byte {
	if 'a' <= c && c <= 'z' {
		return c - 'a' + 'A'
	}
	return c
}

func hexDigit(c byte) byte { return "0123456789abcdef"[c] }
