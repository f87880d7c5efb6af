package nbt

import (
	"net/netip"
	"slices"
	"time"

	"mailslot/internal/smbtrans"
	"mailslot/netbios"
)

// winsTTL is the lifetime that the simulated server grants.
const winsTTL = 10 * time.Minute

// winsServer is an actor that keeps names as a WINS server does: a unique name
// belongs to its first owner until it is released or runs out.
type winsServer struct {
	records map[netbios.Name]*winsRecord
	patient bool // answers registrations with a WACK first
}

type winsRecord struct {
	entries []netbios.Entry
	until   time.Duration
}

// addWINS makes a host with such a server.
func (w *world) addWINS(prefix string) (*host, *winsServer) {
	s := &winsServer{records: map[netbios.Name]*winsRecord{}}
	h := w.place(prefix)
	h.actor = s.hear
	return h, s
}

func (s *winsServer) hear(h *host, ev Packet) {
	if ev.Service != NameService || ev.Broadcast {
		return
	}
	p, err := netbios.ParseNameService(ev.Data)
	if err != nil {
		return
	}
	switch v := p.(type) {
	case *netbios.Claim:
		s.hearClaim(h, ev.From, v)
	case *netbios.Query:
		if v.Type == netbios.TypeNB {
			s.hearQuery(h, ev.From, v)
		}
	}
}

func (s *winsServer) hearClaim(h *host, from netip.AddrPort, c *netbios.Claim) {
	reply := &netbios.Answer{
		Header: netbios.Header{ID: c.ID, Flags: netbios.RegistrationPositive},
		Name:   c.Name, Type: netbios.TypeNB, TTL: uint32(winsTTL.Seconds()), Entries: []netbios.Entry{c.Entry},
	}
	r := s.record(c.Name, h.w.now)
	switch {
	case c.Flags.Op() == netbios.OpRelease:
		reply.Flags = netbios.ReleasePositive
		r.entries = slices.DeleteFunc(r.entries, func(e netbios.Entry) bool { return e.Addr == c.Entry.Addr })
	case !c.Entry.Flags.IsGroup() && len(r.entries) > 0 && r.entries[0].Addr != c.Entry.Addr:
		reply.Flags = netbios.RegistrationDefended
	default:
		if !slices.Contains(r.entries, c.Entry) {
			r.entries = append(r.entries, c.Entry)
		}
		r.until = h.w.now + winsTTL
	}
	if s.patient {
		h.say(from, &netbios.Wait{Header: netbios.Header{ID: c.ID, Flags: netbios.WaitAcknowledgement}, Name: c.Name, TTL: 2, Request: c.Flags})
	}
	h.say(from, reply)
}

func (s *winsServer) record(name netbios.Name, now time.Duration) *winsRecord {
	r := s.records[name]
	if r == nil || r.until <= now {
		r = &winsRecord{}
		s.records[name] = r
	}
	return r
}

func (s *winsServer) hearQuery(h *host, from netip.AddrPort, q *netbios.Query) {
	reply := &netbios.Answer{
		Header: netbios.Header{ID: q.ID, Flags: netbios.QueryPositive | netbios.FlagRecursionAvailable},
		Name:   q.Name, Type: netbios.TypeNB, TTL: uint32(winsTTL.Seconds()),
	}
	entries := s.record(q.Name, h.w.now).entries
	switch {
	case len(entries) == 0:
		reply.Flags, reply.Type = netbios.QueryNegative, netbios.TypeNull
	case entries[0].Flags.IsGroup() && q.Name.Suffix() != netbios.DomainControllers:
		reply.Entries = []netbios.Entry{{Flags: netbios.Group, Addr: netbios.BroadcastAddr()}}
	default:
		reply.Entries = entries
	}
	h.say(from, reply)
}

// attacker is an actor that tries to take names, to reflect and to confuse.
type attacker struct {
	h       *host
	vectors [][]byte
}

// strike does one bad thing to a host and a name.
func (a *attacker) strike(victim *host, name netbios.Name) {
	w, rng := a.h.w, a.h.w.rng
	entry := netbios.Entry{Addr: netbios.AddrFrom(a.h.addr)}
	header := netbios.Header{ID: uint16(rng.Uint32())}
	to := victim.socket(NameService)
	switch rng.IntN(6) {
	case 0:
		header.Flags = netbios.ConflictDemand
		a.h.say(to, &netbios.Answer{Header: header, Name: name, Type: netbios.TypeNB, Entries: []netbios.Entry{entry}})
	case 1:
		header.Flags = netbios.RegistrationDefended
		a.h.say(to, &netbios.Answer{Header: header, Name: name, Type: netbios.TypeNB, Entries: []netbios.Entry{entry}})
	case 2:
		header.Flags = netbios.ReleaseBroadcast
		entry.Addr = netbios.AddrFrom(victim.addr)
		a.h.say(a.h.everybody(NameService), &netbios.Claim{Header: header, Name: name, Entry: entry})
	case 3:
		header.Flags = netbios.OverwriteBroadcast
		a.h.say(a.h.everybody(NameService), &netbios.Claim{Header: header, Name: name, Entry: entry})
	case 4:
		a.offSubnet(victim, name)
	case 5:
		b := slices.Clone(a.vectors[rng.IntN(len(a.vectors))])
		b[rng.IntN(len(b))] ^= byte(rng.Uint32())
		s := Service(rng.IntN(2))
		w.transmit(a.h.first(), s, a.h.socket(s), victim.socket(s), b[:rng.IntN(len(b)+1)])
	}
}

// offSubnet sends a message from an address that is not of the LAN. Nobody
// may deliver it.
func (a *attacker) offSubnet(victim *host, to netbios.Name) {
	write := smbtrans.Write{Slot: "sim", Class: smbtrans.ClassDatagram, Data: []byte("from elsewhere")}
	d := netbios.Datagram{
		DatagramHeader: netbios.DatagramHeader{Type: netbios.DirectUnique, Flags: netbios.FirstFragment},
		Source:         mustName("EVIL"), Destination: to, Data: write.Append(nil),
	}
	from := netip.MustParseAddrPort("192.0.2.7:138")
	a.h.w.transmit(a.h.first(), DatagramService, from, victim.socket(DatagramService), d.Append(nil))
}
