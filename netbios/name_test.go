package netbios

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"mailslot/internal/wiretest"
)

func TestNameEncodingTable(t *testing.T) {
	table, err := os.ReadFile("../internal/wiretest/testdata/vectors/name-encoding.hex")
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"GOHOST", "GOHOST<03>", "GOHOST<20>", "MSLOT", "MSLOT<1b>", "MSLOT<1c>", "MSLOT<1d>",
		"MSLOT<1e>", "FIFTEENCHARNAME", "MSBROWSE", "*"}
	for line := range strings.Lines(string(table)) {
		digits, _, ok := strings.Cut(line, " ;")
		if !ok {
			continue
		}
		want := MSBrowse()
		if names[0] != "MSBROWSE" {
			want, _ = ParseName(names[0])
		}
		names = names[1:]
		wire := wiretest.Unhex(t, digits)
		if got := AppendName(nil, want, Scope{}); !bytes.Equal(got, wire) {
			t.Errorf("%v encodes to %x, want %x", want, got, wire)
		}
		got, scope, rest, err := ReadName(append(wire, 7))
		if got != want || scope != (Scope{}) || len(rest) != 1 || err != nil {
			t.Errorf("%x reads as %v, %v, %x, %v; want %v", wire, got, scope, rest, err, want)
		}
	}
	if len(names) != 0 {
		t.Errorf("not in the table: %v", names)
	}
}

func TestParseNameForms(t *testing.T) {
	for _, c := range []struct{ in, out string }{
		{"gohost", "GOHOST<00>"},
		{"GOHOST<20>", "GOHOST<20>"},
		{"mslot#1c", "MSLOT<1c>"},
		{"a b", "A B<00>"},
		{"FIFTEENCHARNAME#1D", "FIFTEENCHARNAME<1d>"},
		{"*", "*"},
	} {
		n, err := ParseName(c.in)
		if err != nil || n.String() != c.out {
			t.Errorf("%q: %v, %v; want %s", c.in, n, err, c.out)
		}
		if again, err := ParseName(n.String()); again != n || err != nil {
			t.Errorf("%v does not read back: %v, %v", n, again, err)
		}
	}
}

func TestParseNameRefuses(t *testing.T) {
	for in, want := range map[string]error{
		"":                 ErrNameEmpty,
		"<00>":             ErrNameEmpty,
		"SIXTEENCHARSNAME": ErrNameLong,
		"A<0>":             ErrNameSuffix,
		"A<000>":           ErrNameSuffix,
		"A<00":             ErrNameSuffix,
		"A#zz":             ErrNameSuffix,
		"A\\B":             ErrNameChar,
		"A\x00B":           ErrNameChar,
		"BJ\xd6RN":         ErrNameChar,
		"*<20>":            ErrNameChar,
	} {
		if n, err := ParseName(in); err != want {
			t.Errorf("%q: %v, %v; want %v", in, n, err, want)
		}
	}
}

func TestNameStringEscapesWhatASenderWrote(t *testing.T) {
	n := Name([]byte("evil\x1b[2J\n     \xff\x20"))
	if got, want := n.String(), `evil\x1b[2J\x0a     \xff<20>`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestFoldLeavesTheSuffix(t *testing.T) {
	n, _ := NewName("gohost", 'a')
	lower := Name([]byte("gohost         a"))
	if lower.Fold() != n {
		t.Errorf("%v folds to %v, want %v", lower, lower.Fold(), n)
	}
}

func TestScopeLimits(t *testing.T) {
	label := strings.Repeat("x", maxLabel)
	long := strings.Repeat(label+".", 3) // 192 bytes on the wire
	for _, c := range []struct {
		in string
		ok bool
	}{
		{"", true}, {"corp.example", true}, {label[1:], true}, {label, true}, {label + "x", false},
		{"a..b", false}, {".", false},
		{long + strings.Repeat("y", maxScopeWire-192-1-1), true},
		{long + strings.Repeat("y", maxScopeWire-192-1), true},
		{long + strings.Repeat("y", maxScopeWire-192), false},
	} {
		s, err := ParseScope(c.in)
		if (err == nil) != c.ok {
			t.Errorf("%d bytes %q: %v", len(c.in), c.in, err)
			continue
		}
		n, _ := NewName("X", 0)
		_, got, rest, err := ReadName(AppendName(nil, n, s))
		if got != s || len(rest) != 0 || err != nil {
			t.Errorf("%q does not read back: %v, %v", c.in, got, err)
		}
		if c.ok && !strings.EqualFold(s.String(), c.in) {
			t.Errorf("%q prints as %s", c.in, s)
		}
	}
}

func TestReadNameRefuses(t *testing.T) {
	n, _ := NewName("GOHOST", 0)
	good := AppendName(nil, n, Scope{})
	edit := func(at int, b byte) []byte {
		e := bytes.Clone(good)
		e[at] = b
		return e
	}
	overlong := append(bytes.Clone(good[:33]), bytes.Repeat([]byte("\x01x"), 111)...)
	for name, c := range map[string]struct {
		b    []byte
		want error
	}{
		"short label":        {edit(0, 0x1f), ErrNameLabel},
		"letter before A":    {edit(1, '@'), ErrNameLabel},
		"letter after P":     {edit(32, 'Q'), ErrNameLabel},
		"pointer":            {[]byte{0xC0, 0x00}, ErrNameLabel},
		"pointer as scope":   {append(bytes.Clone(good[:33]), 0xC0, 0x00), ErrScope},
		"overlong scope":     {append(overlong, 0), ErrScope},
		"unfinished scope":   {append(bytes.Clone(good[:33]), 2, 'x'), ErrTruncated},
		"no root":            {good[:33], ErrTruncated},
		"nothing after 0x20": {good[:1], ErrTruncated},
	} {
		if _, _, _, err := ReadName(c.b); err != c.want {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}
