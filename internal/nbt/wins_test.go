package nbt

import (
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mailslot/netbios"
)

// withServer is a LAN with a name server at 10.77.0.100 and a configuration
// that uses it.
func withServer(t *testing.T) (*world, *winsServer, func(name string, typ NodeType) Config) {
	w := newWorld(t, 1)
	h, s := w.addWINS("10.77.0.100/24")
	return w, s, func(name string, typ NodeType) Config {
		return Config{Computer: name, Workgroup: "mslot", Type: typ, WINS: []netip.Addr{h.addr}}
	}
}

func TestNodesRegisterWithTheServer(t *testing.T) {
	for _, typ := range []NodeType{PNode, MNode, HNode, AutoNode} {
		w, s, cfg := withServer(t)
		s.patient = true
		a := w.add("10.77.0.2/24", cfg("alpha", typ))
		w.settle()
		if !a.owns("ALPHA") || !a.node.Names()[0].WINS || !a.node.Names()[1].WINS {
			t.Errorf("type %v: %+v", typ, a.node.Names())
		}
		if r := s.records[mustName("ALPHA")]; r == nil || len(r.entries) != 1 || r.entries[0].Addr != netbios.AddrFrom(a.addr) {
			t.Errorf("type %v: the server holds %+v", typ, r)
		}
	}
}

func TestServerRefusesASecondOwner(t *testing.T) {
	w, _, cfg := withServer(t)
	w.add("10.77.0.2/24", cfg("same", PNode))
	w.settle()
	b := w.add("10.77.0.3/24", cfg("same", PNode))
	w.settle()
	if b.state(mustName("SAME")) != Conflict {
		t.Errorf("state %v", b.state(mustName("SAME")))
	}
}

func TestRegistrationIsRefreshedAndReleased(t *testing.T) {
	w, s, cfg := withServer(t)
	a := w.add("10.77.0.2/24", cfg("alpha", HNode))
	w.run(5 * winsTTL)
	if r := s.records[mustName("ALPHA")]; r == nil || r.until <= w.now {
		t.Fatal("the registration ran out")
	}
	a.do(Stop{})
	w.settle()
	if r := s.records[mustName("ALPHA")]; len(r.entries) != 0 {
		t.Errorf("still registered after release: %+v", r)
	}
}

func TestNameForgottenByTheServerIsRegisteredAnew(t *testing.T) {
	w, s, cfg := withServer(t)
	a := w.add("10.77.0.2/24", cfg("alpha", HNode))
	w.settle()
	clear(s.records)
	s.records[mustName("MSLOT")] = &winsRecord{}
	w.run(winsTTL)
	if s.records[mustName("ALPHA")] == nil || !a.owns("ALPHA") {
		t.Errorf("the server holds %+v", s.records)
	}
}

func TestSilentServer(t *testing.T) {
	w, _, cfg := withServer(t)
	server := w.ports[netip.MustParseAddr("10.77.0.100")]
	server.down = true
	h := w.add("10.77.0.2/24", cfg("alpha", HNode))
	p := w.add("10.77.0.3/24", cfg("beta", PNode))
	w.settle()
	if !h.owns("ALPHA") || h.node.Names()[0].WINS {
		t.Errorf("an H node goes on without: %+v", h.node.Names()[0])
	}
	if p.owns("BETA") {
		t.Error("a P node owns a name that nobody confirmed")
	}
	if n := logged[Notice](h); len(n) == 0 || n[0].Kind != WINSUnreachable {
		t.Errorf("notices %+v", n)
	}
	server.down = false
	w.run(serverRetry + time.Minute)
	if !h.node.Names()[0].WINS || !p.owns("BETA") {
		t.Errorf("the server is back: %+v, %+v", h.node.Names()[0], p.node.Names()[0])
	}
}

func TestSecondServerIsAskedWhenTheFirstIsSilent(t *testing.T) {
	w, s, cfg := withServer(t)
	c := cfg("alpha", PNode)
	c.WINS = append([]netip.Addr{netip.MustParseAddr("10.77.0.99")}, c.WINS...)
	a := w.add("10.77.0.2/24", c)
	w.settle()
	if !a.owns("ALPHA") || s.records[mustName("ALPHA")] == nil {
		t.Errorf("%+v", a.node.Names()[0])
	}
	b := w.add("10.77.0.3/24", cfg("beta", PNode))
	w.settle()
	a.do(Resolve{ID: 1, Name: mustName("BETA")})
	w.run(serverTries*serverInterval + time.Second)
	if r := last[Resolved](t, a); r.Err != nil || r.Answer.Addrs[0] != b.addr || r.Answer.From != FromWINS {
		t.Errorf("%+v", r)
	}
}

func TestServerOffTheSubnetIsHeard(t *testing.T) {
	s := newSingle(t, func(c *Config) { c.WINS = []netip.Addr{netip.MustParseAddr("192.0.2.1")} })
	claim := packets(t, s.do(Tick{}))[0].(*netbios.Claim)
	s.counts(DropForeignResponse, 0, func() {
		s.hearName(elsewhere, false, &netbios.Answer{
			Header: netbios.Header{ID: claim.ID, Flags: netbios.RegistrationPositive}, Name: claim.Name,
			Type: netbios.TypeNB, TTL: 600, Entries: []netbios.Entry{claim.Entry}})
	})
	s.pass(20 * time.Second)
	// The server asks the owner when somebody else wants the name.
	if len(s.hearName(elsewhere, false, query(mustName("GOHOST"), netbios.TypeNB, 0))) != 1 {
		t.Error("its query is not answered")
	}
}

func TestConflictFoundLaterIsToldToTheServer(t *testing.T) {
	w, s, cfg := withServer(t)
	w.add("10.77.0.2/24", Config{Computer: "same", Workgroup: "mslot"}) // a B node
	w.settle()
	w.add("10.77.0.3/24", cfg("same", HNode))
	w.settle()
	if r := s.records[mustName("SAME")]; r == nil || len(r.entries) != 0 {
		t.Errorf("the server holds %+v", r)
	}
}

func TestSendToGroupOfTheServer(t *testing.T) {
	w, _, cfg := withServer(t)
	dc := mustName("MSLOT<1c>")
	a := w.add("10.77.0.2/24", cfg("alpha", PNode))
	b := w.add("10.77.0.3/24", cfg("beta", PNode))
	c := w.add("10.77.0.4/24", cfg("gamma", HNode))
	for _, h := range []*host{b, c} {
		h.cfg.Names = []OwnName{{dc, true}}
		h.do(AddName{h.cfg.Names[0]})
	}
	w.settle()
	a.do(Send{ID: 1, Host: "MSLOT<1c>", Slot: "x"})
	w.run(time.Minute)
	if n, m := len(logged[Deliver](b)), len(logged[Deliver](c)); n != 1 || m != 1 || last[Sent](t, a).Err != nil {
		t.Errorf("%d and %d deliveries, %v", n, m, last[Sent](t, a).Err)
	}
	for _, p := range logged[SendPacket](a) {
		if p.To == a.everybody(p.Service) {
			t.Errorf("a P node broadcasts %x", p.Data)
		}
	}
}

// The answer 255.255.255.255 means our own subnet.
func TestServerAnswersForAnOrdinaryGroup(t *testing.T) {
	w, _, cfg := withServer(t)
	b := w.add("10.77.0.3/24", Config{Computer: "beta", Workgroup: "far", Type: HNode, WINS: cfg("", 0).WINS})
	a := w.add("10.77.0.2/24", cfg("alpha", HNode))
	w.settle()
	a.do(Send{ID: 1, Host: "far", Slot: "x"})
	w.run(time.Minute)
	if n := len(logged[Deliver](b)); n != 1 {
		t.Errorf("%d deliveries", n)
	}
}

// Members on our subnet hear the broadcast; only those elsewhere need a copy.
func TestListedMembersOnTheSubnetGetNoSecondCopy(t *testing.T) {
	s := owning(t, nil)
	s.n.cache.put(Answer{Name: mustName("FAR<1c>"), Group: true, Addrs: []netip.Addr{
		netip.MustParseAddr("10.77.0.2"), netip.MustParseAddr("10.77.0.1"), netip.MustParseAddr("192.0.2.1"),
	}}, s.n.clock.now)
	var to []string
	for _, p := range all[SendPacket](s.do(Send{Host: "far<1c>", Slot: "x"})) {
		to = append(to, p.To.String())
	}
	if d := cmp.Diff([]string{"10.77.0.255:138", "10.88.0.255:138", "192.0.2.1:138"}, to); d != "" {
		t.Error(d)
	}
}
