package nbt

import (
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mailslot/netbios"
)

func TestNodeClaimsItsNames(t *testing.T) {
	w := newWorld(t, 1)
	a := w.add("10.77.0.2/24", Config{Computer: "alpha", Workgroup: "mslot", Domains: []string{"other"}})
	w.run(500 * time.Millisecond)
	if a.owns("ALPHA") {
		t.Error("owned before anybody could object")
	}
	w.settle()
	for _, name := range []string{"ALPHA", "MSLOT", "OTHER"} {
		if !a.owns(name) {
			t.Errorf("%s is not owned", name)
		}
	}
}

func TestSecondClaimantIsRefused(t *testing.T) {
	w := newWorld(t, 1)
	a := w.add("10.77.0.9/24", Config{Computer: "same"})
	w.settle()
	b := w.add("10.77.0.2/24", Config{Computer: "same"})
	w.settle()
	if !a.owns("SAME") || b.state(mustName("SAME")) != Conflict {
		t.Errorf("states %v and %v", a.state(mustName("SAME")), b.state(mustName("SAME")))
	}
	if s := b.node.Names()[0]; s.Owner != a.addr {
		t.Errorf("conflict with %v, want %v", s.Owner, a.addr)
	}
	if a.count(NamesDefended) == 0 {
		t.Error("nothing was defended")
	}
}

func TestGroupIsSharedButNotGivenAway(t *testing.T) {
	w := newWorld(t, 1)
	a := w.add("10.77.0.2/24", Config{Computer: "a", Workgroup: "team"})
	b := w.add("10.77.0.3/24", Config{Computer: "b", Workgroup: "team"})
	w.settle()
	c := w.add("10.77.0.4/24", Config{Computer: "team", Workgroup: "x"})
	w.settle()
	if !a.owns("TEAM") || !b.owns("TEAM") || c.state(mustName("TEAM")) != Conflict {
		t.Errorf("states %v, %v, %v", a.state(mustName("TEAM")), b.state(mustName("TEAM")), c.state(mustName("TEAM")))
	}
}

// TestNamesLeftOutAreNotAskedFor, whoever names them, until somebody claims them.
func TestNamesLeftOutAreNotAskedFor(t *testing.T) {
	s := newSingle(t, func(c *Config) {
		c.Names = []OwnName{{Name: mustName("FURTHER")}}
		c.Without = []netbios.Name{mustName("GOHOST"), mustName("MSLOT"), mustName("FURTHER")}
	})
	if sent := packets(t, s.pass(10*time.Second)); len(sent) != 0 || len(s.n.Names()) != 0 {
		t.Errorf("%d packets, names %+v", len(sent), s.n.Names())
	}
	s.do(AddName{OwnName{Name: mustName("GOHOST")}})
	s.pass(10 * time.Second)
	if names := s.n.Names(); len(names) != 1 || names[0].State != Owned {
		t.Errorf("%+v", names)
	}
}

func TestClaimOnTheWire(t *testing.T) {
	s := newSingle(t, func(c *Config) { c.Interfaces = c.Interfaces[:1] })
	var flags []netbios.Flags
	for _, p := range packets(t, s.pass(10*time.Second)) {
		c := p.(*netbios.Claim)
		if c.Name != mustName("GOHOST") {
			continue
		}
		flags = append(flags, c.Flags)
		if want := (netbios.Entry{Addr: netbios.Addr{10, 77, 0, 1}}); c.Entry != want || c.TTL != 0 {
			t.Errorf("%+v", c)
		}
	}
	r, o := netbios.RegisterBroadcast, netbios.OverwriteBroadcast
	if d := cmp.Diff([]netbios.Flags{r, r, r, o}, flags); d != "" {
		t.Error(d)
	}
}

func TestClaimGoesToEverySubnet(t *testing.T) {
	s := newSingle(t, nil)
	to := map[string]int{}
	for _, p := range all[SendPacket](s.pass(10 * time.Second)) {
		to[p.To.String()]++
	}
	if d := cmp.Diff(map[string]int{"10.77.0.255:137": 8, "10.88.0.255:137": 8}, to); d != "" {
		t.Error(d)
	}
}

func TestNameIsTakenUpWhenItsOwnerLeaves(t *testing.T) {
	w := newWorld(t, 1)
	a := w.add("10.77.0.2/24", Config{Computer: "same"})
	w.settle()
	b := w.add("10.77.0.3/24", Config{Computer: "same"})
	w.run(20 * time.Minute)
	if b.owns("SAME") {
		t.Fatal("two owners")
	}
	changes := 0
	for _, c := range logged[NameChanged](b) {
		if c.Status.Name == mustName("SAME") {
			changes++
		}
	}
	if changes != 2 {
		t.Errorf("%d changes told, want claiming and conflict", changes)
	}
	a.do(Stop{})
	w.run(2*conflictRetry + 5*time.Second)
	if !b.owns("SAME") {
		t.Errorf("state %v", b.state(mustName("SAME")))
	}
}

func TestLowerAddressWinsWhenTwoClaimAtOnce(t *testing.T) {
	for seed := range uint64(20) {
		w := newWorld(t, seed)
		a := w.add("10.77.0.9/24", Config{Computer: "same"})
		b := w.add("10.77.0.2/24", Config{Computer: "same"})
		w.settle()
		if a.owns("SAME") == b.owns("SAME") {
			t.Errorf("seed %d: states %v and %v", seed, a.state(mustName("SAME")), b.state(mustName("SAME")))
		}
	}
}

func TestOwnersOnBothSidesOfASplitFindEachOther(t *testing.T) {
	w := newWorld(t, 1)
	a := w.add("10.77.0.9/24", Config{Computer: "same"})
	b := w.add("10.77.0.2/24", Config{Computer: "same"})
	a.island = 1
	w.settle()
	if !a.owns("SAME") || !b.owns("SAME") {
		t.Fatal("not owned on both sides")
	}
	a.island = 0
	w.run(2 * checkInterval)
	if a.owns("SAME") || !b.owns("SAME") {
		t.Errorf("states %v and %v; the lower address keeps the name", a.state(mustName("SAME")), b.state(mustName("SAME")))
	}
}

// An answer to the broadcast check alone takes no name away: the second
// question goes to the other owner's address, and only he can answer it.
func TestForgedOwnerTakesNoName(t *testing.T) {
	s := owning(t, nil)
	var asked *netbios.Query
	for asked == nil {
		for _, p := range packets(t, s.pass(100*time.Millisecond)) {
			if q, ok := p.(*netbios.Query); ok && asked == nil {
				asked = q
			}
		}
	}
	forged := &netbios.Answer{Header: netbios.Header{ID: asked.ID, Flags: netbios.QueryPositive}, Name: asked.Name,
		Type: netbios.TypeNB, Entries: []netbios.Entry{{Addr: netbios.Addr{10, 77, 0, 0}}}}
	list := s.hearName("10.77.0.0:137", false, forged)
	if p := only[SendPacket](t, list); p.To.String() != "10.77.0.0:137" {
		t.Errorf("verification goes to %v", p.To)
	}
	s.hearName("10.77.0.0:137", false, forged) // the attacker does not know the new id
	second := packets(t, list)[0].(*netbios.Query)
	s.hearName("10.77.0.0:137", false, &netbios.Answer{ // and who has the address denies it
		Header: netbios.Header{ID: second.ID, Flags: netbios.QueryNegative}, Name: second.Name, Type: netbios.TypeNull})
	if st := s.n.Names()[0]; st.State != Owned {
		t.Errorf("%+v", st)
	}
	s.pass(time.Minute)
	if st := s.n.Names()[0]; st.State != Owned {
		t.Errorf("%+v", st)
	}
}

func TestStopReleasesNamesAndSaysSo(t *testing.T) {
	s := owning(t, nil)
	list := s.do(Stop{})
	list = append(list, s.pass(5*time.Second)...)
	releases := map[netbios.Name]int{}
	for _, p := range packets(t, list) {
		if p.Head().Flags == netbios.ReleaseBroadcast {
			releases[p.(*netbios.Claim).Name]++
		}
	}
	want := map[netbios.Name]int{mustName("GOHOST"): 6, mustName("MSLOT"): 6}
	if d := cmp.Diff(want, releases); d != "" {
		t.Error(d)
	}
	if _, ok := list[len(list)-1].(Stopped); !ok {
		t.Errorf("the last action is %T", list[len(list)-1])
	}
	if got := only[Sent](t, s.do(Send{ID: 4, Host: "*", Slot: "x"})); got != (Sent{4, ErrStopped}) {
		t.Errorf("%+v", got)
	}
	if _, ok := s.n.Next(); ok {
		t.Error("a stopped node wants to be woken")
	}
}

func TestStopEndsWhatWaits(t *testing.T) {
	s := owning(t, nil)
	s.do(Send{ID: 1, Host: "nobody", Slot: "x"})
	s.do(Resolve{ID: 2, Name: mustName("nobody")})
	s.do(QueryStatus{ID: 3, Addr: netip.MustParseAddr("10.77.0.9")})
	list := append(s.do(Stop{}), s.pass(5*time.Second)...)
	if a := only[Sent](t, list); a != (Sent{1, ErrStopped}) {
		t.Errorf("%+v", a)
	}
	if a := only[Resolved](t, list); a.ID != 2 || a.Err != ErrStopped {
		t.Errorf("%+v", a)
	}
	if a := only[StatusResult](t, list); a.ID != 3 || a.Err == nil {
		t.Errorf("%+v", a)
	}
}

func TestAddAndRemoveName(t *testing.T) {
	w, a, b := pair(t)
	name := OwnName{mustName("ANNA<03>"), false}
	a.do(AddName{name})
	a.do(AddName{name})
	w.settle()
	b.do(AddName{name})
	w.settle()
	if a.state(name.Name) != Owned || b.state(name.Name) != Conflict {
		t.Errorf("states %v and %v", a.state(name.Name), b.state(name.Name))
	}
	a.do(RemoveName{name.Name})
	if a.hearsNow(name.Name) {
		t.Error("still heard for after its removal")
	}
	w.settle()
	if len(a.node.Names()) != 2 {
		t.Errorf("%+v", a.node.Names())
	}
	a.do(AddName{name})
	a.do(RemoveName{name.Name})
	a.do(AddName{name})
	w.settle()
	if a.state(name.Name) != Owned {
		t.Errorf("state %v", a.state(name.Name))
	}
}

// hearsNow reports whether a message to name would be delivered.
func (h *host) hearsNow(name netbios.Name) bool { return h.node.hearsFor(name) }

func TestNewAddressesAreClaimedAnew(t *testing.T) {
	s := owning(t, nil)
	same := append([]Interface(nil), s.n.interfaces...)
	if list := s.do(SetInterfaces{same}); len(list) != 0 {
		t.Errorf("nothing changed, yet %v", list)
	}
	s.do(SetInterfaces{[]Interface{{Index: 3, Prefix: netip.MustParsePrefix("10.99.0.1/24")}}})
	to := map[string]bool{}
	for _, p := range all[SendPacket](s.pass(10 * time.Second)) {
		to[p.To.String()] = true
	}
	if d := cmp.Diff(map[string]bool{"10.99.0.255:137": true}, to); d != "" {
		t.Error(d)
	}
	if s.n.Names()[0].State != Owned {
		t.Errorf("%+v", s.n.Names()[0])
	}
	s.do(SetInterfaces{nil})
	if s.pass(time.Hour); s.n.Names()[0].State != Claiming {
		t.Errorf("without an interface: %+v", s.n.Names()[0])
	}
}

func TestClockJumps(t *testing.T) {
	s := owning(t, nil)
	s.now = s.now.Add(-24 * time.Hour)
	if list := s.do(Tick{}); len(list) != 0 {
		t.Errorf("a jump back does %v", list)
	}
	only[Deliver](t, s.hearMail(mail(1, mustName("GOHOST"), "x", "")))
	s.now = s.now.Add(48 * time.Hour)
	s.pass(10 * time.Second)
	if s.n.Names()[0].State != Owned {
		t.Errorf("%+v", s.n.Names()[0])
	}
}
