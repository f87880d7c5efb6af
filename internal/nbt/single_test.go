package nbt

import (
	"net/netip"
	"testing"
	"time"

	"mailslot/internal/smbtrans"
	"mailslot/netbios"
)

// single is one node that is told packets directly: GOHOST of MSLOT at
// 10.77.0.1 and, on a second interface, 10.88.0.1.
type single struct {
	t   testing.TB
	n   *Node
	now time.Time
}

const (
	peer      = "10.77.0.2:137"
	elsewhere = "192.0.2.1:137"
)

func newSingle(t testing.TB, change func(*Config)) *single {
	t.Helper()
	cfg := Config{
		Computer: "GOHOST", Workgroup: "MSLOT",
		Interfaces: []Interface{
			{Index: 1, Prefix: netip.MustParsePrefix("10.77.0.1/24"), Hardware: [6]byte{1, 2, 3, 4, 5, 6}},
			{Index: 2, Prefix: netip.MustParsePrefix("10.88.0.1/24")},
		},
	}
	if change != nil {
		change(&cfg)
	}
	n, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return &single{t, n, epoch}
}

// owning is a single whose names are its own.
func owning(t testing.TB, change func(*Config)) *single {
	t.Helper()
	s := newSingle(t, change)
	s.pass(10 * time.Second)
	if s.n.Names()[0].State != Owned {
		t.Fatalf("names %+v", s.n.Names())
	}
	return s
}

// pass lets time pass and returns all actions meanwhile. The memory of packets
// is copied.
func (s *single) pass(d time.Duration) (all []Action) {
	end := s.now.Add(d)
	for {
		wait, ok := s.n.Next()
		if !ok || s.now.Add(wait).After(end) {
			break
		}
		s.now = s.now.Add(wait)
		all = append(all, s.do(Tick{})...)
	}
	s.now = end
	return append(all, s.do(Tick{})...)
}

func (s *single) do(ev Event) []Action {
	var list []Action
	for _, a := range s.n.Step(s.now, ev) {
		list = append(list, kept(a))
	}
	return list
}

// hear gives the node a packet on its first interface.
func (s *single) hear(service Service, from string, broadcast bool, data []byte) []Action {
	return s.do(Packet{Interface: 1, Service: service, From: netip.MustParseAddrPort(from), Broadcast: broadcast, Data: data})
}

func (s *single) hearName(from string, broadcast bool, p netbios.NamePacket) []Action {
	return s.hear(NameService, from, broadcast, p.Append(nil))
}

// counts checks that f raises a counter by delta.
func (s *single) counts(c Counter, delta uint64, f func()) {
	s.t.Helper()
	before := s.n.Counters()[c]
	f()
	if got := s.n.Counters()[c] - before; got != delta {
		s.t.Errorf("%v rose by %d, want %d", c, got, delta)
	}
}

// only is the one action of a type, if that is all there is of it.
func only[A Action](t testing.TB, list []Action) A {
	t.Helper()
	found := all[A](list)
	if len(found) != 1 {
		var none A
		t.Fatalf("%d actions of type %T in %v", len(found), none, list)
	}
	return found[0]
}

func all[A Action](list []Action) (found []A) {
	for _, a := range list {
		if a, ok := a.(A); ok {
			found = append(found, a)
		}
	}
	return found
}

// packets are the name-service packets sent.
func packets(t testing.TB, list []Action) (sent []netbios.NamePacket) {
	t.Helper()
	for _, a := range all[SendPacket](list) {
		if a.Service != NameService {
			continue
		}
		p, err := netbios.ParseNameService(a.Data)
		if err != nil {
			t.Fatal(err)
		}
		sent = append(sent, p)
	}
	return sent
}

// mail is a mailslot datagram from PEER.
func mail(id uint16, to netbios.Name, slot, text string) *netbios.Datagram {
	w := smbtrans.Write{Slot: slot, Class: smbtrans.ClassDatagram, Data: []byte(text)}
	return &netbios.Datagram{
		DatagramHeader: netbios.DatagramHeader{
			Type: netbios.DirectUnique, Flags: netbios.FirstFragment, ID: id,
			SourceIP: netbios.Addr{10, 77, 0, 2}, SourcePort: netbios.DatagramPort,
		},
		Source: mustName("PEER"), Destination: to, Data: w.Append(nil),
	}
}

func (s *single) hearMail(d *netbios.Datagram) []Action {
	return s.hear(DatagramService, "10.77.0.2:138", false, d.Append(nil))
}
