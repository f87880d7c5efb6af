package nbt

import (
	"net/netip"
	"testing"
	"time"
)

// What one Step costs decides how many datagrams a second a daemon can take.
func BenchmarkStep(b *testing.B) {
	from := netip.MustParseAddrPort("10.77.0.2:138")
	d := mail(1, mustName("GOHOST"), "slotname", string(make([]byte, 424)))
	foreign := *d
	foreign.Destination = mustName("OTHER")
	good, other := d.Append(nil), foreign.Append(nil)
	for _, c := range []struct {
		name string
		rate int
		data []byte
	}{{"delivered", -1, good}, {"foreign", -1, other}, {"garbage", -1, []byte("garbage")}, {"overRate", 1, good}} {
		b.Run(c.name, func(b *testing.B) {
			s := owning(b, func(cfg *Config) { cfg.Limits.Rate = c.rate })
			var ev Event = Packet{Interface: 1, Service: DatagramService, From: from, Data: c.data}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				c.data[len(c.data)-1], c.data[len(c.data)-2] = byte(i), byte(i>>8)
				s.n.Step(s.now.Add(time.Duration(i)*time.Microsecond), ev)
			}
		})
	}
	b.Run("send", func(b *testing.B) {
		s := owning(b, nil)
		var ev Event = Send{ID: 1, Host: "*", Slot: "slotname", Data: make([]byte, 424)}
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			s.n.Step(s.now.Add(time.Duration(i)*time.Microsecond), ev)
		}
	})
}
