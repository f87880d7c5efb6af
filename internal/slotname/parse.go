package slotname

import (
	"strings"

	"mailslot/internal/errno"
)

// Limits of a name in UTF-16 units (rule 1.7). A longer slot is not a name, a
// longer path of the normalised forms fails in path conversion.
const (
	MaxSlot = 65532/2 - len(`\Device\MailSlot\`)
	MaxPath = 32759
)

// Name is which computers, and which slot there. The zero Name is the root of
// this computer's namespace, which can be opened but neither created nor
// written to (rule 1.8).
type Name struct {
	Host string // "" this computer, "*" the own domain, else a computer or domain
	Slot string // levels separated by backslashes, in the caller's case
}

// Parse reads a name as CreateFile does: \\.\mailslot\x, \\?\mailslot\x,
// \??\mailslot\x, \\.\GLOBALROOT\Device\Mailslot\x, \\HOST\mailslot\x and
// \\?\UNC\HOST\mailslot\x, with either slash in all but the verbatim forms.
// The error carries the code of rule 1.9.
func Parse(s string) (Name, error) {
	s, err := canonical(s)
	if err != nil {
		return Name{}, err
	}
	if s == "" {
		return Name{}, errno.New(errno.PathNotFound, "the name is empty")
	}
	n, err := parse(s)
	if err == nil && unitCount(n.Slot) > MaxSlot {
		err = errno.New(errno.InvalidName, "is longer than %d characters", MaxSlot)
	}
	if err != nil {
		return Name{}, errno.New(errno.Of(err), "%#.64q %v", s, err)
	}
	return n, nil
}

func parse(s string) (Name, error) {
	for _, verbatim := range []string{`\\?\`, `\??\`} {
		if rest, ok := strings.CutPrefix(s, verbatim); ok {
			return device(rest)
		}
	}
	if len(s) < 3 || !isSeparator(s[0]) || !isSeparator(s[1]) {
		return Name{}, notMailslot()
	}
	if unitCount(s) > MaxPath {
		return Name{}, errno.New(errno.PathNotFound, "is longer than %d characters", MaxPath)
	}
	if s[2] != '.' && s[2] != '?' {
		return unc(s[2:])
	}
	if len(s) > 3 && !isSeparator(s[3]) {
		return unc(s[2:])
	}
	return device(normalise(s[3:]))
}

// device reads what follows \\.\ or \\?\, already normalised if it is to be: a
// second separator of the verbatim form belongs to the slot's name (rule 1.4).
func device(path string) (Name, error) {
	dev, rest, more := strings.Cut(path, `\`)
	switch dev = Fold(dev); {
	case dev == "MAILSLOT":
		return Name{Slot: rest}, nil
	case dev == "UNC":
		return share(rest)
	case dev == "GLOBALROOT":
		return globalRoot(rest)
	case more && dev != "PIPE" && !isDrive(dev):
		return Name{}, errno.New(errno.PathNotFound, `is on no device known here; a mailslot is \\.\mailslot\name`)
	}
	return Name{}, notMailslot()
}

// globalRoot reads a name of the object manager; only the mailslot device can
// be reached through it.
func globalRoot(path string) (Name, error) {
	dir, path, _ := strings.Cut(path, `\`)
	dev, rest, _ := strings.Cut(path, `\`)
	if Fold(dir) != "DEVICE" || Fold(dev) != "MAILSLOT" {
		return Name{}, notMailslot()
	}
	return Name{Slot: rest}, nil
}

// unc reads what follows the two separators of \\HOST\mailslot\x. Unlike
// below \\.\, a ".." cannot climb out of the share.
func unc(path string) (Name, error) {
	host, path := cutSeparators(path)
	share, path := cutSeparators(path)
	return remote(host, share, normalise(path))
}

// share is unc for the verbatim form \\?\UNC\HOST\mailslot\x.
func share(path string) (Name, error) {
	host, path, _ := strings.Cut(path, `\`)
	share, path, _ := strings.Cut(path, `\`)
	return remote(host, share, strings.TrimLeft(path, `\`))
}

func remote(host, share, slot string) (Name, error) {
	if host == "" || slot == "" || Fold(share) != "MAILSLOT" {
		return Name{}, errno.New(errno.InvalidName, `is not of the form \\HOST\mailslot\name`)
	}
	return Name{host, slot}, nil
}

// String is a spelling that Parse reads back as n: the usual form, or the
// verbatim one for a slot that normalisation would change.
func (n Name) String() string {
	usual, verbatim := `\\.\mailslot\`, `\\?\mailslot\`
	if n.Host != "" {
		usual, verbatim = `\\`+n.Host+`\mailslot\`, `\\?\UNC\`+n.Host+`\mailslot\`
	}
	if again, err := parse(usual + n.Slot); err != nil || again != n {
		return verbatim + n.Slot
	}
	return usual + n.Slot
}

// IsRoot reports whether n is the namespace itself and no slot.
func (n Name) IsRoot() bool { return n == Name{} }

func notMailslot() error {
	return errno.New(errno.InvalidName, `is not of the form \\.\mailslot\name`)
}

func isDrive(dev string) bool {
	return len(dev) == 2 && dev[1] == ':' && 'A' <= dev[0] && dev[0] <= 'Z'
}
