package nbt

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"mailslot/netbios"
)

// pair is two hosts of one workgroup that own their names.
func pair(t testing.TB) (w *world, a, b *host) {
	w = newWorld(t, 1)
	a = w.add("10.77.0.2/24", Config{Computer: "alpha", Workgroup: "mslot"})
	b = w.add("10.77.0.3/24", Config{Computer: "beta", Workgroup: "mslot"})
	w.settle()
	a.log, b.log = nil, nil
	return w, a, b
}

func TestSendToComputer(t *testing.T) {
	w, a, b := pair(t)
	a.do(Send{ID: 7, Host: "beta", Slot: `net\test`, Data: []byte("hello")})
	w.run(time.Second)
	if s := last[Sent](t, a); s != (Sent{7, nil}) {
		t.Errorf("%+v", s)
	}
	m := last[Deliver](t, b).Message
	if m.Slot != `net\test` || m.Source != mustName("ALPHA") || m.Destination != mustName("BETA") ||
		m.From.Addr() != a.addr || m.HeaderFrom.Addr() != a.addr || m.Local || m.Class != 2 {
		t.Errorf("%+v", m)
	}
	if n := len(logged[Deliver](b)) + len(logged[Deliver](a)); n != 1 {
		t.Errorf("%d deliveries", n)
	}
}

func TestSendToOwnDomainReachesEverySlotOnce(t *testing.T) {
	for _, to := range []string{"*", "mslot", "MSLOT<00>"} {
		w, a, b := pair(t)
		before := a.count(DropEcho)
		a.do(Send{ID: 1, Host: to, Slot: "x"})
		w.run(time.Second)
		if n, m := len(logged[Deliver](a)), len(logged[Deliver](b)); n != 1 || m != 1 {
			t.Errorf("%s: %d deliveries here, %d there", to, n, m)
		}
		if !last[Deliver](t, a).Message.Local || a.count(DropEcho) != before+1 {
			t.Errorf("%s: own echo not recognised", to)
		}
	}
}

func TestSendToForeignGroup(t *testing.T) {
	w, a, _ := pair(t)
	c := w.add("10.77.0.4/24", Config{Computer: "gamma", Workgroup: "far"})
	w.settle()
	a.do(Send{ID: 1, Host: "far", Slot: "x"})
	w.run(5 * time.Second)
	if n := len(logged[Deliver](c)); n != 1 || last[Sent](t, a).Err != nil {
		t.Errorf("%d deliveries, %v", n, last[Sent](t, a).Err)
	}
}

func TestSendToItselfStaysHere(t *testing.T) {
	w, a, _ := pair(t)
	before := a.count(DatagramsOut)
	a.do(Send{ID: 1, Host: "Alpha", Slot: "x"})
	w.run(time.Second)
	if m := last[Deliver](t, a).Message; !m.Local || a.count(DatagramsOut) != before {
		t.Errorf("%+v", m)
	}
}

func TestSendRefuses(t *testing.T) {
	_, a, _ := pair(t)
	for _, c := range []struct {
		host, slot string
		size       int
		want       error
	}{
		{"beta", "", 0, ErrSlot},
		{"beta", "a\nb", 0, ErrSlot},
		{"beta", strings.Repeat("s", 201), 0, ErrSlot},
		{"beta", "slotname", 425, ErrTooLong},
		{"*", "slotname", 425, ErrTooLong},
		{"alpha", "slotname", 425, ErrTooLong},
		{"beta", "nine_char", 421, ErrTooLong},
		{"", "x", 0, ErrName},
		{"sixteen_chars_xx", "x", 0, ErrName},
	} {
		a.do(Send{ID: 3, Host: c.host, Slot: c.slot, Data: make([]byte, c.size)})
		if s := last[Sent](t, a); s != (Sent{3, c.want}) {
			t.Errorf("%+v: %+v", c, s)
		}
	}
}

func TestSendSizesAtTheLimit(t *testing.T) {
	w, a, b := pair(t)
	for slot, sizes := range map[string][]int{"x": {0, 1, 423, 424}, "slotname": {424}, "nine_char": {419, 420}} {
		for _, size := range sizes {
			a.do(Send{ID: 1, Host: "beta", Slot: slot, Data: make([]byte, size)})
			w.run(time.Second)
			if m := last[Deliver](t, b).Message; m.Slot != slot || last[Sent](t, a).Err != nil {
				t.Errorf("%s with %d: %+v", slot, size, last[Sent](t, a))
			}
		}
	}
}

func TestSendToNobodyFails(t *testing.T) {
	w, a, _ := pair(t)
	a.do(Send{ID: 9, Host: "nobody", Slot: "x"})
	w.run(queryTries * queryInterval)
	if s := last[Sent](t, a); s != (Sent{9, ErrUnresolved}) {
		t.Errorf("%+v", s)
	}
}

func TestSendWithoutInterface(t *testing.T) {
	n, err := New(Config{Computer: "alone"})
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]error{"*": ErrUnreachable, "other": ErrUnreachable, "alone": nil} {
		actions := n.Step(epoch, Send{ID: 1, Host: host, Slot: "x"})
		if got := actions[len(actions)-1].(Sent); got.Err != want {
			t.Errorf("%s: %v, want %v", host, got.Err, want)
		}
	}
}

func TestSendOnlyNodeSendsAndStaysSilent(t *testing.T) {
	w, _, b := pair(t)
	c := w.add("10.77.0.4/24", Config{Computer: "gamma", Workgroup: "mslot", SendOnly: true})
	c.do(Send{ID: 1, Host: "beta", Slot: "x"})
	c.do(Send{ID: 2, Host: "*", Slot: "y"})
	w.run(5 * time.Second)
	if n := len(logged[Deliver](b)); n != 2 {
		t.Errorf("%d deliveries", n)
	}
	if m := logged[Deliver](c); len(m) != 1 || !m[0].Message.Local {
		t.Errorf("own slot: %+v", m)
	}
	b.do(Resolve{ID: 1, Name: mustName("GAMMA")})
	w.run(5 * time.Second)
	if r := last[Resolved](t, b); r.Err != ErrUnresolved {
		t.Errorf("a node that only sends answered: %+v", r)
	}
	c.do(Stop{})
	if len(logged[Stopped](c)) != 1 {
		t.Error("did not stop at once")
	}
}

func TestDatagramIDsBeginAtRandom(t *testing.T) {
	ids := map[uint16]bool{}
	for i := range byte(8) {
		n, err := New(Config{Computer: "a", Seed: [32]byte{i}, Interfaces: []Interface{{Index: 1, Prefix: newWorld(t, 1).place("10.77.0.2/24").prefix}}})
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range n.Step(epoch, Send{Host: "*", Slot: "x"}) {
			if p, ok := a.(SendPacket); ok && p.Service == DatagramService {
				d, err := netbios.ParseDatagram(p.Data)
				if err != nil {
					t.Fatal(err)
				}
				ids[d.Head().ID] = true
			}
		}
	}
	if len(ids) != 8 {
		t.Errorf("%d different ids of 8", len(ids))
	}
}

func TestEqualMessagesAreAllDelivered(t *testing.T) {
	w, a, b := pair(t)
	for range 3 {
		a.do(Send{Host: "*", Slot: "x", Data: []byte("same")})
		a.do(Send{Host: "beta", Slot: "x", Data: []byte("same")})
	}
	w.run(time.Second)
	if n := len(logged[Deliver](b)); n != 6 {
		t.Errorf("%d of 6 delivered", n)
	}
}

// A computer on both of our networks hears a message to the domain twice on
// the wire and once in its slot.
func TestDomainMessageOverTwoNetworksIsDeliveredOnce(t *testing.T) {
	w := newWorld(t, 1)
	a := w.add("10.77.0.2/24", Config{Computer: "alpha", Workgroup: "mslot"}, "10.78.0.2/24")
	b := w.add("10.77.0.3/24", Config{Computer: "beta", Workgroup: "mslot"}, "10.78.0.3/24")
	w.settle()
	a.do(Send{Host: "*", Slot: "x"})
	w.run(time.Second)
	if n := len(logged[Deliver](b)); n != 1 || b.count(DropDuplicate) != 1 {
		t.Errorf("%d deliveries, %d copies dropped", n, b.count(DropDuplicate))
	}
}

// TestCommandsToANodeThatStopsSaySo: they were not done, and another node may
// do them.
func TestCommandsToANodeThatStopsSaySo(t *testing.T) {
	s := owning(t, nil)
	s.do(QueryStatus{ID: 3, Addr: netip.MustParseAddr("10.77.0.99")})
	s.do(Stop{})
	sent := only[Sent](t, s.do(Send{ID: 1, Host: "PEER", Slot: "x"}))
	found := only[Resolved](t, s.do(Resolve{ID: 2, Name: mustName("PEER")}))
	if sent.Err != ErrStopped || found.Err != ErrStopped {
		t.Errorf("sent: %v, resolved: %v", sent.Err, found.Err)
	}
	if asked := only[StatusResult](t, s.pass(time.Minute)); asked.ID != 3 || asked.Err != ErrStopped {
		t.Errorf("asked before: %+v", asked)
	}
}
