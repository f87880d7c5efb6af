package netbios

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mailslot/internal/wiretest"
)

// nameServiceVectors says what the name-service vectors say in their files.
func nameServiceVectors(t *testing.T) map[string]NamePacket {
	name := func(s string) Name {
		n, err := ParseName(s)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	entry := func(f NBFlags, a string) Entry { return Entry{f, AddrFrom(netip.MustParseAddr(a))} }
	answer := func(id uint16, f Flags, n string, ttl uint32, e Entry) *Answer {
		return &Answer{Header{id, f}, name(n), Scope{}, TypeNB, ttl, []Entry{e}}
	}
	one, two, three := "10.77.0.1", "10.77.0.2", "10.77.0.3"
	return map[string]NamePacket{
		"40-ns-registration-bcast":         &Claim{Header{0x4644, RegisterBroadcast}, name("NMBD1"), Scope{}, 0, entry(0, one)},
		"41-ns-registration-bcast-group":   &Claim{Header{0x4645, RegisterBroadcast}, name("MSLOT"), Scope{}, 0, entry(Group, one)},
		"42-ns-registration-negative":      answer(0x4A87, RegistrationDefended, "NMBD1", 0, entry(0, three)),
		"43-ns-query-bcast":                &Query{Header{0x2C0F, QueryBroadcast}, name("NMBD1"), Scope{}, TypeNB},
		"44-ns-query-positive":             answer(0x2C0F, QueryPositive|FlagRecursionAvailable, "NMBD1", 259200, entry(0, one)),
		"45-ns-nbstat-request":             &Query{Header{0x4B14, StatusUnicast}, Wildcard(), Scope{}, TypeNBStat},
		"46-ns-nbstat-response":            nmbdStatus(name),
		"48-ns-wins-registration-positive": answer(0x4A25, RegistrationPositive, "WCLI3", 259200, entry(NodeH, three)),
		"50-ns-wins-release-response":      answer(0x4A2C, ReleasePositive, "WCLI3", 0, entry(NodeH, three)),
		"51-ns-release-bcast":              &Claim{Header{0x4711, ReleaseBroadcast}, name("GOHOST"), Scope{}, 0, entry(0, two)},
		"52-ns-query-negative":             &Answer{Header{0x4711, QueryNegative}, name("NOSUCH"), Scope{}, TypeNull, 0, nil},
		"53-ns-conflict-demand":            answer(0x4712, ConflictDemand, "GOHOST", 0, entry(0, two)),
	}
}

func nmbdStatus(name func(string) Name) *Status {
	const unique, group = NameActive, NameActive | NameGroup
	return &Status{
		Header: Header{0x4B14, StatusResponse},
		Name:   Wildcard(),
		Names: []StatusName{
			{name("NMBD1<00>"), unique}, {name("NMBD1<03>"), unique}, {name("NMBD1<20>"), unique},
			{MSBrowse(), group},
			{name("MSLOT<00>"), group}, {name("MSLOT<1d>"), unique}, {name("MSLOT<1e>"), group},
		},
	}
}

func TestNameServiceVectorsDecodeAndEncode(t *testing.T) {
	want := nameServiceVectors(t)
	for _, v := range wiretest.Vectors(t, "ns") {
		t.Run(v.Name, func(t *testing.T) {
			b := v.Bytes(t)
			got, err := ParseNameService(b)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want[v.Name], got, cmp.AllowUnexported(Scope{})); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff(b, got.Append(nil)); d != "" {
				t.Error(d)
			}
			wiretest.RefusesPrefixes(t, b, func(b []byte) error {
				_, err := ParseNameService(b)
				return err
			})
		})
	}
}

// vectorDatagram is what the index says about a datagram, without its data.
func vectorDatagram(t *testing.T, d wiretest.Decoded) DatagramPacket {
	h := DatagramHeader{
		Type: DatagramType(d.Type), Flags: DatagramFlags(d.Flags), ID: uint16(d.ID),
		SourceIP: AddrFrom(netip.MustParseAddr(d.IP)), SourcePort: uint16(d.Port),
	}
	if h.Type == ErrorPacket {
		return &DatagramError{h, DatagramErrorCode(d.Err)}
	}
	if h.Type > ErrorPacket {
		n, _ := NewName("GOHOST", Workstation)
		return &DatagramQuery{h, n, Scope{}}
	}
	return &Datagram{DatagramHeader: h, Offset: uint16(d.Off), Source: vectorName(t, d.Src), Destination: vectorName(t, d.Dst)}
}

func vectorName(t *testing.T, v []any) Name {
	text, suffix := v[0].(string), Suffix(v[1].(float64))
	if text[0] == '*' {
		return Wildcard()
	}
	n, err := NewName(text, suffix)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestDatagramVectorsDecodeAndEncode(t *testing.T) {
	for _, v := range wiretest.Vectors(t, "dgm") {
		t.Run(v.Name, func(t *testing.T) {
			b := v.Bytes(t)
			got, err := ParseDatagram(b)
			if err != nil {
				t.Fatal(err)
			}
			want := vectorDatagram(t, v.Decode)
			if d, ok := want.(*Datagram); ok {
				d.Data = b[dgmDataHeader+2*nameWire:]
			}
			if d := cmp.Diff(want, got, cmp.AllowUnexported(Scope{})); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff(b, got.Append(nil)); d != "" {
				t.Error(d)
			}
			wiretest.RefusesPrefixes(t, b, func(b []byte) error {
				_, err := ParseDatagram(b)
				return err
			})
		})
	}
}

func TestParsingAllocatesAtMostTwiceThePacket(t *testing.T) {
	for _, v := range wiretest.Vectors(t, "") {
		b := v.Bytes(t)
		for n := 0; n <= len(b); n += 1 + n/100 {
			b := b[:n]
			if got := wiretest.Allocated(func() { ParseNameService(b) }); got > uint64(2*n) {
				t.Errorf("%s, %d bytes: name service allocates %d", v.Name, n, got)
			}
			if got := wiretest.Allocated(func() { ParseDatagram(b) }); got > uint64(2*n) {
				t.Errorf("%s, %d bytes: datagram allocates %d", v.Name, n, got)
			}
		}
	}
}
