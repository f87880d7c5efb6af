package nbt

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"mailslot/netbios"
)

func bridging(cfg *Config) { cfg.Bridge = true }

// domainMail is a message of PEER to the domain, as it comes from the wire.
func domainMail(id uint16, text string) []byte {
	return mail(id, mustName("MSLOT"), "x", text).Append(nil)
}

func (s *single) hearDomain(id uint16, text string) []Action {
	return s.hear(DatagramService, "10.77.0.2:138", true, domainMail(id, text))
}

func TestBridgeCarriesWhatIsNewOnTheSubnetOnce(t *testing.T) {
	s := owning(t, bridging)
	first := s.hearDomain(1, "hello")
	c := only[Carry](t, first)
	if c.Domain != mustName("MSLOT") || c.Slot != "x" || !bytes.Equal(c.Data, domainMail(1, "hello")) {
		t.Errorf("%+v", c)
	}
	only[Deliver](t, first)
	s.pass(carriedTime - time.Second) // long after the window against copies
	if again := s.hearDomain(1, "hello"); len(all[Carry](again))+len(all[Deliver](again)) != 0 {
		t.Errorf("a copy passed: %+v", again)
	}
	if next := s.hearDomain(2, "hello"); len(all[Carry](next)) != 1 {
		t.Errorf("the next was not carried: %+v", next)
	}
}

func TestBridgeCarriesWhatItsComputerSends(t *testing.T) {
	s := owning(t, bridging)
	if got := s.do(Send{ID: 1, Host: "*", Slot: "x", Data: []byte("mine")}); len(all[Carry](got)) != 1 {
		t.Errorf("%+v", got)
	}
}

func TestBridgeLeavesOtherMessagesWhereTheyAre(t *testing.T) {
	s := owning(t, bridging)
	for _, to := range []netbios.Name{mustName("GOHOST"), mustName("FAR"), mustName("MSLOT").With(netbios.LocalMaster)} {
		if got := s.hearMail(mail(1, to, "x", "hello")); len(all[Carry](got)) != 0 {
			t.Errorf("%v was carried", to)
		}
	}
	plain := owning(t, nil)
	got := append(plain.hearDomain(1, "hello"), plain.do(Relay{domainMail(2, "hello")})...)
	if len(all[Carry](got)) != 0 || len(all[Deliver](got)) != 1 {
		t.Errorf("a node that is no bridge carried or relayed: %+v", got)
	}
}

// TestBridgeTakesNoNoteOfWhatMayNotCross: it is not counted as carried, and
// takes no room from what is remembered.
func TestBridgeTakesNoNoteOfWhatMayNotCross(t *testing.T) {
	s := owning(t, func(cfg *Config) {
		cfg.Bridge = true
		cfg.Crosses = func(slot string) bool { return slot == "open" }
	})
	s.counts(Carried, 0, func() {
		if got := s.hearDomain(1, "for x"); len(all[Carry](got)) != 0 || len(s.n.bridge.memory.carried.until) != 0 {
			t.Errorf("%+v, %d remembered", got, len(s.n.bridge.memory.carried.until))
		}
	})
	open := s.hearMail(mail(2, mustName("MSLOT"), "open", "hello"))
	if only[Carry](t, open).Slot != "open" {
		t.Errorf("%+v", open)
	}
}

func TestRelayedMessageReachesSlotAndSubnetsOnce(t *testing.T) {
	s := owning(t, bridging)
	packet := domainMail(1, "from afar")
	got := s.do(Relay{packet})
	m := only[Deliver](t, got).Message
	if !m.Bridged || m.Slot != "x" || string(m.Data) != "from afar" || m.Source != mustName("PEER") || m.From.IsValid() {
		t.Errorf("%+v", m)
	}
	sent := all[SendPacket](got)
	if len(sent) != 2 || len(all[Carry](got)) != 0 {
		t.Fatalf("%+v", got)
	}
	for _, p := range sent {
		d, err := netbios.ParseDatagram(p.Data)
		if err != nil || d.(*netbios.Datagram).ID != 1 || d.(*netbios.Datagram).Source != mustName("PEER") {
			t.Errorf("%+v, %v", d, err)
		}
	}
	echo := s.hear(DatagramService, "10.77.0.1:138", true, sent[0].Data)
	other := s.hear(DatagramService, "10.77.0.3:138", true, sent[0].Data) // another bridge of this subnet
	again := s.do(Relay{packet})
	if late := append(append(echo, other...), again...); len(late) != 0 {
		t.Errorf("it passed again: %+v", late)
	}
}

func TestRelayIsJudgedLikeAPacket(t *testing.T) {
	s := owning(t, bridging)
	fragment := mail(1, mustName("MSLOT"), "x", "y")
	fragment.Flags |= netbios.MoreFragments
	own := mail(1, mustName("MSLOT"), "x", "y")
	own.Source = mustName("GOHOST")
	for _, c := range []struct {
		what string
		data []byte
		want Counter
	}{
		{"garbage", []byte("garbage"), DropMalformed},
		{"a fragment", fragment.Append(nil), DropFragment},
		{"another domain", mail(1, mustName("FAR"), "x", "y").Append(nil), DropNotOurs},
		{"another computer", mail(1, mustName("OTHER"), "x", "y").Append(nil), DropNotOurs},
		{"another of our names", mail(1, mustName("GOHOST").With(netbios.FileServer), "x", "y").Append(nil), DropNotOurs},
		{"our own", own.Append(nil), DropEcho},
		{"too long", make([]byte, MaxPacket+1), DropTooLong},
	} {
		s.counts(c.want, 1, func() {
			if got := s.do(Relay{c.data}); len(got) != 0 {
				t.Errorf("%s: %+v", c.what, got)
			}
		})
	}
}

func TestMessageRelayedToOurComputerStaysHere(t *testing.T) {
	s := owning(t, bridging)
	packet := mail(1, mustName("GOHOST"), "x", "for you").Append(nil)
	got := s.do(Relay{packet})
	if m := only[Deliver](t, got).Message; !m.Bridged || m.Destination != mustName("GOHOST") || len(got) != 1 {
		t.Errorf("%+v", got)
	}
	if again := s.do(Relay{packet}); len(again) != 0 {
		t.Errorf("a copy passed: %+v", again)
	}
}

func TestRelayRate(t *testing.T) {
	s := owning(t, bridging)
	for i := range relayRate + 1 {
		got := len(all[Deliver](s.do(Relay{domainMail(uint16(i), "x")})))
		if want := i < relayRate; (got == 1) != want {
			t.Fatalf("message %d: delivered %d", i, got)
		}
	}
}

func TestCarriedLimit(t *testing.T) {
	m := NewBridgeMemory()
	number := func(i int) digest { return digest{data: uint64(i)} }
	for i := range maxCarried + 1 {
		m.add(number(i))
	}
	if len(m.carried.until) != maxCarried || m.has(number(0)) || !m.has(number(1)) {
		t.Errorf("%d messages are remembered", len(m.carried.until))
	}
	if most := int(relayRate * carriedTime.Seconds()); maxCarried < most {
		t.Errorf("of the %d messages that may come from other subnets within the time %d are known again", most, maxCarried)
	}
}

// TestBridgeKnowsAgainWhatPassedBeforeItsNode, which is another whenever the
// network is joined anew, for as long as ever: a minute, with the time between.
func TestBridgeKnowsAgainWhatPassedBeforeItsNode(t *testing.T) {
	memory := NewBridgeMemory()
	sharing := func(cfg *Config) { cfg.Bridge, cfg.Memory = true, memory }
	before := owning(t, sharing)
	before.do(Relay{domainMail(1, "hello")})
	after := newSingle(t, sharing)
	after.now = before.now.Add(5 * time.Second)
	after.pass(10 * time.Second)
	after.counts(DropDuplicate, 2, func() {
		if got := append(after.do(Relay{domainMail(1, "hello")}), after.hearDomain(1, "hello")...); len(got) != 0 {
			t.Errorf("it passed again: %+v", got)
		}
	})
	after.pass(carriedTime - 16*time.Second)
	if got := after.do(Relay{domainMail(1, "hello")}); len(got) != 0 {
		t.Errorf("it passed again after %v: %+v", after.now.Sub(before.now), got)
	}
	after.pass(time.Second)
	if got := after.do(Relay{domainMail(1, "hello")}); len(all[Deliver](got)) != 1 {
		t.Errorf("after %v it is not new: %+v", after.now.Sub(before.now), got)
	}
}

// TestBridgesMakeNoLoop: two bridges on each of two subnets, and a middle that
// is slower than every window against copies. Each message is delivered once by
// each bridge, and the traffic ends.
func TestBridgesMakeNoLoop(t *testing.T) {
	var nodes [4]*single
	for i := range nodes {
		nodes[i] = owning(t, func(cfg *Config) {
			cfg.Bridge, cfg.Computer = true, fmt.Sprintf("BRIDGE%d", i)
			cfg.Interfaces = cfg.Interfaces[:1]
		})
	}
	type parcel struct {
		from  int
		relay bool // through the middle, else on the subnet
		data  []byte
	}
	var deliveries [4]int
	queue := []parcel{{from: -1, data: domainMail(1, "round and round")}} // on the subnet of 0 and 1
	steps := 0
	for ; len(queue) > 0 && steps < 100; steps++ {
		p := queue[0]
		queue = queue[1:]
		for i, s := range nodes {
			var got []Action
			switch {
			case i == p.from:
			case p.relay:
				s.pass(2 * time.Second)
				got = s.do(Relay{p.data})
			case i/2 == max(p.from, 0)/2:
				got = s.hear(DatagramService, fmt.Sprintf("10.77.0.%d:138", 10+p.from), true, p.data)
			}
			deliveries[i] += len(all[Deliver](got))
			for _, c := range all[Carry](got) {
				queue = append(queue, parcel{i, true, bytes.Clone(c.Data)})
			}
			for _, c := range all[SendPacket](got) {
				if c.Service == DatagramService {
					queue = append(queue, parcel{i, false, bytes.Clone(c.Data)})
				}
			}
		}
	}
	if deliveries != [4]int{1, 1, 1, 1} || steps > 10 {
		t.Errorf("deliveries %v in %d steps", deliveries, steps)
	}
}
