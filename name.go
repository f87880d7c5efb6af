package mailslot

import (
	"strings"

	"mailslot/internal/errno"
)

// Name is a parsed mailslot name: which computers, and which slot there.
// Names are comparable with Equal; the zero Name is no name.
type Name struct {
	host string // "" this computer, "*" the own domain, else a computer or domain
	slot string // levels separated by backslashes, in the caller's case, WTF-8
}

// ParseName reads any spelling of a mailslot name: \\.\mailslot\x,
// //./mailslot/x, \\?\mailslot\x, \\HOST\mailslot\x, \\*\mailslot\x, or the
// bare slot name x.
func ParseName(s string) (Name, error) {
	rest, ok := strings.CutPrefix(strings.ReplaceAll(s, "/", `\`), `\\`)
	if !ok {
		if s == "" {
			return Name{}, errno.New(errno.PathNotFound, "the name is empty")
		}
		return Name{slot: strings.ReplaceAll(s, "/", `\`)}, nil
	}
	host, rest, _ := strings.Cut(rest, `\`)
	prefix, slot, _ := strings.Cut(rest, `\`)
	if !strings.EqualFold(prefix, "mailslot") || slot == "" {
		return Name{}, errno.New(errno.InvalidName, `%s is not of the form \\.\mailslot\name`, s)
	}
	if host == "." || host == "?" {
		host = ""
	}
	return Name{host, slot}, nil
}

// Local reports whether the name is of this computer's namespace.
func (n Name) Local() bool { return n.host == "" }

// Host is the computer or domain, "*" for the own domain, "" for this computer.
func (n Name) Host() string { return n.host }

// Slot is the name without its prefix, such as net\netlogon.
func (n Name) Slot() string { return n.slot }

// String is the full form, such as \\.\mailslot\x.
func (n Name) String() string {
	host := n.host
	if host == "" {
		host = "."
	}
	return `\\` + host + `\mailslot\` + n.slot
}
