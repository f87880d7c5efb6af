package oem

import (
	"fmt"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

func ExamplePage() {
	wire, ok := CP850.Encode("grün")
	fmt.Printf("%x %v %s\n", wire, ok, CP437.Decode(wire))
	_, ok = CP850.Encode("зелёный")
	fmt.Println(ok)
	// Output:
	// 6772816e true grün
	// false
}

// TestPagesAreTheirs compares every byte with another table of the pages.
func TestPagesAreTheirs(t *testing.T) {
	for page, other := range map[Page]*charmap.Charmap{CP850: charmap.CodePage850, CP437: charmap.CodePage437} {
		for i := range 256 {
			b, want := string([]byte{byte(i)}), string(other.DecodeByte(byte(i)))
			if got := page.Decode(b); got != want {
				t.Errorf("page %d: %#x is %q, want %q", page, i, got, want)
			}
			if got, ok := page.Encode(want); !ok || got != b {
				t.Errorf("page %d: %q is %x, %v, want %x", page, want, got, ok, b)
			}
		}
	}
}

func TestWhatAPageLacksIsRefused(t *testing.T) {
	for _, s := range []string{"€", "x\U0001F600", "\xff", "a\xed\xa0\x80", "\ufffd"} {
		if got, ok := CP850.Encode(s); ok {
			t.Errorf("%q became %x", s, got)
		}
	}
}

func TestPagesHaveNames(t *testing.T) {
	for s, want := range map[string]Page{"": CP850, "850": CP850, "437": CP437} {
		if got, err := ParsePage(s); err != nil || got != want {
			t.Errorf("%q: %v, %v", s, got, err)
		}
	}
	if _, err := ParsePage("1252"); err == nil {
		t.Error("a page that is none is accepted")
	}
}
