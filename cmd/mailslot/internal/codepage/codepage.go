// Package codepage turns message bytes into text and back in the encodings
// that programs on the other end of a mailslot use: UTF-8, the UTF-16 of
// Windows programs, and the code pages of DOS and older Windows.
package codepage

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Encoding is one of the encodings of Names. The zero value is UTF-8.
// It implements the Value interface of command-line flags.
type Encoding struct {
	name  string
	table encoding.Encoding // nil: UTF-8, which needs no conversion
}

// Names lists the encodings that Parse knows.
func Names() []string {
	return []string{"utf-8", "utf-16le", "cp437", "cp850", "cp1251", "cp1252"}
}

// Parse finds an encoding by its name in any case, with or without hyphens.
func Parse(name string) (Encoding, error) {
	switch strings.ReplaceAll(strings.ToLower(name), "-", "") {
	case "utf8":
		return Encoding{}, nil
	case "utf16le":
		return Encoding{"utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)}, nil
	case "cp437":
		return Encoding{"cp437", charmap.CodePage437}, nil
	case "cp850":
		return Encoding{"cp850", charmap.CodePage850}, nil
	case "cp1251":
		return Encoding{"cp1251", charmap.Windows1251}, nil
	case "cp1252":
		return Encoding{"cp1252", charmap.Windows1252}, nil
	}
	return Encoding{}, fmt.Errorf("unknown encoding %q; known are %s", name, strings.Join(Names(), ", "))
}

// String is the encoding's name as Names spells it.
func (e Encoding) String() string {
	if e.table == nil {
		return "utf-8"
	}
	return e.name
}

// Set is Parse into e, for flags.
func (e *Encoding) Set(name string) error {
	parsed, err := Parse(name)
	if err == nil {
		*e = parsed
	}
	return err
}

// Type names the value in help texts.
func (e *Encoding) Type() string { return "ENC" }

// Decode reads b as text. It is exact when encoding the text again gives b;
// otherwise b is not text of this encoding: what UTF-8 cannot say stays as it
// is, and what the tables cannot say is U+FFFD.
func (e Encoding) Decode(b []byte) (text string, exact bool) {
	if e.table == nil {
		return string(b), utf8.Valid(b)
	}
	out, err := e.table.NewDecoder().Bytes(b)
	if err != nil {
		return string(b), false
	}
	back, err := e.table.NewEncoder().Bytes(out)
	return string(out), err == nil && bytes.Equal(back, b)
}

// Encode writes UTF-8 text in this encoding. UTF-8 itself takes any bytes as
// they are. A character that the encoding lacks is an error.
func (e Encoding) Encode(text []byte) ([]byte, error) {
	if e.table == nil {
		return text, nil
	}
	if !utf8.Valid(text) {
		return nil, fmt.Errorf("the message is not UTF-8 text and cannot be turned into %s", e)
	}
	out, err := e.table.NewEncoder().Bytes(text)
	if err != nil {
		return nil, fmt.Errorf("%s has no character for %q", e, e.missing(text))
	}
	return out, nil
}

// missing is the first character of text that has no place in the encoding.
func (e Encoding) missing(text []byte) rune {
	for _, r := range string(text) {
		if _, err := e.table.NewEncoder().String(string(r)); err != nil {
			return r
		}
	}
	return utf8.RuneError
}
