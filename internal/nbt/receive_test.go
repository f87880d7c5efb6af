package nbt

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"mailslot/internal/smbtrans"
	"mailslot/netbios"
)

func TestDeliverTellsAllAboutTheSender(t *testing.T) {
	s := owning(t, nil)
	d := mail(1, mustName("GOHOST"), `Net\Test`, "hello")
	copy(d.Destination[:], "gohost")
	d.SourceIP, d.SourcePort = netbios.Addr{1, 2, 3, 4}, 99 // a lie
	m := only[Deliver](t, s.hear(DatagramService, "10.77.0.2:40000", true, d.Append(nil))).Message
	if m.Slot != `Net\Test` || string(m.Data) != "hello" || m.Source != mustName("PEER") || m.Destination != mustName("GOHOST") ||
		m.From.String() != "10.77.0.2:40000" || m.HeaderFrom.String() != "1.2.3.4:99" || m.Interface != 1 || m.Class != 2 || m.Local {
		t.Errorf("%+v", m)
	}
}

func TestEmptyMessageIsDelivered(t *testing.T) {
	s := owning(t, nil)
	if m := only[Deliver](t, s.hearMail(mail(1, mustName("MSLOT"), "x", ""))); len(m.Message.Data) != 0 {
		t.Errorf("%+v", m)
	}
}

// Every reason for which a datagram is dropped has its counter, and nothing is
// sent back.
func TestDatagramDropReasons(t *testing.T) {
	good := func() *netbios.Datagram { return mail(1, mustName("GOHOST"), "x", "hello") }
	at := func(offset int, b byte) []byte {
		d := good()
		d.Data[offset] = b
		return d.Append(nil)
	}
	change := func(f func(d *netbios.Datagram)) []byte {
		d := good()
		f(d)
		return d.Append(nil)
	}
	scope, _ := netbios.ParseScope("other")
	for _, c := range []struct {
		what string
		b    []byte
		want Counter
	}{
		{"nothing", nil, DropMalformed},
		{"cut short", good().Append(nil)[:100], DropMalformed},
		{"an error packet", (&netbios.DatagramError{DatagramHeader: netbios.DatagramHeader{Type: netbios.ErrorPacket}}).Append(nil), DropDatagramKind},
		{"a distribution query", (&netbios.DatagramQuery{DatagramHeader: netbios.DatagramHeader{Type: netbios.QueryRequest}}).Append(nil), DropDatagramKind},
		{"a fragment", change(func(d *netbios.Datagram) { d.Flags |= netbios.MoreFragments }), DropFragment},
		{"another scope", change(func(d *netbios.Datagram) { d.DestinationScope = scope }), DropScope},
		{"another name", change(func(d *netbios.Datagram) { d.Destination = mustName("OTHER") }), DropNotOurs},
		{"another suffix", change(func(d *netbios.Datagram) { d.Destination = mustName("GOHOST<20>") }), DropNotOurs},
		{"the wildcard", change(func(d *netbios.Datagram) { d.Type, d.Destination = netbios.Broadcast, netbios.Wildcard() }), DropNotOurs},
		{"another command", at(4, 0x26), DropNotTransaction},
		{"16 words", at(32, 16), DropWords},
		{"a read", at(61, 2), DropOpcode},
		{"a bad slot name", at(69+10, 0x7F), DropSlotName},
		{"data outside", at(55, 200), DropOffsets},
		{"a part of a message", at(35, 200), DropTotal},
	} {
		s := owning(t, nil)
		s.counts(c.want, 1, func() {
			if list := s.hear(DatagramService, "10.77.0.2:138", true, c.b); len(list) != 0 {
				t.Errorf("%s: %v", c.what, list)
			}
		})
	}
}

func TestDatagramSources(t *testing.T) {
	b := mail(1, mustName("GOHOST"), "x", "hello").Append(nil)
	for _, c := range []struct {
		from string
		any  bool
		want Counter
	}{
		{"192.0.2.1:138", false, DropOffSubnet},
		{"192.0.2.1:138", true, Delivered},
		{"10.88.0.2:138", false, DropOffSubnet}, // of the other interface's subnet
		{"10.77.0.255:138", false, DropOffSubnet},
		{"10.77.0.2:0", false, DropOffSubnet},
		{"[::1]:138", true, DropOffSubnet},
		{"10.77.0.2:138", false, Delivered},
		{"10.77.0.1:138", false, Delivered}, // another program of this host
	} {
		s := owning(t, func(cfg *Config) { cfg.Limits.AnySource = c.any })
		s.counts(c.want, 1, func() { s.hear(DatagramService, c.from, false, b) })
	}
}

func TestUnknownInterface(t *testing.T) {
	s := owning(t, nil)
	s.counts(DropUnknownInterface, 1, func() {
		s.do(Packet{Interface: 9, Service: DatagramService, From: netip.MustParseAddrPort(peer)})
	})
}

func TestBroadcastTypeToAnOwnedNameIsDelivered(t *testing.T) {
	s := owning(t, nil)
	for _, kind := range []netbios.DatagramType{netbios.DirectUnique, netbios.DirectGroup, netbios.Broadcast} {
		d := mail(uint16(kind), mustName("GOHOST"), "x", "hello")
		d.Type = kind
		only[Deliver](t, s.hearMail(d))
	}
}

func TestPacketSizeLimit(t *testing.T) {
	s := owning(t, nil)
	overhead := len(mail(1, mustName("GOHOST"), "x", "").Append(nil))
	for size, ok := range map[int]bool{MaxPacket - 1: true, MaxPacket: true, MaxPacket + 1: false} {
		d := mail(uint16(size), mustName("GOHOST"), "x", string(make([]byte, size-overhead)))
		if got := len(s.hearMail(d)) == 1; got != ok {
			t.Errorf("%d bytes: delivered %v", size, got)
		}
	}
}

func TestCopiesAreSuppressedForAWhile(t *testing.T) {
	for _, c := range []struct {
		what   string
		window time.Duration
		after  time.Duration
		other  func(d *netbios.Datagram)
		want   Counter
	}{
		{"at once", 0, 0, nil, DropDuplicate},
		{"just inside", 0, DefaultSuppress - 1, nil, DropDuplicate},
		{"at the end", 0, DefaultSuppress, nil, Delivered},
		{"switched off", -1, 0, nil, Delivered},
		{"another id", 0, 0, func(d *netbios.Datagram) { d.ID++ }, Delivered},
		{"another sender", 0, 0, func(d *netbios.Datagram) { d.Source[0] = 'X' }, Delivered},
		{"another destination", 0, 0, func(d *netbios.Datagram) { d.Destination = mustName("MSLOT") }, Delivered},
		{"other data", 0, 0, func(d *netbios.Datagram) { d.Data[len(d.Data)-1]++ }, Delivered},
		{"the other address of the sender", 0, 0, func(d *netbios.Datagram) { d.SourceIP[3]++ }, DropDuplicate},
	} {
		s := owning(t, func(cfg *Config) { cfg.Limits.Suppress = c.window })
		d := mail(1, mustName("GOHOST"), "x", "hello")
		only[Deliver](t, s.hearMail(d))
		s.now = s.now.Add(c.after)
		if c.other != nil {
			c.other(d)
		}
		before := s.n.Counters()[c.want]
		s.hearMail(d)
		if s.n.Counters()[c.want] != before+1 {
			t.Errorf("%s: not counted as %v", c.what, c.want)
		}
	}
}

func TestOwnEchoNeedsAddressIDAndName(t *testing.T) {
	s := owning(t, nil)
	sent := all[SendPacket](s.do(Send{Host: "*", Slot: "x", Data: []byte("hello")}))[0].Data
	s.counts(DropEcho, 1, func() { s.hear(DatagramService, "10.77.0.1:138", true, sent) })
	s.counts(Delivered, 1, func() { s.hear(DatagramService, "10.77.0.2:138", true, sent) }) // somebody says the same
	s.now = s.now.Add(DefaultSuppress)
	sent[3]++ // the id: another program of this host, such as a sender without a daemon
	s.counts(Delivered, 1, func() { s.hear(DatagramService, "10.77.0.1:138", true, sent) })
}

func TestRatePerSource(t *testing.T) {
	s := owning(t, nil)
	hear := func(from string) bool {
		before := s.n.Counters()[DropRate]
		s.hear(DatagramService, from, true, []byte("garbage"))
		return s.n.Counters()[DropRate] == before
	}
	for i := range DefaultRate + 1 {
		if got := hear("10.77.0.2:138"); got != (i < DefaultRate) {
			t.Errorf("packet %d: let in %v", i, got)
		}
	}
	if !hear("10.77.0.3:138") {
		t.Error("another source suffers")
	}
	for range 2 * DefaultRate {
		if !hear("10.77.0.1:138") {
			t.Fatal("our own address is limited")
		}
	}
	s.now = s.now.Add(time.Second / DefaultRate)
	if !hear("10.77.0.2:138") || hear("10.77.0.2:138") {
		t.Error("the rate does not recover as it should")
	}
}

func TestGoodSenderInAStormOfManySources(t *testing.T) {
	s := owning(t, func(c *Config) {
		c.Interfaces[0].Prefix = netip.MustParsePrefix("10.77.0.1/16")
		c.Computer = "GOHOST"
	})
	through, id := 0, uint16(0)
	for i := range 20000 {
		s.now = s.now.Add(50 * time.Microsecond)
		from := netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, 77, byte(i>>8) | 1, byte(i)}), 138)
		s.hear(DatagramService, from.String(), true, []byte("garbage"))
		if i%100 == 0 {
			id++
			through += len(all[Deliver](s.hearMail(mail(id, mustName("GOHOST"), "x", "hello"))))
		}
	}
	if through != 200 {
		t.Errorf("%d of 200 messages got through", through)
	}
	if n := len(s.n.sources.young) + len(s.n.sources.old); n > maxSources {
		t.Errorf("%d sources remembered", n)
	}
}

func TestSlotNameLimitOnReceive(t *testing.T) {
	s := owning(t, nil)
	for n, want := range map[int]Counter{smbtrans.MaxName: Delivered, smbtrans.MaxName + 1: DropSlotName} {
		s.counts(want, 1, func() {
			s.hearMail(mail(uint16(n), mustName("GOHOST"), strings.Repeat("n", n), ""))
		})
	}
}
