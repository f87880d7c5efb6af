package explain

import (
	"fmt"
	"strings"

	"mailslot/netbios"
)

func (p *printer) datagram(b []byte) {
	packet, err := netbios.ParseDatagram(b)
	if err != nil {
		p.title("datagram service, %d bytes", len(b))
		p.level++
		p.refuse(err, b)
		return
	}
	h := packet.Head()
	p.title("datagram service: %s, %d bytes", datagramKind(h.Type), len(b))
	p.level++
	p.field("id", "0x%04x", h.ID)
	p.field("flags", "0x%02x %s", uint8(h.Flags), datagramWords(h.Flags))
	p.field("claims from", "%s:%d", h.SourceIP, h.SourcePort)
	switch v := packet.(type) {
	case *netbios.Datagram:
		p.userData(v)
	case *netbios.DatagramError:
		p.field("code", "0x%02x %s", uint8(v.Code), errorWord(v.Code))
	case *netbios.DatagramQuery:
		p.name("destination", v.Destination, v.Scope)
	}
}

func (p *printer) userData(d *netbios.Datagram) {
	p.name("source", d.Source, d.SourceScope)
	p.name("destination", d.Destination, d.DestinationScope)
	if !d.Whole() {
		p.field("fragment", "%d bytes at offset %d", len(d.Data), d.Offset)
		p.dump(d.Data)
		return
	}
	p.smb(d.Data)
}

func datagramKind(t netbios.DatagramType) string {
	switch t {
	case netbios.DirectUnique:
		return "to a unique name"
	case netbios.DirectGroup:
		return "to a group"
	case netbios.Broadcast:
		return "to everybody"
	case netbios.ErrorPacket:
		return "error"
	case netbios.QueryRequest:
		return "distribution query"
	case netbios.QueryFound:
		return "positive distribution response"
	}
	return "negative distribution response"
}

func datagramWords(f netbios.DatagramFlags) string {
	words := []string{[...]string{"B", "P", "M", "H"}[f>>2&3] + " node"}
	if f&netbios.FirstFragment != 0 {
		words = append(words, "first")
	}
	if f&netbios.MoreFragments != 0 {
		words = append(words, "more follow")
	}
	return strings.Join(words, ", ")
}

func errorWord(c netbios.DatagramErrorCode) string {
	switch c {
	case netbios.DestinationAbsent:
		return "destination name not present"
	case netbios.SourceMalformed:
		return "source name malformed"
	case netbios.DestinationMalformed:
		return "destination name malformed"
	}
	return fmt.Sprintf("unknown code %d", c)
}
