package main

import (
	"strings"
	"testing"

	"mailslot"
)

func TestPatternsMatchNames(t *testing.T) {
	cases := []struct {
		pattern, slot string
		want          bool
	}{
		{"", "anything", true},
		{"*", "", true},
		{"?", "", false},
		{"?", "é", true},
		{"x", "X", true},
		{"x", "xy", false},
		{"net/*", `net\netlogon`, true},
		{`NET\*`, `net\a\b`, true},
		{"net/*", "net", false},
		{"*logon", `net\netlogon`, true},
		{"a*b*c", "aXbXbXc", true},
		{"a*b*c", "aXbXbX", false},
		{"**a", "bca", true},
		{"[a]", "[a]", true},
		{"[a]", "a", false},
	}
	for _, c := range cases {
		if got := matches(c.pattern, c.slot); got != c.want {
			t.Errorf("matches(%q, %q) = %v", c.pattern, c.slot, got)
		}
	}
}

func TestPatternOfManyStarsEndsSoon(t *testing.T) {
	if matches(strings.Repeat("*a", 200)+"b", strings.Repeat("a", 2000)) {
		t.Error("matched without the last letter")
	}
}

func TestBareNameIsTheShortestThatParses(t *testing.T) {
	for slot, want := range map[string]string{
		"x":            "x",
		`net\netlogon`: "net/netlogon",
		"ends in dot.": `\\?\mailslot\ends in dot.`,
		"a/b":          `\\?\mailslot\a/b`,
		`C:\x`:         `\\?\mailslot\C:\x`,
		" ":            `\\?\mailslot\ `,
	} {
		if got := bareName(slot); got != want {
			t.Errorf("bareName(%q) = %q, want %q", slot, got, want)
		}
	}
}

// Whatever name is typed, the bare form of the slot it names leads back to
// that slot.
func FuzzBareNameLeadsBack(f *testing.F) {
	for _, s := range []string{"x", "net/x", `\\.\mailslot\x`, `//./MAILSLOT/a\b`, `\\?\mailslot\a/b.`, `\\*\mailslot\x`, " x", "x ", `\\.\mailslot\..\x`, "C:/x", "\xed\xa0\x80"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		n, err := mailslot.ParseName(typed)
		if err != nil || !n.Local() {
			return
		}
		bare := bareName(n.Slot())
		again, err := mailslot.ParseName(bare)
		if err != nil || again.Slot() != n.Slot() || !again.Local() {
			t.Fatalf("%q names %q, whose bare form %q names %q (%v)", typed, n.Slot(), bare, again.Slot(), err)
		}
		if !matches(n.Slot(), n.Slot()) {
			t.Fatalf("%q does not match itself", n.Slot())
		}
	})
}
