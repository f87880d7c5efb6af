package nbt

import (
	"bytes"
	"fmt"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"mailslot/netbios"
)

// resolved asks a host for a name and waits for the outcome.
func resolved(t *testing.T, h *host, name string, fresh bool) Resolved {
	t.Helper()
	h.do(Resolve{ID: 1, Name: mustName(name), Fresh: fresh})
	h.w.run(30 * time.Second)
	return last[Resolved](t, h)
}

func TestResolveOverTheSubnetAndFromTheCache(t *testing.T) {
	w, a, b := pair(t)
	want := Answer{Name: mustName("BETA"), Addrs: []netip.Addr{b.addr}}
	for _, c := range []struct {
		from  Source
		fresh bool
		wait  time.Duration
	}{
		{FromBroadcast, false, 0},
		{FromCache, false, cacheTime - 2*time.Minute},
		{FromCache, false, 0},
		{FromBroadcast, true, cacheTime - 2*time.Minute},
		{FromCache, false, 2 * time.Minute},
		{FromBroadcast, false, 0},
	} {
		want.From = c.from
		if d := cmp.Diff(want, resolved(t, a, "beta", c.fresh).Answer, cmpopts.EquateComparable(netip.Addr{})); d != "" {
			t.Errorf("%+v: %s", c, d)
		}
		w.run(c.wait)
	}
}

func TestResolveOwnNames(t *testing.T) {
	_, a, _ := pair(t)
	if r := resolved(t, a, "alpha", true); r.Answer.From != FromSelf || r.Answer.Addrs[0] != a.addr {
		t.Errorf("%+v", r)
	}
}

func TestResolveGroupCollectsItsMembers(t *testing.T) {
	w, a, b := pair(t)
	c := w.add("10.77.0.4/24", Config{Computer: "gamma", Workgroup: "mslot"})
	w.settle()
	for _, from := range []Source{FromBroadcast, FromCache} {
		r := resolved(t, a, "mslot", from == FromBroadcast)
		want := Answer{Name: mustName("MSLOT"), Group: true, Addrs: []netip.Addr{b.addr, c.addr, a.addr}, From: from}
		slices.SortFunc(r.Answer.Addrs[:len(r.Answer.Addrs)-1], netip.Addr.Compare) // who is first is chance
		if d := cmp.Diff(want, r.Answer, cmpopts.EquateComparable(netip.Addr{})); d != "" || r.Err != nil {
			t.Errorf("%v: %s", r.Err, d)
		}
	}
}

func TestResolveGroupOfThisComputerAlone(t *testing.T) {
	w := newWorld(t, 1)
	a := w.add("10.77.0.2/24", Config{Computer: "alpha", Workgroup: "mslot"}, "10.88.0.2/24")
	w.settle()
	want := Answer{Name: mustName("MSLOT"), Group: true, Addrs: []netip.Addr{a.addr, a.more[0].Addr()}, From: FromSelf}
	for range 2 { // what was not found is not kept
		r := resolved(t, a, "mslot", false)
		if d := cmp.Diff(want, r.Answer, cmpopts.EquateComparable(netip.Addr{})); d != "" || r.Err != nil {
			t.Errorf("%v: %s", r.Err, d)
		}
	}
	if r := resolved(t, a, "mslot<1c>", false); r.Err != ErrUnresolved {
		t.Errorf("a group of others: %+v", r)
	}
}

func TestSendDoesNotWaitForAllMembers(t *testing.T) {
	w, a, _ := pair(t)
	w.add("10.77.0.4/24", Config{Computer: "gamma", Workgroup: "far"})
	w.settle()
	a.do(Send{ID: 1, Host: "far", Slot: "x"})
	w.run(queryInterval / 2)
	if len(logged[Sent](a)) != 1 {
		t.Error("not sent at the first answer")
	}
}

func TestMessagesWaitForTheNameInOrder(t *testing.T) {
	w, a, b := pair(t)
	for i := range 3 {
		a.do(Send{ID: uint64(i), Host: "beta", Slot: "x", Data: []byte{byte(i)}})
	}
	w.run(time.Second)
	next := byte(0)
	for _, p := range logged[SendPacket](a) {
		if p.Service != DatagramService {
			continue
		}
		if got := p.Data[len(p.Data)-1]; got != next {
			t.Errorf("message %d is sent before message %d", got, next)
		}
		next++
	}
	if n := len(logged[Deliver](b)); n != 3 {
		t.Errorf("%d deliveries", n)
	}
}

func TestDataOfAWaitingMessageIsCopied(t *testing.T) {
	w, a, b := pair(t)
	data := []byte("hello")
	a.do(Send{ID: 1, Host: "beta", Slot: "x", Data: data})
	copy(data, "spoil")
	w.run(time.Second)
	for _, p := range logged[SendPacket](a) {
		if p.Service == DatagramService && bytes.Contains(p.Data, []byte("spoil")) {
			t.Error("the caller's later bytes were sent")
		}
	}
	if b.count(Delivered) != 1 {
		t.Error("not delivered")
	}
}

func TestOrderOfPlacesByNodeType(t *testing.T) {
	server := netip.MustParseAddr("10.77.0.100")
	for _, c := range []struct {
		typ  NodeType
		want []string
	}{
		{BNode, []string{"subnet"}},
		{PNode, []string{"server"}},
		{MNode, []string{"subnet", "server"}},
		{HNode, []string{"server", "subnet"}},
	} {
		s := newSingle(t, func(cfg *Config) {
			cfg.Type, cfg.WINS, cfg.Interfaces = c.typ, []netip.Addr{server}, cfg.Interfaces[:1]
		})
		s.pass(20 * time.Second)
		list := s.do(Resolve{ID: 1, Name: mustName("nobody")})
		for len(all[Resolved](list)) == 0 {
			list = append(list, s.pass(time.Second)...)
		}
		var got []string
		for _, p := range all[SendPacket](list) {
			q, ok := packets(t, []Action{p})[0].(*netbios.Query)
			if !ok || q.Name != mustName("nobody") {
				continue
			}
			place := "subnet"
			if p.To.Addr() == server {
				place = "server"
			}
			if len(got) == 0 || got[len(got)-1] != place {
				got = append(got, place)
			}
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("type %v: %s", c.typ, d)
		}
	}
}

func TestHostsTableIsTheLastResort(t *testing.T) {
	hosts, err := ParseLMHosts([]byte("10.77.0.50 late\n10.77.0.51 early #PRE\n10.77.0.52 dc1 #DOM:far\n10.77.0.53 dc2 #DOM:far\n10.77.0.54 beta\n"))
	if err != nil {
		t.Fatal(err)
	}
	w, _, b := pair(t)
	a := w.add("10.77.0.9/24", Config{Computer: "gamma", Hosts: hosts})
	w.settle()
	for name, want := range map[string]Answer{
		"late":    {From: FromLMHosts, Addrs: []netip.Addr{netip.MustParseAddr("10.77.0.50")}},
		"early":   {From: FromLMHosts, Addrs: []netip.Addr{netip.MustParseAddr("10.77.0.51")}},
		"far<1c>": {From: FromLMHosts, Group: true, Addrs: []netip.Addr{netip.MustParseAddr("10.77.0.52"), netip.MustParseAddr("10.77.0.53")}},
		"beta":    {From: FromBroadcast, Addrs: []netip.Addr{b.addr}},
	} {
		want.Name = mustName(name)
		if d := cmp.Diff(want, resolved(t, a, name, false).Answer, cmpopts.EquateComparable(netip.Addr{})); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	before := a.count(NamePacketsOut)
	a.node.Flush()
	a.do(Resolve{ID: 1, Name: mustName("early")})
	if a.count(NamePacketsOut) != before {
		t.Error("a #PRE entry was asked for")
	}
}

func TestLookupLimits(t *testing.T) {
	s := owning(t, nil)
	for i := range maxLookups + 1 {
		list := s.do(Resolve{ID: uint64(i), Name: mustName(fmt.Sprintf("n%d", i))})
		if busy := len(all[Resolved](list)) == 1; busy != (i >= maxLookups) {
			t.Errorf("lookup %d: busy %v", i, busy)
		}
	}
	for i := range maxWaiters + 1 {
		list := s.do(Send{ID: uint64(i), Host: "n0", Slot: "x"})
		if busy := len(all[Sent](list)) == 1; busy != (i >= maxWaiters) {
			t.Errorf("message %d: busy %v", i, busy)
		}
	}
	for i := range maxWaiters {
		list := s.do(Resolve{ID: uint64(i), Name: mustName("n0")})
		if busy := len(all[Resolved](list)) == 1; busy != (i >= maxWaiters-1) {
			t.Errorf("question %d: busy %v", i, busy)
		}
	}
}

// TestOneUserDoesNotTakeAllLookups: the daemon asks one question at a time for
// each of his connections.
func TestOneUserDoesNotTakeAllLookups(t *testing.T) {
	const userClients = 64 // daemon.maxUserClients
	s := owning(t, nil)
	for i := range userClients {
		s.do(Resolve{ID: uint64(i), Name: mustName(fmt.Sprintf("n%d", i))})
	}
	if got := all[Sent](s.do(Send{ID: userClients, Host: "PEER", Slot: "x"})); len(got) != 0 {
		t.Errorf("another user is told %+v", got)
	}
}

func TestCacheLimit(t *testing.T) {
	var c cache
	name := func(i int) netbios.Name { return mustName(fmt.Sprintf("n%d", i)) }
	for i := range maxCache {
		c.put(Answer{Name: name(i)}, time.Duration(i))
	}
	c.put(Answer{Name: name(0)}, maxCache) // renewed: not the oldest any more
	if len(c.answers) != maxCache {
		t.Fatalf("%d answers", len(c.answers))
	}
	c.put(Answer{Name: name(maxCache)}, maxCache)
	if _, ok := c.get(name(1), maxCache); ok || len(c.answers) != maxCache {
		t.Errorf("the oldest of %d answers is still there", len(c.answers))
	}
	if _, ok := c.get(name(0), maxCache); !ok {
		t.Error("a renewed answer was forgotten")
	}
}

func TestPositiveAnswerWithManyAddresses(t *testing.T) {
	s, q := asking(t, func(c *Config) { c.Limits.AnySource = true })
	a := positive(q)
	a.Entries = []netbios.Entry{{Addr: netbios.Addr{192, 0, 2, 9}}, {Addr: netbios.Addr{10, 77, 0, 2}}}
	if r := only[Resolved](t, s.hearName(peer, false, a)); len(r.Answer.Addrs) != 2 {
		t.Errorf("%+v", r)
	}
	list := s.do(Send{ID: 1, Host: "peer", Slot: "x"})
	if p := only[SendPacket](t, list); p.To.String() != "10.77.0.2:138" {
		t.Errorf("sent to %v, not to the address on our subnet", p.To)
	}
}
