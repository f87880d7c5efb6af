package nbt

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"mailslot/internal/browse"
	"mailslot/netbios"
)

func TestConfigLimits(t *testing.T) {
	iface := func(i int) Interface {
		return Interface{Index: i, Prefix: netip.PrefixFrom(netip.AddrFrom4([4]byte{10, 0, byte(i), 1}), 24)}
	}
	for _, c := range []struct {
		what  string
		limit int
		set   func(c *Config, n int)
	}{
		{"interfaces", MaxInterfaces, func(c *Config, n int) {
			for i := range n {
				c.Interfaces = append(c.Interfaces, iface(i))
			}
		}},
		{"names", MaxNames - 2, func(c *Config, n int) {
			for i := range n {
				c.Names = append(c.Names, OwnName{mustName(fmt.Sprintf("n%d", i)), false})
			}
		}},
		{"servers", MaxServers, func(c *Config, n int) { c.WINS = make4(n) }},
		{"hosts", MaxHosts, func(c *Config, n int) { c.Hosts = make([]Host, n) }},
		{"comment", browse.MaxComment, func(c *Config, n int) { c.Announce.Comment = string(make([]byte, n)) }},
	} {
		for _, n := range []int{c.limit - 1, c.limit, c.limit + 1} {
			cfg := Config{Computer: "x"}
			c.set(&cfg, n)
			if _, err := New(cfg); (err == nil) != (n <= c.limit) {
				t.Errorf("%d %s: %v", n, c.what, err)
			}
		}
	}
}

func make4(n int) (list []netip.Addr) {
	for i := range n {
		list = append(list, netip.AddrFrom4([4]byte{10, 0, 0, byte(i + 1)}))
	}
	return list
}

func TestConfigRefuses(t *testing.T) {
	v6 := netip.MustParseAddr("::1")
	for what, cfg := range map[string]Config{
		"no computer":        {},
		"a long computer":    {Computer: "sixteen_chars_xx"},
		"a bad workgroup":    {Computer: "x", Workgroup: "a/b"},
		"a bad domain":       {Computer: "x", Domains: []string{""}},
		"one name for both":  {Computer: "x", Workgroup: "X"},
		"a wildcard name":    {Computer: "x", Names: []OwnName{{netbios.Wildcard(), false}}},
		"IPv6 servers":       {Computer: "x", WINS: []netip.Addr{v6}},
		"P without a server": {Computer: "x", Type: PNode},
		"no prefix":          {Computer: "x", Interfaces: []Interface{{}}},
		"an IPv6 interface":  {Computer: "x", Interfaces: []Interface{{Prefix: netip.PrefixFrom(v6, 64)}}},
		"one index twice": {Computer: "x", Interfaces: []Interface{
			{Index: 1, Prefix: netip.MustParsePrefix("10.0.0.1/24")}, {Index: 1, Prefix: netip.MustParsePrefix("10.0.1.1/24")}}},
	} {
		if _, err := New(cfg); err == nil {
			t.Errorf("%s is accepted", what)
		}
	}
}

func TestBroadcastAddressOfASubnet(t *testing.T) {
	for prefix, want := range map[string]string{
		"10.77.0.2/24": "10.77.0.255", "10.77.0.2/16": "10.77.255.255", "10.77.0.2/29": "10.77.0.7",
		"10.77.0.2/32": "10.77.0.2", "10.77.0.2/0": "255.255.255.255",
	} {
		if got := lastAddr(netip.MustParsePrefix(prefix)); got.String() != want {
			t.Errorf("%s: %v, want %s", prefix, got, want)
		}
	}
}

func TestRecentLimit(t *testing.T) {
	r := recent{window: time.Second, max: 3}
	for i := range 4 {
		if r.add(digest{id: uint16(i)}, 0) {
			t.Errorf("%d is taken for a copy", i)
		}
	}
	for i, want := range []bool{false, true, true, true} {
		if r.has(digest{id: uint16(i)}, 0) != want {
			t.Errorf("%d: remembered %v", i, !want)
		}
	}
	if r.has(digest{id: 3}, time.Second) || len(r.queue) != 0 || len(r.until) != 0 {
		t.Error("remembered beyond the window")
	}
}

func TestSourcesLimit(t *testing.T) {
	r := rates{rate: 1}
	for i := range 10 * maxSources {
		r.allow(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), 0)
		if n := len(r.young) + len(r.old); n > maxSources {
			t.Fatalf("%d sources remembered", n)
		}
	}
}

func TestSourceKeepsItsBucketAcrossGenerations(t *testing.T) {
	r := rates{rate: 1}
	busy := netip.MustParseAddr("10.0.0.1")
	r.allow(busy, 0)
	for i := range maxSources / 2 {
		r.allow(netip.AddrFrom4([4]byte{10, 1, byte(i >> 8), byte(i)}), 0)
	}
	if r.allow(busy, 0) {
		t.Error("a new generation gave it a new bucket")
	}
}

func TestMemoryStaysFlatInAStorm(t *testing.T) {
	s := owning(t, func(c *Config) { c.Interfaces[0].Prefix = netip.MustParsePrefix("10.77.0.1/16"); c.Limits.Rate = -1 })
	for i := range 40000 {
		s.now = s.now.Add(10 * time.Microsecond)
		from := netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, 77, byte(i >> 8), byte(i)}), 138).String()
		d := mail(uint16(i), mustName("GOHOST"), "x", fmt.Sprint(i))
		s.hear(DatagramService, from, false, d.Append(nil))
	}
	if n := len(s.n.seen.queue); n > maxSeen || cap(s.n.seen.queue) > 4*maxSeen {
		t.Errorf("%d datagrams remembered, room for %d", n, cap(s.n.seen.queue))
	}
	if cap(s.n.arena) > 1<<16 || cap(s.n.actions) > 1<<10 {
		t.Errorf("arena of %d, %d actions", cap(s.n.arena), cap(s.n.actions))
	}
}

func TestTimersFireInOrder(t *testing.T) {
	var ts timers
	var got []time.Duration
	list := make([]*timer, 50)
	for i := range list {
		at := time.Duration(i * 37 % 50)
		list[i] = &timer{fire: func() { got = append(got, at) }}
		ts.set(list[i], at+100)
		ts.set(list[i], at)
	}
	ts.stop(list[0])
	ts.stop(list[0])
	ts.run(48)
	for i, at := range got {
		if at != time.Duration(i+1) {
			t.Fatalf("fired %v", got)
		}
	}
	if at, ok := ts.next(); at != 49 || !ok || len(got) != 48 {
		t.Errorf("next %v, %d fired", at, len(got))
	}
}

func TestCounterNamesAreDistinct(t *testing.T) {
	seen := map[string]bool{}
	for c := range NumCounters {
		name := c.String()
		if name == "" || seen[name] {
			t.Errorf("counter %d has the name %q", c, name)
		}
		seen[name] = true
		if c.Dropped() != (len(name) > 5 && name[:5] == "drop_") {
			t.Errorf("%s: dropped is %v", name, c.Dropped())
		}
	}
}
