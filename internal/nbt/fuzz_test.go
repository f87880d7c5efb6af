package nbt

import (
	"testing"
	"time"

	"mailslot/internal/wiretest"
	"mailslot/netbios"
)

// Whatever a peer says, the node answers only the peer, hardly longer than it
// was asked (node status apart, which has a rate), and loses no name.
func FuzzReceive(f *testing.F) {
	for _, v := range wiretest.Vectors(f, "") {
		f.Add(v.Bytes(f), true, true)
		f.Add(v.Bytes(f), false, false)
	}
	f.Add(query(mustName("GOHOST"), netbios.TypeNB, netbios.QueryBroadcast).Append(nil), true, true)
	f.Add(query(netbios.Wildcard(), netbios.TypeNBStat, 0).Append(nil), true, false)
	f.Add(claimOf(mustName("GOHOST"), netbios.OverwriteBroadcast, 0).Append(nil), true, true)
	f.Add(mail(1, mustName("GOHOST"), "BROWSE", "\x02\x00X\x00").Append(nil), false, true)
	f.Fuzz(func(t *testing.T, b []byte, names, broadcast bool) {
		s := owning(t, announcing)
		service, from := DatagramService, "10.77.0.2:138"
		if names {
			service, from = NameService, peer
		}
		for _, a := range s.hear(service, from, broadcast, b) {
			p, ok := a.(SendPacket)
			if !ok {
				continue
			}
			if p.To.String() != from || len(p.Data) > len(b)+12 && !isStatus(p.Data) {
				t.Errorf("%d bytes make it send %d to %v", len(b), len(p.Data), p.To)
			}
		}
		s.pass(time.Second)
		for _, st := range s.n.Names() {
			if st.State != Owned {
				t.Errorf("%+v", st)
			}
		}
	})
}

func isStatus(b []byte) bool {
	p, err := netbios.ParseNameService(b)
	_, ok := p.(*netbios.Status)
	return err == nil && ok
}

// Whatever a bridge brings goes to the subnets' broadcast addresses alone, no
// longer than it was, never back to the bridge, and not a second time.
func FuzzRelay(f *testing.F) {
	for _, v := range wiretest.Vectors(f, "dgm") {
		f.Add(v.Bytes(f))
	}
	f.Add(domainMail(1, "hello"))
	f.Add(mail(1, mustName("GOHOST"), "x", "hello").Append(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		s := owning(t, bridging)
		for _, a := range s.do(Relay{b}) {
			switch a := a.(type) {
			case Carry:
				t.Errorf("it goes back: %+v", a)
			case SendPacket:
				to := a.To.Addr().As4()
				if to[3] != 255 || len(a.Data) > len(b) {
					t.Errorf("%d bytes make it send %d to %v", len(b), len(a.Data), a.To)
				}
			}
		}
		if again := s.do(Relay{b}); len(again) != 0 {
			t.Errorf("it passed again: %+v", again)
		}
	})
}
