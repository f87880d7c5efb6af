package lan

import (
	"net"
	"net/netip"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestLongSleepIsAChange: a computer that was suspended has defended no name. It
// looks so to a host that was opened before.
func TestLongSleepIsAChange(t *testing.T) {
	config := Config{Interfaces: []string{"lo=127.0.0.1"}}
	links, err := Links(config.Interfaces)
	if err != nil {
		t.Skipf("not run: no loopback interface: %v", err)
	}
	for slept, want := range map[time.Duration]bool{0: false, longSleep - time.Second: false, longSleep + time.Second: true} {
		h := Host{config: config, links: links, adopted: true, slept: sleptSoFar() - sleep(slept)}
		if got := h.Changed(); got != want {
			t.Errorf("after a sleep of %v: changed %v", slept, got)
		}
	}
}

// TestSharingIsChangedOnlyForAnotherMode: a host that left and joined for less
// would do so again at the next look.
func TestSharingIsChangedOnlyForAnotherMode(t *testing.T) {
	alone := []string{"0.0.0.0:137", "0.0.0.0:138"}
	beside := []string{"10.0.0.255:137", "10.0.0.255:138", "255.255.255.255:137", "255.255.255.255:138"}
	alias := append([]string{"10.0.0.9:137", "10.0.0.9:138"}, beside...)
	for name, c := range map[string]struct {
		mode       Mode
		ours       []string
		others     []string
		unexpected bool
		want       bool
	}{
		"alone, nobody else":                     {Alone, alone, nil, false, false},
		"alone, another address is taken":        {Alone, alone, []string{"10.0.0.1:137"}, false, false},
		"alone, our address is taken":            {Alone, alone, []string{"10.0.0.9:137"}, false, true},
		"alone, a second wildcard":               {Alone, alone, []string{"0.0.0.0:137"}, false, true},
		"alone, a wildcard that may be IPv6's":   {Alone, alone, []string{"[::]:137"}, false, false},
		"a wildcard that may be IPv6's":          {BroadcastOnly, beside, []string{"[::]:137"}, false, false},
		"alone, a second wildcard of 138":        {Alone, alone, []string{"0.0.0.0:138"}, false, true},
		"our address alone is taken":             {BroadcastOnly, beside, []string{"10.0.0.9:137"}, false, false},
		"the wildcard of 138 alone":              {BroadcastOnly, beside, []string{"0.0.0.0:138"}, false, false},
		"a wildcard for us only":                 {BroadcastOnly, beside, []string{"0.0.0.0:137"}, false, false},
		"nmbd's socket appears":                  {BroadcastOnly, beside, []string{"0.0.0.0:137"}, true, true},
		"beside, all others are gone":            {BroadcastOnly, beside, nil, false, true},
		"behind nmbd":                            {BehindNmbd, beside, []string{"0.0.0.0:137", "10.0.0.9:137"}, true, false},
		"behind nmbd, which leaves our address":  {BehindNmbd, beside, []string{"0.0.0.0:137", "10.0.0.1:137"}, true, true},
		"an alias":                               {Alias, alias, []string{"10.0.0.1:137"}, false, false},
		"an alias, the wildcard appears":         {Alias, alias, []string{"10.0.0.1:137", "0.0.0.0:137"}, false, false},
		"an alias, the wildcard instead":         {Alias, alias, []string{"0.0.0.0:137"}, false, true},
		"an alias, our address is taken":         {Alias, alias, []string{"10.0.0.1:137", "10.0.0.9:137"}, false, true},
		"an alias, all others are gone":          {Alias, alias, nil, false, true},
		"an alias, the broadcast is shared":      {Alias, alias, []string{"10.0.0.1:137", "10.0.0.255:137"}, false, false},
		"an alias, only the broadcast is shared": {Alias, alias, []string{"10.0.0.255:137"}, false, true},
	} {
		var bound []netip.AddrPort
		for _, a := range c.ours {
			bound = append(bound, netip.MustParseAddrPort(a))
		}
		others := without(holders(append(c.others, c.ours...)...), bound)
		if got := sharedAnew([]Link{testLink()}, []Mode{c.mode}, others, c.unexpected); got != c.want {
			t.Errorf("%s: changed %v", name, got)
		}
	}
}

// TestHostStaysBesideOthers who have less than nmbd, and has the ports alone when
// they are gone.
func TestHostStaysBesideOthers(t *testing.T) {
	ip := alone(t)
	ip("addr add 10.77.0.1/24 dev d0")
	ip("addr add 10.77.0.2/24 dev d0")
	config := Config{Computer: "GOHOST", Workgroup: "MSLOT", NodeType: "b", Interfaces: []string{"d0"}, NmbdSocket: t.TempDir() + "/none"}
	for other, want := range map[string]Mode{"10.77.0.2:137": Alias, "10.77.0.1:137": BroadcastOnly, "0.0.0.0:138": BroadcastOnly, "[::]:137": BroadcastOnly} {
		lc := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) error {
			return controlFD(c, func(fd int) error { return unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1) })
		}}
		them, err := lc.ListenPacket(t.Context(), "udp", other)
		if err != nil {
			t.Fatal(err)
		}
		h, err := Open(config, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if h.Modes()[0] != want || h.Changed() || h.Changed() {
			t.Errorf("beside %s: %v, changed %v", other, h.Modes(), h.Changed())
		}
		them.Close()
		if !h.Changed() {
			t.Errorf("%s is gone, unnoticed", other)
		}
		h.Close()
	}
}
