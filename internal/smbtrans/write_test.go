package smbtrans

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mailslot/internal/wiretest"
	"mailslot/netbios"
)

// transaction is the SMB in a vector; false if there is none, or not all of it.
func transaction(t testing.TB, v wiretest.Vector) (b []byte, ok bool) {
	b = v.Bytes(t)
	if v.Kind == "dgm" {
		p, err := netbios.ParseDatagram(b)
		if err != nil {
			t.Fatal(err)
		}
		d, isData := p.(*netbios.Datagram)
		if !isData || !d.Whole() {
			return nil, false
		}
		b = d.Data
	}
	return b, v.Decode.Slot != ""
}

func TestVectorsDecode(t *testing.T) {
	for _, v := range wiretest.Vectors(t, "") {
		b, ok := transaction(t, v)
		if !ok {
			continue
		}
		t.Run(v.Name, func(t *testing.T) {
			got, err := Parse(b)
			if err != nil {
				t.Fatal(err)
			}
			want := Write{
				Slot:     strings.TrimPrefix(v.Decode.Slot, prefix),
				Priority: uint16(v.Decode.Prio),
				Class:    ClassDatagram,
				Data:     wiretest.Unhex(t, v.Decode.Data),
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
			wiretest.RefusesPrefixes(t, b, func(b []byte) error { _, err := Parse(b); return err })
			if n := wiretest.Allocated(func() { Parse(b) }); n > uint64(2*len(b)) {
				t.Errorf("parsing %d bytes allocates %d", len(b), n)
			}
		})
	}
}

// The vectors that a Windows client could have sent are ours byte for byte.
func TestVectorsOfOurProfileEncode(t *testing.T) {
	ours := map[string]bool{"01": true, "02": true, "03": true, "04": true, "05": true, "06": true}
	for _, v := range wiretest.Vectors(t, "") {
		if !ours[v.Name[:2]] {
			continue
		}
		delete(ours, v.Name[:2])
		want, _ := transaction(t, v)
		w, err := Parse(want)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, w.Append(nil)); d != "" {
			t.Errorf("%s: %s", v.Name, d)
		}
	}
	if len(ours) != 0 {
		t.Errorf("vectors not found: %v", ours)
	}
}

func TestParseChecksInOrder(t *testing.T) {
	good := (&Write{Slot: "x", Class: ClassDatagram, Data: []byte("data")}).Append(nil)
	for _, c := range []struct {
		name string
		at   int
		to   uint16
		want Reason
	}{
		{"another protocol", 2, 0x4343, NotTransaction},
		{"another command", atCommand, 0x26, NotTransaction},
		{"16 words", atWordCount, 16, BadWords},
		{"2 words of set-up", atSetupCount, 2, BadWords},
		{"a read", atOpcode, 2, BadOpcode},
		{"another prefix", fixedLen, 'X', BadName},
		{"a control character in the name", fixedLen + len(prefix), '\n', BadName},
		{"an empty name", fixedLen + len(prefix), 0, BadName},
		{"data over the name's NUL", atDataOffset, uint16(fixedLen + len(prefix) + 1), BadOffsets},
		{"data past the end", atDataCount, 5, BadOffsets},
		{"offset past the end", atDataOffset, uint16(len(good) + 1), BadOffsets},
		{"the largest offset", atDataOffset, 0xFFFF, BadOffsets},
		{"a part of a message", atTotalDataCount, 5, BadTotal},
	} {
		b := bytes.Clone(good)
		b[c.at] = byte(c.to)
		if c.to > 0xFF || c.at > atDataCount-1 && c.at < atSetupCount || c.at == atTotalDataCount {
			binary.LittleEndian.PutUint16(b[c.at:], c.to)
		}
		if _, err := Parse(b); err != c.want {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

func TestParseIgnoresWhatPeersFillInDifferently(t *testing.T) {
	w := Write{Slot: "x", Class: ClassDatagram, Data: []byte("data")}
	b := w.Append(nil)
	for _, at := range []int{5, 9, 10, 12, 14, 22, 24, 26, 28, 30, 33, 37, 39, 41, 42, 43, 45, 49, 51, 53, 60, atByteCount} {
		b[at] ^= 0x5A
	}
	got, err := Parse(append(b, "trailing"...))
	if d := cmp.Diff(w, got); d != "" || err != nil {
		t.Error(d, err)
	}
}

func TestParseAcceptsClassOneAndAnyCase(t *testing.T) {
	b := (&Write{Slot: "x", Class: 1, Priority: 9}).Append(nil)
	copy(b[fixedLen:], `\MailSlot\`)
	got, err := Parse(b)
	if err != nil || got.Class != 1 || got.Priority != 9 || got.Slot != "x" || len(got.Data) != 0 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestNameLimit(t *testing.T) {
	for n, ok := range map[int]bool{1: true, MaxName - 1: true, MaxName: true, MaxName + 1: false} {
		w := Write{Slot: strings.Repeat("n", n)}
		if _, err := Parse(w.Append(nil)); (err == nil) != ok {
			t.Errorf("%d characters: %v", n, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, v := range wiretest.Vectors(f, "") {
		if b, ok := transaction(f, v); ok {
			f.Add(b)
			f.Add(b[:len(b)-1])
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		first, err := Parse(b)
		if err != nil {
			return
		}
		second, err := Parse(first.Append(nil))
		if d := cmp.Diff(first, second); d != "" || err != nil {
			t.Error(d, err)
		}
	})
}
