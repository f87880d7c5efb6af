package netbios

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mailslot/internal/wiretest"
)

func TestDatagramLengthField(t *testing.T) {
	d := Datagram{DatagramHeader: DatagramHeader{Type: DirectUnique, Flags: FirstFragment}, Data: []byte("hello")}
	good := d.Append(nil)
	names, whole := 2*nameWire, 2*nameWire+len(d.Data)
	for _, c := range []struct {
		length int
		data   string
		err    error
	}{
		{0, "hello", nil},
		{names - 1, "hello", nil},
		{names, "", nil},
		{names + 1, "h", nil},
		{whole, "hello", nil},
		{whole + 1, "", ErrTruncated},
		{0xFFFF, "", ErrTruncated},
	} {
		binary.BigEndian.PutUint16(good[10:], uint16(c.length))
		p, err := ParseDatagram(good)
		if err != c.err {
			t.Errorf("length %d: %v, want %v", c.length, err, c.err)
		}
		if err == nil && string(p.(*Datagram).Data) != c.data {
			t.Errorf("length %d: data %q, want %q", c.length, p.(*Datagram).Data, c.data)
		}
	}
}

// What the comment of Append promises, to the byte.
func TestDatagramsOfTheMostData(t *testing.T) {
	const mostUDP = 65535 - 20 - 8 // of a packet over IPv4
	label := strings.Repeat("x", maxLabel)
	longest, err := ParseScope(label + "." + label + "." + label + "." + strings.Repeat("x", maxScopeWire-192-1))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		scope       Scope
		fits, whole int
	}{
		{Scope{}, 65425, 65467},
		{longest, 64983, 65025},
	} {
		for _, n := range []int{c.fits, c.whole, c.whole + 1} {
			d := Datagram{SourceScope: c.scope, DestinationScope: c.scope, Data: make([]byte, n)}
			d.Type = DirectUnique
			b := d.Append(nil)
			if (len(b) <= mostUDP) != (n <= c.fits) || n == c.fits && len(b) != mostUDP {
				t.Errorf("%d bytes make a packet of %d", n, len(b))
			}
			if said := int(binary.BigEndian.Uint16(b[10:])); (said == len(b)-dgmDataHeader) != (n <= c.whole) {
				t.Errorf("%d bytes: the length field says %d", n, said)
			}
		}
	}
}

func TestWholeDatagram(t *testing.T) {
	for _, c := range []struct {
		flags  DatagramFlags
		offset uint16
		whole  bool
	}{
		{FirstFragment, 0, true},
		{FirstFragment | SenderH, 0, true},
		{0, 0, false},
		{FirstFragment | MoreFragments, 0, false},
		{FirstFragment, 1, false},
	} {
		d := Datagram{DatagramHeader: DatagramHeader{Flags: c.flags}, Offset: c.offset}
		if d.Whole() != c.whole {
			t.Errorf("flags %x, offset %d: %v", c.flags, c.offset, d.Whole())
		}
	}
}

func TestDatagramRefusesOtherKinds(t *testing.T) {
	d := Datagram{DatagramHeader: DatagramHeader{Type: DirectUnique}}
	b := d.Append(nil)
	for _, kind := range []byte{0, 0x0f, 0x17, 0xff} {
		b[0] = kind
		if _, err := ParseDatagram(b); err != ErrKind {
			t.Errorf("kind %x: %v", kind, err)
		}
	}
}

func FuzzParseDatagram(f *testing.F) {
	seed(f, "dgm")
	f.Fuzz(func(t *testing.T, b []byte) {
		if n := wiretest.Allocated(func() { ParseDatagram(b) }); n > uint64(2*len(b)) {
			t.Errorf("%d bytes allocated for %d", n, len(b))
		}
		first, err := ParseDatagram(b)
		if err != nil {
			return
		}
		second, err := ParseDatagram(first.Append(nil))
		if d := cmp.Diff(first, second, cmp.AllowUnexported(Scope{})); d != "" || err != nil {
			t.Error(d, err)
		}
	})
}

func seed(f *testing.F, kind string) {
	for _, v := range wiretest.Vectors(f, kind) {
		b := v.Bytes(f)
		f.Add(b)
		f.Add(b[:len(b)-1])
	}
	addScoped(f)
}

// addScoped adds packets whose names have the longest scope, which no vector has.
func addScoped(f *testing.F) {
	scope, err := ParseScope(strings.Repeat(strings.Repeat("s", maxLabel)+".", 3) + strings.Repeat("s", 27))
	if err != nil {
		f.Fatal(err)
	}
	name := MSBrowse()
	f.Add((&Query{Header{1, QueryBroadcast}, name, scope, TypeNB}).Append(nil))
	f.Add((&Claim{Header{1, RegisterBroadcast}, name, scope, 0, Entry{}}).Append(nil))
	f.Add((&Answer{Header{1, QueryPositive}, name, scope, TypeNB, 0, make([]Entry, MaxEntries)}).Append(nil))
	f.Add((&Datagram{DatagramHeader{Type: DirectGroup}, 0, name, name, scope, scope, nil}).Append(nil))
}
