package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"mailslot/cmd/mailslot/internal/show"
)

// console is where a command prints: messages and data to out, everything
// else to err.
type console struct {
	out, err             io.Writer
	outTerminal          bool
	errTerminal          bool
	outColour, errColour colour
}

func newConsole(cmd *cobra.Command) console {
	out, err := cmd.OutOrStdout(), cmd.ErrOrStderr()
	c := console{out: out, err: err, outTerminal: onTerminal(out), errTerminal: onTerminal(err)}
	c.outColour = colour(c.outTerminal && coloursWanted())
	c.errColour = colour(c.errTerminal && coloursWanted())
	return c
}

func onTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && isTerminal(f)
}

// note tells a person who watches what happens and how it ends.
func (c console) note(text string) {
	if c.errTerminal {
		fmt.Fprintln(c.err, c.errColour.dim(text))
	}
}

// marks surround escapes in messages.
func (c console) marks() show.Marks {
	if c.outColour {
		return show.Dim()
	}
	return show.Marks{}
}

// text makes s safe to print on out as part of a line.
func (c console) text(s string) string {
	if c.outTerminal {
		return show.Terminal(s, show.Marks{}) // marks would count as width in tables
	}
	return show.OneLine(s)
}

// coloursWanted is the user's word on colours: https://no-color.org.
func coloursWanted() bool {
	return os.Getenv("NO_COLOR") == "" && !dumbTerminal()
}

// dumbTerminal reports whether the terminal can do nothing but print.
func dumbTerminal() bool { return os.Getenv("TERM") == "dumb" }

// colour paints words when it is true.
type colour bool

func (c colour) paint(code, s string) string {
	if !c {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (c colour) bold(s string) string { return c.paint("1", s) }
func (c colour) dim(s string) string  { return c.paint("2", s) }
func (c colour) good(s string) string { return c.paint("32", s) }
func (c colour) warn(s string) string { return c.paint("33", s) }
func (c colour) bad(s string) string  { return c.paint("31", s) }
