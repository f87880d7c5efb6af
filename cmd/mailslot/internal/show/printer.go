package show

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"text/template"

	"mailslot"
	"mailslot/cmd/mailslot/internal/codepage"
)

// Style is a form in which messages are printed.
type Style int

// The styles. Plain is one line of text for each message.
const (
	Plain  Style = iota
	JSON         // an object a line
	Raw          // the bytes as they are and nothing else
	Null         // the text and a NUL
	Hex          // a hex dump, its last line the size
	Format       // a template of the user's, and a line feed
)

// Printer turns messages into bytes to print. Its zero value prints plain
// UTF-8 lines to something that is no terminal.
type Printer struct {
	Style    Style
	Encoding codepage.Encoding
	Template *template.Template // of Format
	Terminal bool               // the output is a terminal: nothing may reach it unescaped
	Marks    Marks              // around escapes on a terminal
}

// ParseTemplate prepares a template for Format and tries it, so that a
// misspelt field is found before any message is read.
func ParseTemplate(text string) (*template.Template, error) {
	t, err := template.New("format").Option("missingkey=error").Parse(text)
	if err != nil {
		return nil, err
	}
	p := Printer{Style: Format, Template: t}
	_, err = p.Append(nil, "", mailslot.Message{})
	if err != nil && strings.Contains(err.Error(), "no entry for key") {
		return nil, err // any other failure may be one of the empty message alone
	}
	return t, nil
}

// Append appends what is printed for m, which was read from slot.
func (p *Printer) Append(dst []byte, slot string, m mailslot.Message) ([]byte, error) {
	switch p.Style {
	case JSON:
		return fieldsOf(slot, m, p.Encoding).appendJSON(dst)
	case Raw:
		return append(dst, m.Data...), nil
	case Null:
		return append(append(dst, p.exact(m.Data)...), 0), nil
	case Hex:
		return fmt.Appendf(dst, "%s%08x\n", hex.Dump(m.Data), len(m.Data)), nil
	case Format:
		return p.appendFormat(dst, slot, m)
	}
	return append(append(dst, p.line(m.Data)...), '\n'), nil
}

// line is the message as one line.
func (p *Printer) line(data []byte) string {
	text, _ := p.Encoding.Decode(data)
	if p.Terminal {
		return Terminal(text, p.Marks)
	}
	return OneLine(text)
}

// exact is the message with its line feeds.
func (p *Printer) exact(data []byte) string {
	text, _ := p.Encoding.Decode(data)
	if p.Terminal {
		return Paragraph(text, p.Marks)
	}
	return text
}

func (p *Printer) appendFormat(dst []byte, slot string, m mailslot.Message) ([]byte, error) {
	clean := OneLine
	if p.Terminal {
		clean = func(s string) string { return Terminal(s, p.Marks) }
	}
	b := bytes.NewBuffer(dst)
	fields := fieldsOf(slot, m, p.Encoding).templateFields(clean)
	if err := p.Template.Execute(b, fields); err != nil {
		return dst, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// Write prints m to w.
func (p *Printer) Write(w io.Writer, slot string, m mailslot.Message) error {
	b, err := p.Append(nil, slot, m)
	if err != nil {
		return err
	}
	_, err = w.Write(b)
	return err
}
