package explain

import (
	"fmt"
	"strings"

	"mailslot/netbios"
)

func (p *printer) nameService(b []byte) {
	packet, err := netbios.ParseNameService(b)
	if err != nil {
		p.title("name service, %d bytes", len(b))
		p.level++
		p.refuse(err, b)
		return
	}
	h := packet.Head()
	p.title("name service: %s, %d bytes", nameKind(packet), len(b))
	p.level++
	p.field("id", "0x%04x", h.ID)
	p.field("flags", "0x%04x %s", uint16(h.Flags), flagWords(h.Flags))
	switch v := packet.(type) {
	case *netbios.Query:
		p.name("name", v.Name, v.Scope)
	case *netbios.Claim:
		p.name("name", v.Name, v.Scope)
		p.field("lifetime", "%d s", v.TTL)
		p.entry("claimant", v.Entry)
	case *netbios.Answer:
		p.name("name", v.Name, v.Scope)
		p.field("lifetime", "%d s", v.TTL)
		for _, e := range v.Entries {
			p.entry("owner", e)
		}
	case *netbios.Wait:
		p.name("name", v.Name, v.Scope)
		p.field("wait", "%d s", v.TTL)
	case *netbios.Status:
		p.status(v)
	}
}

func (p *printer) status(s *netbios.Status) {
	p.name("name", s.Name, s.Scope)
	for _, n := range s.Names {
		p.field("owns", "%-20s %s", n.Name, statusWords(n.Flags))
	}
	p.field("hardware", "% x", s.Statistics.UnitID)
}

func (p *printer) name(label string, n netbios.Name, s netbios.Scope) {
	text := n.String() + " " + suffixWord(n)
	if s != (netbios.Scope{}) {
		text += ", scope " + s.String()
	}
	p.field(label, "%s", text)
}

func (p *printer) entry(label string, e netbios.Entry) {
	kind := "unique"
	if e.Flags.IsGroup() {
		kind = "group"
	}
	p.field(label, "%s %s, %s node", e.Addr, kind, nodeWord(e.Flags))
}

// nameKind names a packet as spec 7 does.
func nameKind(packet netbios.NamePacket) string {
	h := packet.Head()
	switch v := packet.(type) {
	case *netbios.Query:
		if v.Type == netbios.TypeNBStat {
			return "node status query"
		}
		return "name query"
	case *netbios.Status:
		return "node status"
	case *netbios.Wait:
		return "wait acknowledgement"
	case *netbios.Claim:
		return claimKind(h.Flags)
	}
	return answerKind(h.Flags)
}

func claimKind(f netbios.Flags) string {
	switch {
	case f.Op() == netbios.OpRelease:
		return "name release"
	case f.Op() == netbios.OpRegisterMultihomed:
		return "multi-homed name registration"
	case f.Op() != netbios.OpRegister:
		return "name refresh"
	case f&netbios.FlagRecursionDesired == 0:
		return "name overwrite demand"
	}
	return "name registration"
}

func answerKind(f netbios.Flags) string {
	sign := "positive"
	if f.RCode() != netbios.RCodeOK {
		sign = "negative"
	}
	switch {
	case f.Op() == netbios.OpQuery:
		return sign + " name query response"
	case f.Op() == netbios.OpRelease:
		return sign + " name release response"
	case f.RCode() == netbios.RCodeConflict:
		return "name conflict demand"
	}
	return sign + " name registration response"
}

func flagWords(f netbios.Flags) string {
	var words []string
	for _, bit := range []struct {
		mask netbios.Flags
		word string
	}{
		{netbios.FlagResponse, "response"},
		{netbios.FlagAuthoritative, "authoritative"},
		{netbios.FlagTruncated, "truncated"},
		{netbios.FlagRecursionDesired, "recursion desired"},
		{netbios.FlagRecursionAvailable, "recursion available"},
		{netbios.FlagBroadcast, "broadcast"},
	} {
		if f&bit.mask != 0 {
			words = append(words, bit.word)
		}
	}
	if f.Response() {
		words = append(words, rcodeWord(f.RCode()))
	}
	return strings.Join(words, ", ")
}

func rcodeWord(r netbios.RCode) string {
	words := map[netbios.RCode]string{
		netbios.RCodeOK:          "no error",
		netbios.RCodeFormat:      "request malformed",
		netbios.RCodeServer:      "server failed",
		netbios.RCodeNoName:      "no such name",
		netbios.RCodeUnsupported: "not supported",
		netbios.RCodeRefused:     "refused",
		netbios.RCodeActive:      "name is active elsewhere",
		netbios.RCodeConflict:    "name is in conflict",
	}
	if word, ok := words[r]; ok {
		return word
	}
	return fmt.Sprintf("result %d", r)
}

func nodeWord(f netbios.NBFlags) string {
	return [...]string{"B", "P", "M", "H"}[f.Node()>>13]
}

func statusWords(f netbios.StatusFlags) string {
	words := []string{"unique"}
	if f&netbios.NameGroup != 0 {
		words[0] = "group"
	}
	for _, bit := range []struct {
		mask netbios.StatusFlags
		word string
	}{
		{netbios.NameActive, "active"},
		{netbios.NameConflict, "in conflict"},
		{netbios.NameDeregister, "being released"},
		{netbios.NamePermanent, "permanent"},
	} {
		if f&bit.mask != 0 {
			words = append(words, bit.word)
		}
	}
	return strings.Join(words, ", ")
}

func suffixWord(n netbios.Name) string {
	switch n {
	case netbios.Wildcard():
		return "(any node)"
	case netbios.MSBrowse():
		return "(local master browsers)"
	}
	words := map[netbios.Suffix]string{
		netbios.Workstation:       "(computer or domain)",
		netbios.Messenger:         "(messenger)",
		netbios.DomainMaster:      "(domain master)",
		netbios.DomainControllers: "(domain controllers)",
		netbios.LocalMaster:       "(local master browser)",
		netbios.Browsers:          "(browsers)",
		netbios.FileServer:        "(file server)",
	}
	return words[n.Suffix()]
}
