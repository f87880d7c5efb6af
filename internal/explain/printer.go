package explain

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// printer collects lines.
type printer struct {
	out   strings.Builder
	level int
	err   error // the first refusal
}

func (p *printer) title(format string, args ...any) {
	line := strings.Repeat("  ", p.level) + fmt.Sprintf(format, args...)
	p.out.WriteString(strings.TrimRight(line, " ") + "\n")
}

// field is a line with its label in a column of its own.
func (p *printer) field(label, format string, args ...any) {
	p.title("%-12s %s", label, fmt.Sprintf(format, args...))
}

// refuse notes why b could not be read, and shows it.
func (p *printer) refuse(err error, b []byte) {
	if p.err == nil {
		p.err = err
	}
	p.field("refused", "%v", err)
	p.dump(b)
}

// dump shows bytes as a hex dump with text beside it.
func (p *printer) dump(b []byte) {
	for line := range strings.Lines(hex.Dump(b)) {
		p.title("%s", strings.TrimSuffix(line, "\n"))
	}
}

// quote shows a sender's text in ASCII on one line.
func quote(s string) string { return strconv.QuoteToASCII(s) }
