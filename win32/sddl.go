//go:build !windows

package win32

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"mailslot/internal/ntobj"
)

// Limits of a descriptor's text.
const (
	maxSDDL = 65535 // bytes
	maxACEs = 1820  // entries: more do not fit into an ACL of 64 KiB
)

// noAccessControl is SDDL for the NULL DACL.
const noAccessControl = "NO_ACCESS_CONTROL"

// SecurityDescriptorFromString reads a descriptor in SDDL, such as
// D:(A;;GA;;;WD). Owner, group and SACL are read over. Conditional entries
// are not understood: ERROR_INVALID_ACL, like all that is malformed, but for
// SIDs: ERROR_INVALID_SID.
func SecurityDescriptorFromString(sddl string) (*SECURITY_DESCRIPTOR, error) {
	if len(sddl) > maxSDDL {
		return nil, ERROR_INVALID_ACL
	}
	sd := new(SECURITY_DESCRIPTOR)
	p := sddlParser{rest: sddl}
	for p.skipBlanks(); p.rest != "" && p.err == nil; p.skipBlanks() {
		p.part(sd)
	}
	if p.err != nil {
		return nil, p.err
	}
	return sd, nil
}

// sddlParser consumes rest; the first error sticks.
type sddlParser struct {
	rest string
	seen string // the letters of the parts read so far
	err  error
}

func (p *sddlParser) fail(code Errno) {
	if p.err == nil {
		p.err = code
	}
}

func (p *sddlParser) skipBlanks() { p.rest = strings.TrimLeft(p.rest, " \t\r\n") }

// part reads one of O: G: D: S:, each of which may come once.
func (p *sddlParser) part(sd *SECURITY_DESCRIPTOR) {
	letter, rest, ok := strings.Cut(p.rest, ":")
	if !ok || len(letter) != 1 || !strings.Contains("OGDS", letter) || strings.Contains(p.seen, letter) {
		p.fail(ERROR_INVALID_ACL)
		return
	}
	p.seen += letter
	p.rest = rest
	switch letter {
	case "O", "G":
		p.ownerSID()
	case "D":
		sd.dacl, sd.present = p.acl(), true
	case "S":
		p.acl()
	}
}

// ownerSID reads over a SID that no bracket ends: the next part does.
func (p *sddlParser) ownerSID() {
	p.skipBlanks()
	end := len(p.rest)
	if i := strings.IndexByte(p.rest, ':'); i > 0 {
		end = i - 1
	}
	sid := strings.TrimRight(p.rest[:end], " \t\r\n")
	p.rest = p.rest[end:]
	p.checkSID(sid)
}

// acl reads flags and entries. nil is the NULL DACL.
func (p *sddlParser) acl() *ACL {
	p.skipBlanks()
	if rest, ok := strings.CutPrefix(p.rest, noAccessControl); ok {
		p.rest = rest
		return nil
	}
	p.aclFlags()
	l := new(ACL)
	for p.skipBlanks(); strings.HasPrefix(p.rest, "(") && p.err == nil; p.skipBlanks() {
		body, rest, ok := strings.Cut(p.rest[1:], ")")
		if !ok || len(l.aces) == maxACEs {
			p.fail(ERROR_INVALID_ACL)
			return l
		}
		p.rest = rest
		if a, counts := p.ace(body); counts {
			l.aces = append(l.aces, a)
		}
	}
	return l
}

// aclFlags reads over P, AR and AI, which are about inheritance.
func (p *sddlParser) aclFlags() {
	for {
		switch {
		case strings.HasPrefix(p.rest, "P"):
			p.rest = p.rest[1:]
		case strings.HasPrefix(p.rest, "AR"), strings.HasPrefix(p.rest, "AI"):
			p.rest = p.rest[2:]
		default:
			return
		}
	}
}

// ace reads type;flags;rights;object;inherited object;sid. Entries that are
// only inherited, and audit entries, do not count.
func (p *sddlParser) ace(body string) (a ace, counts bool) {
	fields := strings.Split(body, ";")
	if len(fields) != 6 {
		p.fail(ERROR_INVALID_ACL)
		return ace{}, false
	}
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	flags, ok := pairs(fields[1], aceFlags)
	if !ok || fields[3] != "" || fields[4] != "" {
		p.fail(ERROR_INVALID_ACL)
	}
	a = ace{deny: fields[0] == "D", rights: p.rights(fields[2]), sid: strings.ToUpper(fields[5])}
	p.checkSID(a.sid)
	switch fields[0] {
	case "A", "D":
		return a, flags&inheritOnly == 0
	case "AU", "AL", "ML":
		return a, false
	}
	p.fail(ERROR_INVALID_ACL)
	return a, false
}

const inheritOnly = 8

var aceFlags = map[string]uint32{
	"OI": 1, "CI": 2, "NP": 4, "IO": inheritOnly, "ID": 0x10, "SA": 0x40, "FA": 0x80,
}

var aceRights = map[string]uint32{
	"GA": GENERIC_ALL, "GR": GENERIC_READ, "GW": GENERIC_WRITE, "GX": GENERIC_EXECUTE,
	"FA": FILE_ALL_ACCESS, "FR": FILE_GENERIC_READ, "FW": FILE_GENERIC_WRITE, "FX": FILE_GENERIC_EXECUTE,
	"KA": 0xF003F, "KR": 0x20019, "KW": 0x20006, "KX": 0x20019,
	"RC": READ_CONTROL, "SD": DELETE, "WD": WRITE_DAC, "WO": WRITE_OWNER,
	"CC": 0x1, "DC": 0x2, "LC": 0x4, "SW": 0x8, "RP": 0x10, "WP": 0x20, "DT": 0x40, "LO": 0x80, "CR": 0x100,
	"NW": 1, "NR": 2, "NX": 4,
}

// rights reads a number in C's notation or names of two letters.
func (p *sddlParser) rights(s string) uint32 {
	if s != "" && '0' <= s[0] && s[0] <= '9' {
		n, err := strconv.ParseUint(s, 0, 32)
		if err != nil || strings.Contains(s, "_") {
			p.fail(ERROR_INVALID_ACL)
		}
		return ntobj.FileAccess(uint32(n))
	}
	rights, ok := pairs(s, aceRights)
	if !ok {
		p.fail(ERROR_INVALID_ACL)
	}
	return ntobj.FileAccess(rights)
}

// pairs adds up the meanings of a string of two-letter names.
func pairs(s string, meaning map[string]uint32) (sum uint32, ok bool) {
	for ; len(s) >= 2; s = s[2:] {
		bits, ok := meaning[s[:2]]
		if !ok {
			return 0, false
		}
		sum |= bits
	}
	return sum, s == ""
}

// maxSubAuthorities is the most that a SID can have.
const maxSubAuthorities = 15

// aliases are the SIDs that SDDL has two letters for. Another pair is a
// mistake, and no user whom the descriptor could mean.
const aliases = "AA AC AN AO AP AS AU BA BG BO BU CA CD CG CN CO CY DA DC DD DG DU EA ED EK ER ES HA HI HO" +
	" IS IU KA LA LG LS LU LW ME MP MS MU NO NS NU OW PA PO PS PU RA RC RD RE RM RO RS RU SA SI SO SS SU SY UD WD WR"

// checkSID wants an alias or S-1-authority-sub-authorities.
func (p *sddlParser) checkSID(s string) {
	s = strings.ToUpper(s)
	if slices.Contains(strings.Fields(aliases), s) {
		return
	}
	parts := strings.Split(s, "-")
	if len(parts) < 3 || len(parts) > 3+maxSubAuthorities || parts[0] != "S" || parts[1] != "1" {
		p.fail(ERROR_INVALID_SID)
		return
	}
	for i, part := range parts[2:] {
		bits := 32
		if i == 0 {
			bits = 48
		}
		if _, err := strconv.ParseUint(part, 10, bits); err != nil {
			p.fail(ERROR_INVALID_SID)
		}
	}
}

// unixClass knows the SIDs that Samba gives to Unix users and groups, of which
// a mode can name the slot's owner and its group.
func unixClass(sid string) class {
	switch sid {
	case fmt.Sprintf("S-1-22-1-%d", os.Geteuid()):
		return isOwner
	case fmt.Sprintf("S-1-22-2-%d", os.Getegid()):
		return isGroup
	}
	return 0
}

// format writes the entry as SDDL reads it.
func (a ace) format(b *strings.Builder) {
	kind := "A"
	if a.deny {
		kind = "D"
	}
	fmt.Fprintf(b, "(%s;;%#x;;;%s)", kind, a.rights, a.sid)
}
