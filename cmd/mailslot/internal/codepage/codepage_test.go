package codepage

import (
	"bytes"
	"strings"
	"testing"
)

func TestKnownBytesOfEachEncoding(t *testing.T) {
	cases := []struct{ enc, text, bytes string }{
		{"utf-8", "Grüße", "Gr\xc3\xbc\xc3\x9fe"},
		{"utf-16le", "Hé", "H\x00\xe9\x00"},
		{"utf-16le", "😀", "\x3d\xd8\x00\xde"},
		{"cp437", "é░", "\x82\xb0"},
		{"cp850", "Áõ", "\xb5\xe4"},
		{"cp1251", "Привет", "\xcf\xf0\xe8\xe2\xe5\xf2"},
		{"cp1252", "€“", "\x80\x93"},
	}
	for _, c := range cases {
		e, err := Parse(c.enc)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := e.Encode([]byte(c.text)); err != nil || string(got) != c.bytes {
			t.Errorf("%s: Encode(%q) = %x, %v; want %x", e, c.text, got, err, c.bytes)
		}
		if got, exact := e.Decode([]byte(c.bytes)); got != c.text || !exact {
			t.Errorf("%s: Decode(%x) = %q, %v; want %q", e, c.bytes, got, exact, c.text)
		}
	}
}

func TestUndecodableBytesAreNotExact(t *testing.T) {
	for enc, bad := range map[string]string{
		"utf-8":    "\xff",
		"utf-16le": "odd", // three bytes are no sequence of units
		"cp1252":   "\x81",
	} {
		e, _ := Parse(enc)
		if text, exact := e.Decode([]byte(bad)); exact {
			t.Errorf("%s: %x decodes exactly to %q", enc, bad, text)
		}
	}
}

func TestLoneSurrogateIsNotExact(t *testing.T) {
	e, _ := Parse("utf-16le")
	if text, exact := e.Decode([]byte{0x00, 0xd8}); exact {
		t.Errorf("a lone surrogate decodes exactly to %q", text)
	}
}

func TestEncodeNamesTheMissingCharacter(t *testing.T) {
	e, _ := Parse("cp1252")
	_, err := e.Encode([]byte("abc Привет"))
	if err == nil || !strings.Contains(err.Error(), "'П'") {
		t.Errorf("got %v, want the character named", err)
	}
	if _, err := e.Encode([]byte{0xff}); err == nil {
		t.Error("bytes that are not UTF-8 were encoded")
	}
}

func TestParseForgivesCaseAndHyphens(t *testing.T) {
	for _, s := range []string{"UTF-16LE", "utf16le", "Utf-16Le"} {
		if e, err := Parse(s); err != nil || e.String() != "utf-16le" {
			t.Errorf("Parse(%q) = %s, %v", s, e, err)
		}
	}
	if _, err := Parse("latin1"); err == nil || !strings.Contains(err.Error(), "cp1252") {
		t.Errorf("an unknown name answers %v, want the known ones listed", err)
	}
}

func FuzzEncodingRoundTrip(f *testing.F) {
	for _, name := range Names() {
		f.Add(name, []byte("Grüße \x81\xff\x00\xd8"))
	}
	f.Fuzz(func(t *testing.T, name string, message []byte) {
		e, err := Parse(name)
		if err != nil {
			return
		}
		text, exact := e.Decode(message)
		if !exact {
			return
		}
		if back, err := e.Encode([]byte(text)); err != nil || !bytes.Equal(back, message) {
			t.Fatalf("%s: %x became %q became %x, %v", e, message, text, back, err)
		}
	})
}
