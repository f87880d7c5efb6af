package explain

import (
	"strings"
	"unicode"

	"mailslot/internal/oem"
	"mailslot/internal/smbtrans"
	"mailslot/netbios"
)

// Packet explains the payload of one UDP packet, a line per field, indented by
// level and each ended by a newline. Port is the UDP port it was sent to, 137
// or 138; with any other the kind is guessed, and a bare SMB is understood too.
//
// What can be read is explained even if the rest is not; the error is the
// reason for which a part was refused.
func Packet(b []byte, port uint16) (string, error) {
	var p printer
	switch kind(b, port) {
	case nameService:
		p.nameService(b)
	case datagram:
		p.datagram(b)
	case smb:
		p.smb(b)
	}
	return p.out.String(), p.err
}

// protocol is what a payload is read as.
type protocol int

const (
	nameService protocol = iota
	datagram
	smb
)

// kind guesses from the first bytes where the port does not tell. A
// name-service packet that begins like a datagram has a random id there, and
// is hardly ever readable as one.
func kind(b []byte, port uint16) protocol {
	switch port {
	case netbios.NameServicePort:
		return nameService
	case netbios.DatagramPort:
		return datagram
	}
	if len(b) >= 4 && string(b[:4]) == "\xffSMB" {
		return smb
	}
	if _, err := netbios.ParseNameService(b); err == nil {
		return nameService
	}
	if len(b) > 0 && b[0] >= byte(netbios.DirectUnique) && b[0] <= byte(netbios.QueryNotFound) {
		return datagram
	}
	return nameService
}

func (p *printer) smb(b []byte) {
	p.title("SMB transaction, %d bytes", len(b))
	p.level++
	defer func() { p.level-- }()
	w, err := smbtrans.Parse(b)
	if err != nil {
		p.refuse(err, b)
		return
	}
	p.field("slot", `\MAILSLOT\%s`, slotText(w.Slot))
	p.field("priority", "%d", w.Priority)
	p.field("class", "%d", w.Class)
	p.field("data", "%d bytes", len(w.Data))
	p.mailslot(w.Slot, w.Data)
}

// slotText is a slot's name as people may see it, in the usual code page.
func slotText(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, oem.CP850.Decode(name))
}
