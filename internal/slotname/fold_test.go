package slotname

import (
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

func TestCaseDoesNotCount(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"Slot", "sLOT", true},
		{"é", "É", true},
		{"журнал", "ЖУРНАЛ", true},
		{"ÿ", "Ÿ", true},
		{"σ", "Σ", true},
		{"ß", "ẞ", false},
		{"ß", "SS", false},
		{"ı", "I", false},
		{"İ", "i", false},
		{"\u212A", "k", false},
		{"µ", "μ", false},
		{"ς", "σ", FoldsFinalSigma},
		{"ς", "Σ", FoldsFinalSigma},
		{"𐐨", "𐐀", false}, // pairs of surrogates have no case
		{"\xed\xa0\x80a", "\xed\xa0\x80A", true},
		{"\xed\xa0\x80", "\xed\xa0\x81", false},
		{"a", "b", false},
	} {
		if got := Equal(c.a, c.b); got != c.same {
			t.Errorf("rule 1.6: Equal(%q, %q) = %v", c.a, c.b, got)
		}
	}
}

func TestFoldKeepsLengthAndIsStable(t *testing.T) {
	for r := rune(1); r < 0x10000; r++ {
		s := string(appendRune(nil, r))
		folded := Fold(s)
		if unitCount(folded) != 1 || Fold(folded) != folded {
			t.Fatalf("Fold(%q) = %q, Fold of that = %q", s, folded, Fold(folded))
		}
	}
}

func TestUnpairedSurrogatesSurvive(t *testing.T) {
	for _, units := range [][]uint16{
		{},
		{'a', 0xD800, 'b'},
		{0xDC00, 0xD800},
		{0xD83D, 0xDE00},
		{0xD800, 0xD83D, 0xDE00, 0xDFFF},
		{0xFFFD},
		utf16.Encode([]rune("aé€😀")),
	} {
		if diff := cmp.Diff(units, UTF16(FromUTF16(units))); diff != "" {
			t.Errorf("%x changed (-want +got):\n%s", units, diff)
		}
	}
	if got := FromUTF16([]uint16{0xD83D, 0xDE00}); got != "😀" {
		t.Errorf("a pair is written as %q", got)
	}
}

func TestSurrogatePairInThreeByteFormIsTheCharacter(t *testing.T) {
	n, err := Parse("\\\\.\\mailslot\\\xed\xa0\xbd\xed\xb8\x80")
	if err != nil || n.Slot != "😀" {
		t.Errorf("got %q, %v", n.Slot, err)
	}
}
