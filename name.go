package mailslot

import (
	"strings"

	"mailslot/internal/errno"
	"mailslot/internal/slotname"
)

// Name is a parsed mailslot name: which computers, and which slot there.
// Names are comparable with Equal; the zero Name is no name.
type Name struct {
	name slotname.Name
}

// ParseName reads any spelling of a mailslot name: \\.\mailslot\x,
// //./mailslot/x, \\?\mailslot\x, \\HOST\mailslot\x, \\*\mailslot\x, or the
// bare slot name x, which may have levels. Unpaired surrogates are written as
// in WTF-8. Errors are fs.ErrInvalid or, for a path that leads nowhere,
// fs.ErrNotExist (rules 1.1 to 1.9).
func ParseName(s string) (Name, error) {
	full := s
	if isBare(s) {
		full = `\\.\mailslot\` + s
	}
	n, err := slotname.Parse(full)
	if err != nil {
		return Name{}, err
	}
	if n.IsRoot() {
		return Name{}, errno.New(errno.InvalidName, "%#q names no slot", s)
	}
	return Name{n}, nil
}

// isBare reports whether s is a slot name without prefix. What looks like a
// path of another kind is not, lest a mistake create a slot.
func isBare(s string) bool {
	start := strings.TrimLeft(s, " ")
	drive := len(s) > 2 && s[1] == ':' && strings.ContainsRune(`\/`, rune(s[2]))
	return start != "" && start[0] != '\\' && start[0] != '/' && !drive
}

// Local reports whether the name is of this computer's namespace.
func (n Name) Local() bool { return n.name.Host == "" }

// Host is the computer or domain, "*" for the own domain, "" for this computer.
func (n Name) Host() string { return n.name.Host }

// Slot is the name without its prefix, such as net\netlogon.
func (n Name) Slot() string { return n.name.Slot }

// Equal reports whether n and o name the same slot; case does not count.
func (n Name) Equal(o Name) bool {
	return slotname.Equal(n.Host(), o.Host()) && slotname.Equal(n.Slot(), o.Slot())
}

// String is the full form, such as \\.\mailslot\x; ParseName reads it back.
func (n Name) String() string { return n.name.String() }
