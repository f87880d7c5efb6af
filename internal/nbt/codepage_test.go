package nbt

import (
	"testing"
	"time"

	"mailslot/internal/oem"
	"mailslot/internal/smbtrans"
	"mailslot/netbios"
)

// TestSlotNamesTravelInTheCodePage: one byte a letter on the wire, text on both
// sides, and the size limit goes by the bytes on the wire.
func TestSlotNamesTravelInTheCodePage(t *testing.T) {
	w, a, b := pair(t)
	a.do(Send{ID: 1, Host: "beta", Slot: `büro\Störung`, Data: []byte("hello")})
	w.run(time.Second)
	if m := last[Deliver](t, b).Message; m.Slot != `büro\Störung` {
		t.Errorf("got %q", m.Slot)
	}
	const eight = "äöüßÄÖÜé" // sixteen bytes as UTF-8
	for size, want := range map[int]error{424: nil, 425: ErrTooLong} {
		a.do(Send{ID: 2, Host: "beta", Slot: eight, Data: make([]byte, size)})
		w.run(time.Second)
		if s := last[Sent](t, a); s.Err != want {
			t.Errorf("%d bytes: %v, want %v", size, s.Err, want)
		}
	}
}

func TestSlotNameThatTheCodePageLacksIsRefused(t *testing.T) {
	w, a, _ := pair(t)
	a.do(Send{ID: 1, Host: "beta", Slot: "авария"})
	w.run(time.Second)
	if s := last[Sent](t, a); s.Err != ErrSlot {
		t.Errorf("%+v", s)
	}
}

// TestBytesOfAnotherSenderAreReadInTheCodePage of the configuration.
func TestBytesOfAnotherSenderAreReadInTheCodePage(t *testing.T) {
	for page, want := range map[oem.Page]string{oem.CP850: "gr\u00fcn\u00a9", oem.CP437: "gr\u00fcn\u2555"} {
		s := owning(t, func(cfg *Config) { cfg.CodePage = page })
		d := mail(1, mustName("GOHOST"), "gr\x81n\xb8", "hello")
		var got string
		for _, act := range s.hearMail(d) {
			if v, ok := act.(Deliver); ok {
				got = v.Message.Slot
			}
		}
		if got != want {
			t.Errorf("page %d: %q, want %q", page, got, want)
		}
	}
}

// TestWireHoldsOneByteALetter looks at the packet itself.
func TestWireHoldsOneByteALetter(t *testing.T) {
	s := owning(t, nil)
	for _, act := range s.do(Send{ID: 1, Host: "*", Slot: "grün"}) {
		v, ok := act.(SendPacket)
		if !ok {
			continue
		}
		p, err := netbios.ParseDatagram(v.Data)
		if err != nil {
			t.Fatal(err)
		}
		w, err := smbtrans.Parse(p.(*netbios.Datagram).Data)
		if err != nil || w.Slot != "gr\x81n" {
			t.Errorf("%q, %v", w.Slot, err)
		}
		return
	}
	t.Error("nothing was sent")
}
