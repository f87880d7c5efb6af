package show

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Marks surround what was escaped, so that a reader can tell an escape from a
// message that contains a backslash. The zero value marks nothing.
type Marks struct{ On, Off string }

// Dim marks escapes on a terminal with colours.
func Dim() Marks { return Marks{"\x1b[2m", "\x1b[22m"} }

// Terminal makes s safe to print on a terminal as one line: control
// characters, invisible formatting and bytes that are not UTF-8 become
// escapes like those of a Go string.
func Terminal(s string, m Marks) string { return escape(s, m, "") }

// Paragraph is Terminal, but keeps line feeds and tabs.
func Paragraph(s string, m Marks) string { return escape(s, m, "\n\t") }

// OneLine keeps s as it is except for line feeds, so that a program that
// reads lines sees one line for each message.
func OneLine(s string) string { return strings.ReplaceAll(s, "\n", `\n`) }

func escape(s string, m Marks, keep string) string {
	if !needsEscape(s, keep) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `%s\x%02x%s`, m.On, s[0], m.Off)
		case printable(r, keep):
			b.WriteRune(r)
		default:
			b.WriteString(m.On + escapeRune(r) + m.Off)
		}
		s = s[size:]
	}
	return b.String()
}

func needsEscape(s, keep string) bool {
	bad := func(r rune) bool { return !printable(r, keep) }
	return !utf8.ValidString(s) || strings.ContainsFunc(s, bad)
}

// printable admits letters, marks, numbers, punctuation, symbols and the
// blank; format characters (which reorder or hide text) are not among them.
func printable(r rune, keep string) bool {
	return unicode.IsPrint(r) || strings.ContainsRune(keep, r)
}

func escapeRune(r rune) string {
	switch r {
	case '\n':
		return `\n`
	case '\r':
		return `\r`
	case '\t':
		return `\t`
	}
	switch {
	case r < 0x80:
		return fmt.Sprintf(`\x%02x`, r)
	case r < 0x10000:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\U%08x`, r)
}

// SafeJSON escapes what a terminal might obey in a line of JSON. The result
// is the same JSON.
func SafeJSON(line string) string {
	hidden := func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }
	if !strings.ContainsFunc(line, hidden) {
		return line
	}
	var b strings.Builder
	for _, r := range line {
		if !hidden(r) {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	return b.String()
}
