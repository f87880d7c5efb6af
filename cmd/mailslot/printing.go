package main

import (
	"strings"

	"github.com/spf13/cobra"

	"mailslot/cmd/mailslot/internal/codepage"
	"mailslot/cmd/mailslot/internal/show"
)

// printing are the flags that choose how messages are printed.
type printing struct {
	json, raw, null, hex bool
	format               string
	encoding             codepage.Encoding
}

// styleFlags exclude each other.
func styleFlags() []string { return []string{"json", "raw", "null", "hex", "format"} }

func (p *printing) addFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVar(&p.json, "json", false, "one object a line: time, slot, size, text or base64, from")
	f.BoolVar(&p.raw, "raw", false, "bytes as they are, nothing between messages")
	f.BoolVar(&p.null, "null", false, "a NUL after each message instead of a line feed")
	f.BoolVar(&p.hex, "hex", false, "a hex dump, the size last")
	f.Var(word{&p.format}, "format", "a Go `TEMPLATE` over the fields of --json, such as '{{.from.uid}} {{.text}}'")
	addEncoding(cmd, &p.encoding, "the messages' encoding")
}

// addEncoding adds --encoding, whose values the shell can complete.
func addEncoding(cmd *cobra.Command, e *codepage.Encoding, meaning string) {
	cmd.Flags().Var(e, "encoding", meaning+": "+strings.Join(codepage.Names(), ", "))
	names := cobra.FixedCompletions(codepage.Names(), cobra.ShellCompDirectiveNoFileComp)
	if err := cmd.RegisterFlagCompletionFunc("encoding", names); err != nil {
		panic(err) // the flag was added above
	}
}

// printer checks the flags and makes what prints messages to c.
func (p *printing) printer(cmd *cobra.Command, c console) (*show.Printer, error) {
	if err := onlyOne(cmd, styleFlags()...); err != nil {
		return nil, err
	}
	if err := onlyOne(cmd, "encoding", "raw", "hex"); err != nil {
		return nil, err
	}
	pr := &show.Printer{Style: p.style(), Encoding: p.encoding, Terminal: c.outTerminal, Marks: c.marks()}
	if cmd.Flags().Changed("format") {
		t, err := show.ParseTemplate(p.format)
		if err != nil {
			return nil, usage("--format: %w", err)
		}
		pr.Style, pr.Template = show.Format, t
	}
	return pr, nil
}

func (p *printing) style() show.Style {
	switch {
	case p.json:
		return show.JSON
	case p.raw:
		return show.Raw
	case p.null:
		return show.Null
	case p.hex:
		return show.Hex
	}
	return show.Plain
}
