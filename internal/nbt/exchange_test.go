package nbt

import (
	"net/netip"
	"testing"
	"time"

	"mailslot/netbios"
)

// positive answers a query as the owner at 10.77.0.2 does.
func positive(q *netbios.Query) *netbios.Answer {
	return &netbios.Answer{
		Header: netbios.Header{ID: q.ID, Flags: netbios.QueryPositive}, Name: q.Name, Type: netbios.TypeNB,
		Entries: []netbios.Entry{{Addr: netbios.Addr{10, 77, 0, 2}}},
	}
}

// asking is a node that has just asked for PEER, and its question on the first
// interface.
func asking(t *testing.T, change func(*Config)) (*single, *netbios.Query) {
	s := owning(t, change)
	list := s.do(Resolve{ID: 1, Name: mustName("peer"), Fresh: true})
	return s, packets(t, list)[0].(*netbios.Query)
}

func TestResponsesAreVerified(t *testing.T) {
	good := func(q *netbios.Query) netbios.NamePacket { return positive(q) }
	for _, c := range []struct {
		what   string
		from   string
		answer func(q *netbios.Query) netbios.NamePacket
	}{
		{"another port", "10.77.0.2:1024", good},
		{"off the subnet", elsewhere, good},
		{"another id", peer, func(q *netbios.Query) netbios.NamePacket {
			a := positive(q)
			a.ID++
			return a
		}},
		{"another name", peer, func(q *netbios.Query) netbios.NamePacket {
			a := positive(q)
			a.Name = mustName("other")
			return a
		}},
		{"another scope", peer, func(q *netbios.Query) netbios.NamePacket {
			a := positive(q)
			a.Scope, _ = netbios.ParseScope("other")
			return a
		}},
		{"the answer to a claim", peer, func(q *netbios.Query) netbios.NamePacket {
			a := positive(q)
			a.Flags = netbios.RegistrationPositive
			return a
		}},
		{"a status", peer, func(q *netbios.Query) netbios.NamePacket {
			return &netbios.Status{Header: netbios.Header{ID: q.ID, Flags: netbios.StatusResponse}, Name: q.Name}
		}},
		{"an address off the subnet", peer, func(q *netbios.Query) netbios.NamePacket {
			a := positive(q)
			a.Entries[0].Addr = netbios.Addr{192, 0, 2, 1}
			return a
		}},
		{"the broadcast address", peer, func(q *netbios.Query) netbios.NamePacket {
			a := positive(q)
			a.Entries[0].Addr = netbios.Addr{10, 77, 0, 255}
			return a
		}},
	} {
		s, q := asking(t, nil)
		if list := s.hearName(c.from, false, c.answer(q)); len(all[Resolved](list)) != 0 {
			t.Errorf("%s is believed", c.what)
		}
		if r := only[Resolved](t, s.hearName(peer, false, positive(q))); r.Err != nil {
			t.Errorf("%s: the true answer is refused afterwards: %v", c.what, r.Err)
		}
	}
}

func TestBroadcastAnswerMustComeInOnTheSameInterface(t *testing.T) {
	s, q := asking(t, nil)
	a := positive(q)
	a.Entries[0].Addr = netbios.Addr{10, 88, 0, 2}
	ev := Packet{Interface: 2, Service: NameService, From: netip.MustParseAddrPort("10.88.0.2:137"), Data: a.Append(nil)}
	if list := s.do(ev); len(all[Resolved](list)) != 0 {
		t.Error("believed")
	}
}

func TestQuestionIsTriedThreeTimes(t *testing.T) {
	s := newSingle(t, func(c *Config) { c.Interfaces = c.Interfaces[:1] })
	s.pass(10 * time.Second)
	list := s.do(Resolve{ID: 1, Name: mustName("nobody")})
	sent := len(all[SendPacket](list))
	list = append(list, s.pass(queryTries*queryInterval-1)...)
	if len(all[Resolved](list)) != 0 {
		t.Error("given up early")
	}
	list = append(list, s.pass(1)...)
	if r := only[Resolved](t, list); r.Err != ErrUnresolved {
		t.Errorf("%+v", r)
	}
	if n := len(all[SendPacket](list)); n != queryTries || sent != 1 {
		t.Errorf("%d packets, %d at once", n, sent)
	}
}

func TestNameServerMayAskForPatience(t *testing.T) {
	wait := func(s *single, ttl uint32, times int) time.Duration {
		q := packets(t, s.do(Resolve{ID: 1, Name: mustName("peer")}))[0].(*netbios.Query)
		start := s.now
		for range times {
			s.hearName("10.77.0.100:137", false, &netbios.Wait{
				Header: netbios.Header{ID: q.ID, Flags: netbios.WaitAcknowledgement}, Name: q.Name, TTL: ttl})
		}
		for {
			if len(all[Resolved](s.pass(100*time.Millisecond))) > 0 {
				return s.now.Sub(start)
			}
		}
	}
	server := func(c *Config) {
		c.Type, c.WINS = PNode, []netip.Addr{netip.MustParseAddr("10.77.0.100")}
	}
	for _, c := range []struct {
		ttl  uint32
		min  time.Duration
		max  time.Duration
		what string
	}{
		{20, 20 * time.Second, 25 * time.Second, "as long as asked"},
		{1 << 31, maxPatience, maxPatience + 5*time.Second, "no longer than the limit"},
	} {
		s := newSingle(t, server)
		s.pass(time.Second)
		if got := wait(s, c.ttl, 1); got < c.min || got > c.max {
			t.Errorf("%s: waited %v for %d s", c.what, got, c.ttl)
		}
	}
	s := newSingle(t, server)
	s.pass(time.Second)
	x := &exchange{request: query(mustName("x"), netbios.TypeNB, 0), tries: 1, every: time.Second}
	for i := range maxWaits + 1 {
		s.n.wait(x, &netbios.Wait{TTL: 1})
		if want := min(i+1, maxWaits); x.waits != want {
			t.Errorf("%d waits accepted, want %d", x.waits, want)
		}
	}
}

func TestBroadcastsAreNotDelayedByWaits(t *testing.T) {
	s, q := asking(t, nil)
	s.hearName(peer, false, &netbios.Wait{Header: netbios.Header{ID: q.ID, Flags: netbios.WaitAcknowledgement}, Name: q.Name, TTL: 60})
	if r := only[Resolved](t, s.pass(queryTries*queryInterval)); r.Err != ErrUnresolved {
		t.Errorf("%+v", r)
	}
}

func TestExchangeLimit(t *testing.T) {
	s := owning(t, nil)
	free := maxExchanges - len(s.n.exchanges)
	for i := range free + 1 {
		x := &exchange{request: query(mustName("x"), netbios.TypeNB, 0), iface: 1, tries: 1, every: time.Hour,
			to: []netip.AddrPort{netip.MustParseAddrPort(peer)}, expired: func() {}}
		if got := s.n.open(x, 0); got != (i < free) {
			t.Fatalf("exchange %d of %d: opened %v", i, free, got)
		}
	}
	if r := only[StatusResult](t, s.do(QueryStatus{ID: 1, Addr: netip.MustParseAddr("10.77.0.9")})); r.Err != ErrBusy {
		t.Errorf("%+v", r)
	}
}

func TestStatusQuery(t *testing.T) {
	w, a, b := pair(t)
	a.do(QueryStatus{ID: 5, Addr: b.addr})
	w.run(time.Second)
	r := last[StatusResult](t, a)
	if r.ID != 5 || r.Err != nil || r.From != b.addr || r.Status.Names[0].Name != mustName("BETA") {
		t.Errorf("%+v", r)
	}
	a.do(QueryStatus{ID: 6, Addr: netip.MustParseAddr("10.77.0.99")})
	w.run(5 * time.Second)
	if r := last[StatusResult](t, a); r.ID != 6 || r.Err != ErrNoAnswer {
		t.Errorf("%+v", r)
	}
	a.do(QueryStatus{ID: 7, Addr: netip.MustParseAddr("::1")})
	if r := last[StatusResult](t, a); r.Err != ErrUnreachable {
		t.Errorf("%+v", r)
	}
}

func TestServerAnswerMustComeFromTheServer(t *testing.T) {
	s := newSingle(t, func(c *Config) { c.Type, c.WINS = PNode, []netip.Addr{netip.MustParseAddr("10.77.0.100")} })
	s.pass(time.Second)
	q := packets(t, s.do(Resolve{ID: 1, Name: mustName("peer")}))[0].(*netbios.Query)
	if list := s.hearName(peer, false, positive(q)); len(all[Resolved](list)) != 0 {
		t.Error("another host's answer is believed")
	}
	only[Resolved](t, s.hearName("10.77.0.100:137", false, positive(q)))
}

// Who answers before he was asked has guessed the id.
func TestAnswerBeforeTheQuestionIsNotBelieved(t *testing.T) {
	s := owning(t, nil)
	q, believed := query(mustName("peer"), netbios.TypeNB, netbios.QueryUnicast), 0
	x := &exchange{request: q, iface: 1, tries: 1, every: time.Hour,
		to:     []netip.AddrPort{netip.MustParseAddrPort(peer)},
		accept: func(netip.Addr, netbios.NamePacket) bool { believed++; return true }}
	s.n.open(x, time.Second)
	if s.hearName(peer, false, positive(q)); believed != 0 {
		t.Error("believed before the question")
	}
	s.pass(time.Second)
	if s.hearName(peer, false, positive(q)); believed != 1 {
		t.Errorf("the answer is believed %d times", believed)
	}
}
