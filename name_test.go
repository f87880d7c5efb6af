package mailslot

import (
	"errors"
	"io/fs"
	"testing"
)

func TestParseNameTakesBareNames(t *testing.T) {
	for _, c := range []struct{ in, full string }{
		{"x", `\\.\mailslot\x`},
		{"net/netlogon", `\\.\mailslot\net\netlogon`},
		{"x.", `\\.\mailslot\x`},
		{" x", `\\.\mailslot\ x`},
		{`//./mailslot/x`, `\\.\mailslot\x`},
		{`\\?\mailslot\x.`, `\\?\mailslot\x.`},
		{`//host/mailslot/x`, `\\host\mailslot\x`},
		{`//*/mailslot/x`, `\\*\mailslot\x`},
	} {
		if n, err := ParseName(c.in); err != nil || n.String() != c.full {
			t.Errorf("ParseName(%q) = %s, %v, want %s", c.in, n, err, c.full)
		}
	}
}

func TestParseNameRefusesOtherPaths(t *testing.T) {
	for _, c := range []struct {
		in   string
		kind error
	}{
		{"", fs.ErrNotExist},
		{"/tmp/x", fs.ErrInvalid},
		{`\mailslot\x`, fs.ErrInvalid},
		{`C:\x`, fs.ErrInvalid},
		{`c:/x`, fs.ErrInvalid},
		{` \\.\mailslot\x`, fs.ErrInvalid},
		{`\\.\mailslot\`, fs.ErrInvalid},
		{`...`, fs.ErrInvalid},
		{`..`, fs.ErrInvalid},
		{`\\.\nosuch\x`, fs.ErrNotExist},
	} {
		if n, err := ParseName(c.in); !errors.Is(err, c.kind) {
			t.Errorf("ParseName(%q) = %s, %v, want %v", c.in, n, err, c.kind)
		}
	}
}

func TestNamesEqualWhateverTheirCase(t *testing.T) {
	name := func(s string) Name {
		t.Helper()
		n, err := ParseName(s)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if !name("Foo").Equal(name(`\\.\MAILSLOT\fOO`)) || !name("//h/mailslot/x").Equal(name("//H/mailslot/X")) {
		t.Error("names that differ in case only are not equal")
	}
	if name("foo").Equal(name(`foo\`)) || name("//h/mailslot/x").Equal(name("x")) {
		t.Error("names of different slots are equal")
	}
}
