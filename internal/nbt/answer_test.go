package nbt

import (
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mailslot/netbios"
)

func query(name netbios.Name, typ netbios.RRType, flags netbios.Flags) *netbios.Query {
	return &netbios.Query{Header: netbios.Header{ID: 0x1234, Flags: flags}, Name: name, Type: typ}
}

func claimOf(name netbios.Name, flags netbios.Flags, nb netbios.NBFlags) *netbios.Claim {
	return &netbios.Claim{
		Header: netbios.Header{ID: 0x4321, Flags: flags}, Name: name,
		Entry: netbios.Entry{Flags: nb, Addr: netbios.Addr{10, 77, 0, 2}},
	}
}

func TestQueryForOwnName(t *testing.T) {
	s := owning(t, nil)
	for _, broadcast := range []bool{true, false} {
		for name, flags := range map[string]netbios.NBFlags{"GOHOST": 0, "gohost": 0, "MSLOT": netbios.Group} {
			q := query(mustName(name), netbios.TypeNB, netbios.QueryBroadcast)
			copy(q.Name[:], name) // in the sender's case
			p := only[SendPacket](t, s.hearName("10.77.0.2:5000", broadcast, q))
			if p.To.String() != "10.77.0.2:5000" || p.Service != NameService || p.Interface != 1 {
				t.Errorf("answer goes to %+v", p)
			}
			got, err := netbios.ParseNameService(p.Data)
			want := &netbios.Answer{
				Header: netbios.Header{ID: 0x1234, Flags: netbios.QueryPositive}, Name: q.Name,
				Type: netbios.TypeNB, TTL: 300000,
				Entries: []netbios.Entry{{Flags: flags, Addr: netbios.Addr{10, 77, 0, 1}}},
			}
			if d := cmp.Diff(netbios.NamePacket(want), got, cmp.AllowUnexported(netbios.Scope{})); d != "" || err != nil {
				t.Error(d, err)
			}
		}
	}
}

func TestAnswerNamesTheAddressOfTheInterface(t *testing.T) {
	s := owning(t, nil)
	p := only[SendPacket](t, s.do(Packet{
		Interface: 2, Service: NameService, From: netip.MustParseAddrPort("10.88.0.7:137"), Broadcast: true,
		Data: query(mustName("GOHOST"), netbios.TypeNB, netbios.QueryBroadcast).Append(nil),
	}))
	got, _ := netbios.ParseNameService(p.Data)
	if a := got.(*netbios.Answer).Entries[0].Addr.String(); a != "10.88.0.1" {
		t.Error(a)
	}
}

func TestQueryForForeignName(t *testing.T) {
	s := owning(t, nil)
	q := query(mustName("NOSUCH"), netbios.TypeNB, netbios.QueryBroadcast)
	if list := s.hearName(peer, true, q); len(list) != 0 {
		t.Errorf("a broadcast query is denied: %v", list)
	}
	a := packets(t, s.hearName(peer, false, q))[0].(*netbios.Answer)
	if a.Flags != netbios.QueryNegative || a.Type != netbios.TypeNull || len(a.Entries) != 0 {
		t.Errorf("%+v", a)
	}
}

func TestWildcardQuery(t *testing.T) {
	s := owning(t, nil)
	a := packets(t, s.hearName(peer, true, query(netbios.Wildcard(), netbios.TypeNB, netbios.QueryBroadcast)))[0].(*netbios.Answer)
	if a.Name != netbios.Wildcard() || a.Entries[0].Addr.String() != "10.77.0.1" {
		t.Errorf("%+v", a)
	}
}

func TestNodeStatus(t *testing.T) {
	s := owning(t, func(c *Config) { c.Names = []OwnName{{mustName("GOHOST<03>"), false}} })
	s.n.own[mustName("GOHOST<03>")].state = Conflict
	for _, name := range []string{"*", "GOHOST"} {
		st := packets(t, s.hearName(peer, false, query(mustName(name), netbios.TypeNBStat, 0)))[0].(*netbios.Status)
		want := []netbios.StatusName{
			{Name: mustName("GOHOST"), Flags: netbios.NameActive},
			{Name: mustName("MSLOT"), Flags: netbios.NameActive | netbios.NameGroup},
			{Name: mustName("GOHOST<03>"), Flags: netbios.NameActive | netbios.NameConflict},
		}
		if d := cmp.Diff(want, st.Names); d != "" {
			t.Error(d)
		}
		if st.Statistics.UnitID != [6]byte{1, 2, 3, 4, 5, 6} || st.ID != 0x1234 {
			t.Errorf("%+v", st)
		}
	}
}

func TestNodeStatusOnlyToTheSubnetAndNotToBroadcasts(t *testing.T) {
	s := owning(t, func(c *Config) { c.Limits.AnySource = true })
	q := query(netbios.Wildcard(), netbios.TypeNBStat, 0)
	for _, from := range []string{elsewhere, "10.77.0.255:137", "10.88.0.2:137"} {
		s.counts(DropOffSubnet, 1, func() {
			if list := s.hearName(from, false, q); len(list) != 0 {
				t.Errorf("status told to %s", from)
			}
		})
	}
	if list := s.hearName(peer, true, q); len(list) != 0 {
		t.Error("status told to a broadcast query")
	}
	if list := s.hearName(peer, false, query(mustName("NOSUCH"), netbios.TypeNBStat, 0)); len(list) != 0 {
		t.Error("status told to a query for a foreign name")
	}
}

func TestNodeStatusRate(t *testing.T) {
	s := owning(t, nil)
	q := query(netbios.Wildcard(), netbios.TypeNBStat, 0)
	for i := range statusRate + 1 {
		if answered := len(s.hearName(peer, false, q)) == 1; answered != (i < statusRate) {
			t.Errorf("query %d: answered %v", i, answered)
		}
	}
	s.counts(DropStatusRate, 1, func() { s.hearName(peer, false, q) })
}

func TestDefence(t *testing.T) {
	for _, c := range []struct {
		name    string
		flags   netbios.Flags
		nb      netbios.NBFlags
		defends bool
	}{
		{"GOHOST", netbios.RegisterBroadcast, 0, true},
		{"GOHOST", netbios.OverwriteBroadcast, 0, true},
		{"GOHOST", netbios.RegisterBroadcast, netbios.Group, true},
		{"GOHOST", netbios.RegisterMultihomed, 0, true},
		{"GOHOST", netbios.RefreshUnicast, 0, true},
		{"GOHOST", netbios.RefreshUnicast + 0x0800, 0, true},
		{"MSLOT", netbios.RegisterBroadcast, 0, true},
		{"MSLOT", netbios.RegisterBroadcast, netbios.Group, false},
		{"OTHER", netbios.RegisterBroadcast, 0, false},
		{"GOHOST<20>", netbios.RegisterBroadcast, 0, false},
	} {
		s := owning(t, nil)
		claim := claimOf(mustName(c.name), c.flags, c.nb)
		sent := all[SendPacket](s.hearName("10.77.0.2:4000", true, claim))
		if (len(sent) == 1) != c.defends {
			t.Errorf("%+v: %d packets", c, len(sent))
			continue
		}
		if !c.defends {
			continue
		}
		got, _ := netbios.ParseNameService(sent[0].Data)
		a := got.(*netbios.Answer)
		if a.Flags != netbios.RegistrationDefended || a.ID != claim.ID || a.Entries[0] != claim.Entry || sent[0].To.String() != "10.77.0.2:4000" {
			t.Errorf("%+v: %+v", c, a)
		}
	}
}

func TestOwnPacketsAreNoConflict(t *testing.T) {
	s := owning(t, nil)
	for _, from := range []string{"10.77.0.1:137", "10.88.0.1:137"} {
		if list := s.hearName(from, true, claimOf(mustName("GOHOST"), netbios.RegisterBroadcast, 0)); len(list) != 0 {
			t.Errorf("a claim from our own address does %v", list)
		}
	}
	other := claimOf(mustName("GOHOST"), netbios.RegisterBroadcast, 0)
	other.Entry.Addr = netbios.Addr{10, 88, 0, 1}
	if list := s.hearName(peer, true, other); len(list) != 0 {
		t.Errorf("a claim for our own address does %v", list)
	}
}

// Another NetBIOS program of this host has our address.
func TestNeighbourWithOurAddress(t *testing.T) {
	s := newSingle(t, nil)
	list := s.pass(500 * time.Millisecond)
	for _, p := range packets(t, list) {
		claim := p.(*netbios.Claim)
		s.hearName("10.77.0.1:137", false, &netbios.Answer{
			Header: netbios.Header{ID: claim.ID, Flags: netbios.RegistrationDefended}, Name: claim.Name,
			Type: netbios.TypeNB, Entries: []netbios.Entry{claim.Entry}})
	}
	s.pass(10 * time.Second)
	if s.n.Names()[0].State != Owned {
		t.Errorf("it takes our name: %+v", s.n.Names()[0])
	}
	q := packets(t, s.do(Resolve{ID: 1, Name: mustName("neighbour")}))[0].(*netbios.Query)
	a := positive(q)
	a.Entries[0].Addr = netbios.Addr{10, 77, 0, 1}
	if r := only[Resolved](t, s.hearName("10.77.0.1:137", false, a)); r.Err != nil {
		t.Errorf("its own names are not found: %v", r.Err)
	}
}

func TestDemandsAndReleasesAreIgnored(t *testing.T) {
	s := owning(t, nil)
	answer := func(flags netbios.Flags) *netbios.Answer {
		return &netbios.Answer{Header: netbios.Header{ID: 7, Flags: flags}, Name: mustName("GOHOST"),
			Type: netbios.TypeNB, Entries: []netbios.Entry{{Addr: netbios.Addr{10, 77, 0, 2}}}}
	}
	for _, flags := range []netbios.Flags{netbios.ConflictDemand, netbios.RegistrationDefended} {
		s.counts(DropDemand, 1, func() {
			if n := only[Notice](t, s.hearName(peer, false, answer(flags))); n.Kind != DemandIgnored || n.From.String() != "10.77.0.2" {
				t.Errorf("%+v", n)
			}
		})
	}
	release := claimOf(mustName("GOHOST"), netbios.ReleaseBroadcast, 0)
	s.counts(DropRelease, 1, func() {
		if n := only[Notice](t, s.hearName(peer, true, release)); n.Kind != ReleaseIgnored {
			t.Errorf("%+v", n)
		}
	})
	if s.n.Names()[0].State != Owned {
		t.Error("the name is lost")
	}
}

func TestNoticesAreFew(t *testing.T) {
	s := owning(t, nil)
	notices := 0
	for range 50 {
		notices += len(all[Notice](s.hearName(peer, true, claimOf(mustName("GOHOST"), netbios.RegisterBroadcast, 0))))
	}
	if notices != noticeRate {
		t.Errorf("%d notices of 50 at once, want %d", notices, noticeRate)
	}
}

func TestRequestsThatAreNotHeard(t *testing.T) {
	q := query(mustName("GOHOST"), netbios.TypeNB, netbios.QueryBroadcast)
	scoped := *q
	scoped.Scope, _ = netbios.ParseScope("other")
	for _, c := range []struct {
		what   string
		change func(*Config)
		from   string
		p      netbios.NamePacket
		drop   Counter
	}{
		{"off the subnet", nil, elsewhere, q, DropOffSubnet},
		{"from the broadcast address", nil, "10.77.0.255:137", q, DropOffSubnet},
		{"another scope", nil, peer, &scoped, DropScope},
		{"to a node that only sends", func(c *Config) { c.SendOnly = true }, peer, q, DropSendOnly},
		{"a response to nothing", nil, peer, &netbios.Answer{Header: netbios.Header{Flags: netbios.QueryPositive},
			Type: netbios.TypeNB, Entries: make([]netbios.Entry, 1)}, DropForeignResponse},
	} {
		s := newSingle(t, c.change)
		s.pass(10e9)
		s.counts(c.drop, 1, func() {
			if list := s.hearName(c.from, true, c.p); len(list) != 0 {
				t.Errorf("%s: %v", c.what, list)
			}
		})
	}
	s := owning(t, nil)
	s.counts(DropMalformedName, 1, func() { s.hear(NameService, peer, true, q.Append(nil)[:40]) })
}

func TestGroupsOnlyInterface(t *testing.T) {
	s := newSingle(t, func(c *Config) { c.Interfaces = c.Interfaces[:1]; c.Interfaces[0].GroupsOnly = true })
	for _, p := range packets(t, s.pass(10e9)) {
		if name, _ := subject(p); name != mustName("MSLOT") {
			t.Errorf("speaks about %v", name)
		}
	}
	for _, st := range s.n.Names() {
		if st.State != Owned {
			t.Errorf("%+v", st)
		}
	}
	for _, p := range []netbios.NamePacket{
		query(mustName("GOHOST"), netbios.TypeNB, netbios.QueryBroadcast),
		query(mustName("NOSUCH"), netbios.TypeNB, netbios.QueryUnicast),
		query(netbios.Wildcard(), netbios.TypeNB, netbios.QueryBroadcast),
		query(netbios.Wildcard(), netbios.TypeNBStat, 0),
		claimOf(mustName("GOHOST"), netbios.RegisterBroadcast, 0),
	} {
		if list := s.hearName(peer, false, p); len(list) != 0 {
			t.Errorf("%T is answered: %v", p, list)
		}
	}
	if len(s.hearName(peer, true, query(mustName("MSLOT"), netbios.TypeNB, netbios.QueryBroadcast))) != 1 {
		t.Error("the group is not answered for")
	}
}

// RFC 1001 10.2: a P node neither sends nor hears broadcasts.
func TestPNodeHearsNoBroadcastRequests(t *testing.T) {
	s := newSingle(t, func(c *Config) { c.Type, c.WINS = PNode, make4(1) })
	s.pass(time.Second)
	s.n.own[mustName("GOHOST")].state = Owned
	q := query(mustName("GOHOST"), netbios.TypeNB, netbios.QueryBroadcast)
	if len(packets(t, s.hearName(peer, true, q))) != 0 || len(packets(t, s.hearName(peer, false, q))) != 1 {
		t.Error("a broadcast query is answered, or a direct one is not")
	}
}
