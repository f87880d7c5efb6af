package explain

import (
	"errors"
	"fmt"
	"strings"

	"mailslot/internal/browse"
)

// mailslot explains a message's data, as the body of a well-known slot if it
// is one.
func (p *printer) mailslot(slot string, data []byte) {
	p.level++
	defer func() { p.level-- }()
	body, err := browse.Parse(slot, data)
	switch {
	case errors.Is(err, browse.ErrSlot):
		p.dump(data)
	case err != nil:
		p.refuse(err, data)
	default:
		p.body(body)
	}
}

func (p *printer) body(body browse.Body) {
	switch v := body.(type) {
	case *browse.Announcement:
		p.announcement(v)
	case *browse.LanmanAnnouncement:
		p.title("LAN Manager announcement")
		p.host(v.Name, v.Comment, v.Type, v.Major, v.Minor)
		p.field("again in", "%v", v.Period)
	case *browse.Popup:
		p.title("messenger pop-up")
		p.field("from", "%s", quote(v.From))
		p.field("to", "%s", quote(v.To))
		p.field("text", "%s", quote(v.Text))
	case *browse.PrimaryQuery, *browse.PrimaryResponse, *browse.SAMLogon,
		*browse.SAMLogonReply, *browse.SAMLogonReplyEx:
		p.logon(body)
	default:
		p.browser(body)
	}
}

func (p *printer) announcement(a *browse.Announcement) {
	switch a.Op {
	case browse.OpDomainAnnouncement:
		p.title("domain announcement")
		p.field("domain", "%s", quote(a.Name))
		p.field("master", "%s", quote(a.Comment))
	case browse.OpLocalMasterAnnouncement:
		p.title("local master announcement")
		p.host(a.Name, a.Comment, a.Type, a.Major, a.Minor)
	default:
		p.title("host announcement")
		p.host(a.Name, a.Comment, a.Type, a.Major, a.Minor)
	}
	p.field("again in", "%v", a.Period)
}

func (p *printer) host(name, comment string, typ uint32, major, minor byte) {
	p.field("computer", "%s", quote(name))
	p.field("comment", "%s", quote(comment))
	p.field("type", "0x%08x %s", typ, typeWords(typ))
	p.field("version", "%d.%d", major, minor)
}

func (p *printer) browser(body browse.Body) {
	switch v := body.(type) {
	case *browse.AnnouncementRequest:
		p.title("announcement request")
		p.field("reply to", "%s", quote(v.Reply))
	case *browse.Election:
		p.title("election")
		p.field("candidate", "%s", quote(v.Name))
		p.field("criteria", "0x%08x", v.Criteria)
		p.field("uptime", "%d ms", v.Uptime)
	case *browse.BackupRequest:
		p.title("backup list request")
		p.field("wanted", "%d", v.Count)
		p.field("token", "0x%08x", v.Token)
	case *browse.BackupResponse:
		p.title("backup list response")
		p.field("token", "0x%08x", v.Token)
		for name := range v.Names() {
			p.field("server", "%s", quote(name))
		}
	case *browse.BecomeBackup:
		p.title("become backup browser")
		p.field("computer", "%s", quote(v.Name))
	case *browse.MasterAnnouncement:
		p.title("master announcement")
		p.field("computer", "%s", quote(v.Name))
	case *browse.ResetState:
		p.title("reset browser state")
		p.field("options", "0x%02x", v.Options)
	}
}

func (p *printer) logon(body browse.Body) {
	switch v := body.(type) {
	case *browse.PrimaryQuery:
		p.title("primary domain controller query")
		p.field("computer", "%s", quote(v.Computer))
		p.field("reply to", "%s", quote(v.Reply))
		p.field("version", "0x%08x", v.Version)
	case *browse.PrimaryResponse:
		p.title("primary domain controller response")
		p.field("server", "%s", quote(v.Server))
		p.field("domain", "%s", quote(v.Domain))
		p.field("version", "0x%08x", v.Version)
	case *browse.SAMLogon:
		p.title("SAM logon request")
		p.field("computer", "%s", quote(v.Computer))
		p.field("user", "%s", quote(v.User))
		p.field("reply to", "%s", quote(v.Reply))
		p.field("account", "0x%08x", v.Account)
		p.field("version", "0x%08x", v.Version)
	case *browse.SAMLogonReply:
		p.title("SAM logon response 0x%02x", v.Op)
		p.field("server", "%s", quote(v.Server))
		p.field("user", "%s", quote(v.User))
		p.field("domain", "%s", quote(v.Domain))
	case *browse.SAMLogonReplyEx:
		p.title("SAM logon response 0x%02x of a directory", v.Op)
		p.field("flags", "0x%08x", v.Flags)
		p.dump(v.Names)
	}
}

func typeWords(t uint32) string {
	var words []string
	for _, bit := range []struct {
		mask uint32
		word string
	}{
		{browse.TypeWorkstation, "workstation"},
		{browse.TypeServer, "server"},
		{browse.TypeUnix, "unix"},
		{browse.TypeNT, "nt"},
		{browse.TypeBrowser, "potential browser"},
		{browse.TypeBackupBrowser, "backup browser"},
		{browse.TypeMasterBrowser, "master browser"},
		{browse.TypeDomainMaster, "domain master"},
		{browse.TypeDomain, "domain"},
	} {
		if t&bit.mask != 0 {
			words = append(words, bit.word)
			t &^= bit.mask
		}
	}
	if t != 0 {
		words = append(words, fmt.Sprintf("0x%x", t))
	}
	return strings.Join(words, ", ")
}
