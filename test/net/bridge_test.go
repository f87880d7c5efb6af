//go:build linux

package net

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/nats-io/nats-server/v2/server"
)

// natsEnv makes this program a NATS server at the address that it holds.
const natsEnv = "MAILSLOT_TEST_NATS"

func serveNATS(host string) int {
	s, err := server.NewServer(&server.Options{Host: host, Port: 4222, NoLog: true})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	s.Start()
	s.WaitForShutdown()
	return 0
}

// TestBridgeJoinsTwoLANs has no route between them, only a wire between their
// bridges. Every host hears a message to the domain once, whoever sent it:
//
//	A2 --- A1 (bridge, NATS server) === B1 (bridge) --- B2
func TestBridgeJoinsTwoLANs(t *testing.T) {
	a, b := newLab(t, "lana", "-S", "-n", "2"), newLabAlone(t, "lanb", "-S", "-n", "2")
	joinBridges(t, a, b)
	const bridge = "[bridge]\nservers = [\"nats://10.78.0.1:4222\"]\nslots = [\"alarms/*\"]\n"
	var slots []listener
	for name, l := range map[string]*lab{"A": a, "B": b} {
		l.daemon(1, fmt.Sprintf("computer = \"%s1\"\n%s", name, bridge))
		l.daemon(2, fmt.Sprintf("computer = \"%s2\"\n", name))
		eventually(t, "the bridge of "+name, func() bool { return strings.HasPrefix(l.state(1).Bridge, "connected") })
	}
	for _, l := range []*lab{a, b} {
		for host := 1; host <= 2; host++ {
			slots = append(slots, l.listen(host, "alarms/fire"))
		}
	}
	private := b.listen(2, "private")
	for i, sender := range []*lab{a, a, b, b} {
		host := i%2 + 1
		text := fmt.Sprint("from ", i)
		sender.ok(host, "mailslot", "send", "//*/mailslot/private", "stays there")
		sender.ok(host, "mailslot", "send", "//*/mailslot/alarms/fire", text)
		sender.ok(host, "mailslot", "send", "//*/mailslot/alarms/fire", "marker")
		for k, s := range slots {
			a.checkOnce(s.until("marker"), "*", k+1, true, text)
		}
	}
	b.ok(1, "mailslot", "send", "//*/mailslot/private", "marker")
	if got := private.until("marker"); len(got) != 2 {
		t.Errorf("a slot that is not listed heard %+v, want the two of its own LAN", got)
	}
}

// TestBridgedMessageSaysSo: the reader behind the bridge learns the sender's
// name, and that there is no address to believe in.
func TestBridgedMessageSaysSo(t *testing.T) {
	a, b := newLab(t, "froma", "-S", "-n", "2"), newLabAlone(t, "fromb", "-S", "-n", "2")
	joinBridges(t, a, b)
	for name, l := range map[string]*lab{"A": a, "B": b} {
		l.daemon(1, "computer = \""+name+"1\"\n[bridge]\nservers = [\"nats://10.78.0.1:4222\"]\nslots = [\"*\"]\n")
		eventually(t, "the bridge of "+name, func() bool { return strings.HasPrefix(l.state(1).Bridge, "connected") })
	}
	slot := b.listen(1, "x")
	a.ok(1, "mailslot", "send", "//MSLOT/mailslot/x", "hello")
	if m := slot.next(); m.From.Host != "A1" || m.From.Via != "bridge" || m.From.Address != "" || m.From.Destination != "MSLOT<00>" {
		t.Errorf("from %+v", m.From)
	}
}

// TestBridgeReachesComputersThatHaveOneToo, and an answer comes back. Names that
// nobody has are unreachable as ever.
func TestBridgeReachesComputersThatHaveOneToo(t *testing.T) {
	a, b := newLab(t, "onea", "-S", "-n", "2"), newLabAlone(t, "oneb", "-S", "-n", "2")
	joinBridges(t, a, b)
	for name, l := range map[string]*lab{"A": a, "B": b} {
		l.daemon(1, "computer = \""+name+"1\"\n[bridge]\nservers = [\"nats://10.78.0.1:4222\"]\nslots = [\"call/*\"]\n")
		eventually(t, "the bridge of "+name, func() bool { return strings.HasPrefix(l.state(1).Bridge, "connected") })
	}
	b.daemon(2, "computer = \"B2\"\n")
	ask, answer := b.listen(1, "call/ask"), a.listen(1, "call/answer")
	for _, text := range []string{"once", "and again"} {
		a.ok(1, "mailslot", "send", "//B1/mailslot/call/ask", text)
		m := ask.next()
		if m.text() != text || m.From.Host != "A1" || m.From.Via != "bridge" || m.From.Destination != "B1<00>" {
			t.Errorf("got %+v", m)
		}
		b.ok(1, "mailslot", "send", "//"+m.From.Host+"/mailslot/call/answer", "heard "+text)
		if got := answer.next().text(); got != "heard "+text {
			t.Errorf("got %q", got)
		}
	}
	for _, name := range []string{"//NOBODY/mailslot/call/ask", "//B2/mailslot/call/ask", "//B1/mailslot/other"} {
		if r := a.run(1, "mailslot", "send", name, "hello"); r.code != exitNetwork {
			t.Errorf("%s: exit %d, want %d: %s", name, r.code, exitNetwork, r.err)
		}
	}
}

// TestBridgeKeepsNothingForADeadWire: what was sent while the wire between the
// LANs was dead does not come when it is back.
func TestBridgeKeepsNothingForADeadWire(t *testing.T) {
	a, b := newLab(t, "deada", "-S", "-n", "2"), newLabAlone(t, "deadb", "-S", "-n", "2")
	joinBridges(t, a, b)
	connected := func(l *lab) bool { return strings.HasPrefix(l.state(1).Bridge, "connected") }
	for name, l := range map[string]*lab{"A": a, "B": b} {
		l.daemon(1, "computer = \""+name+"1\"\n[bridge]\nservers = [\"nats://10.78.0.1:4222\"]\nslots = [\"*\"]\n")
		eventually(t, "the bridge of "+name, func() bool { return connected(l) })
	}
	slot := a.listen(1, "x")
	wire := func(how string) {
		t.Helper()
		if out, err := exec.Command("ip", "-n", a.id+"-h1", "link", "set", "wan0", how).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	wire("down")
	b.ok(1, "mailslot", "send", "//*/mailslot/x", "stale")
	eventually(t, "the bridge to notice", func() bool { return !connected(b) })
	wire("up")
	eventually(t, "the bridge to be back", func() bool { return connected(b) })
	b.ok(1, "mailslot", "send", "//*/mailslot/x", "marker")
	if got := slot.until("marker"); len(got) != 1 {
		t.Errorf("got %+v", got)
	}
}

// joinBridges lays a wire from the first host of one LAN to that of the other,
// and runs a NATS server on its first end.
func joinBridges(t *testing.T, a, b *lab) {
	t.Helper()
	ip := func(args ...string) {
		t.Helper()
		if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
			t.Fatalf("ip %q: %v: %s", args, err, out)
		}
	}
	ends := []string{a.id + "-h1", b.id + "-h1"}
	ip("link", "add", "wan0", "netns", ends[0], "type", "veth", "peer", "name", "wan0", "netns", ends[1])
	for i, ns := range ends {
		ip("-n", ns, "addr", "add", fmt.Sprintf("10.78.0.%d/24", i+1), "dev", "wan0")
		ip("-n", ns, "link", "set", "wan0", "up")
	}
	a.start(1, "env", natsEnv+"=10.78.0.1", os.Args[0])
}
