package netbios

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mailslot/internal/wiretest"
)

// claimBytes is a valid registration to spoil.
func claimBytes() []byte {
	n, _ := NewName("GOHOST", 0)
	c := Claim{Header: Header{1, RegisterBroadcast}, Name: n, Entry: Entry{Addr: Addr{10, 77, 0, 2}}}
	return c.Append(nil)
}

func TestRecordNamePointers(t *testing.T) {
	pointer := nsHeaderLen + nameWire + 4 // of the record's name
	for _, c := range []struct {
		name string
		to   uint16
		want error
	}{
		{"the question", 0xC00C, nil},
		{"the header", 0xC00B, ErrNamePointer},
		{"the middle of a name", 0xC00D, ErrNamePointer},
		{"itself", 0xC000 | uint16(pointer), ErrNamePointer},
		{"forward", 0xC000 | uint16(pointer+2), ErrNamePointer},
		{"outside", 0xFFFF, ErrNamePointer},
	} {
		b := claimBytes()
		b[pointer], b[pointer+1] = byte(c.to>>8), byte(c.to)
		if _, err := ParseNameService(b); err != c.want {
			t.Errorf("pointer to %s: %v, want %v", c.name, err, c.want)
		}
	}
}

func TestRecordNameWrittenOut(t *testing.T) {
	b := claimBytes()
	at := nsHeaderLen + nameWire + 4
	long := append(bytes.Clone(b[:at]), b[nsHeaderLen:nsHeaderLen+nameWire]...)
	got, err := ParseNameService(append(long, b[at+2:]...))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(b, got.Append(nil)); d != "" {
		t.Error(d)
	}
}

func TestClaimMustSpeakOfOneName(t *testing.T) {
	b := claimBytes()
	at := nsHeaderLen + nameWire + 4
	other, _ := NewName("OTHER", 0)
	long := append(AppendName(bytes.Clone(b[:at]), other, Scope{}), b[at+2:]...)
	if _, err := ParseNameService(long); err != ErrRecord {
		t.Errorf("got %v, want %v", err, ErrRecord)
	}
}

func TestNameServiceRefuses(t *testing.T) {
	for _, c := range []struct {
		name string
		at   int
		to   byte
		want error
	}{
		{"operation 1", 2, 0x09, ErrKind},
		{"two questions", 5, 2, ErrCounts},
		{"an answer in a request", 7, 1, ErrCounts},
		{"no additional record", 11, 0, ErrCounts},
		{"another question type", nsHeaderLen + nameWire + 1, 0x21, ErrRecord},
		{"another class", nsHeaderLen + nameWire + 3, 2, ErrRecord},
		{"a short record", nsHeaderLen + nameWire + 15, 5, ErrRecord},
	} {
		b := claimBytes()
		b[c.at] = c.to
		if _, err := ParseNameService(b); err != c.want {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

func TestPositiveAnswerNeedsAnOwner(t *testing.T) {
	a := Answer{Header: Header{1, QueryPositive}, Type: TypeNB}
	if _, err := ParseNameService(a.Append(nil)); err != ErrRecord {
		t.Errorf("got %v, want %v", err, ErrRecord)
	}
}

func TestAnswerHoldsMaxEntries(t *testing.T) {
	for _, c := range []struct{ in, out int }{{MaxEntries - 1, MaxEntries - 1}, {MaxEntries, MaxEntries}, {MaxEntries + 1, MaxEntries}} {
		a := Answer{Header: Header{1, QueryPositive}, Type: TypeNB, Entries: make([]Entry, c.in)}
		b := a.Append(nil)
		got, err := ParseNameService(b)
		if err != nil || len(got.(*Answer).Entries) != c.out || len(b) > 576 {
			t.Errorf("%d entries: %v in %d bytes, %v", c.in, len(got.(*Answer).Entries), len(b), err)
		}
	}
}

func TestStatusHoldsMaxNames(t *testing.T) {
	for _, c := range []struct {
		in, out   int
		truncated bool
	}{{0, 0, false}, {MaxStatusNames - 1, MaxStatusNames - 1, false}, {MaxStatusNames, MaxStatusNames, false}, {MaxStatusNames + 1, MaxStatusNames, true}} {
		s := Status{Header: Header{1, StatusResponse}, Names: make([]StatusName, c.in)}
		b := s.Append(nil)
		got, err := ParseNameService(b)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(got.(*Status).Names); n != c.out || len(b) > 576 || (got.Head().Flags&FlagTruncated != 0) != c.truncated {
			t.Errorf("%d names: %d in %d bytes, flags %x", c.in, n, len(b), got.Head().Flags)
		}
	}
}

func TestStatusWithShortStatistics(t *testing.T) {
	s := Status{Header: Header{1, StatusResponse}, Names: make([]StatusName, 1), Statistics: Statistics{UnitID: [6]byte{1, 2, 3, 4, 5, 6}}}
	b := s.Append(nil)
	b = b[:len(b)-statisticsWire+6]
	b[nsHeaderLen+nameWire+9] = 1 + statusNameWire + 6 // RDLENGTH
	got, err := ParseNameService(b)
	if err != nil || got.(*Status).Statistics != s.Statistics {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestWaitRoundTrip(t *testing.T) {
	n, _ := NewName("GOHOST", 0)
	w := &Wait{Header{7, WaitAcknowledgement}, n, Scope{}, 9, RegisterUnicast}
	got, err := ParseNameService(w.Append(nil))
	if d := cmp.Diff(NamePacket(w), got, cmp.AllowUnexported(Scope{})); d != "" || err != nil {
		t.Error(d, err)
	}
}

func FuzzParseNameService(f *testing.F) {
	seed(f, "ns")
	f.Fuzz(func(t *testing.T, b []byte) {
		if n := wiretest.Allocated(func() { ParseNameService(b) }); n > uint64(2*len(b)) {
			t.Errorf("%d bytes allocated for %d", n, len(b))
		}
		first, err := ParseNameService(b)
		if err != nil {
			return
		}
		second, err := ParseNameService(first.Append(nil))
		if d := cmp.Diff(first, second, cmp.AllowUnexported(Scope{})); d != "" || err != nil {
			t.Error(d, err)
		}
	})
}
