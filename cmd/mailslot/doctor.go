package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"mailslot/cmd/mailslot/internal/show"
)

// level is how serious a finding is.
type level string

const (
	fine    level = "ok"
	warning level = "warning" // works, but not as well as it could
	broken  level = "failure" // does not work
)

// finding is one result of a check. As JSON it may only grow.
type finding struct {
	Check string `json:"check"`
	Level level  `json:"level"`
	Text  string `json:"text"`
	Hint  string `json:"hint,omitempty"` // what to do about it
}

// check looks at one thing. It must end soon after its context.
type check func(ctx context.Context) []finding

// checks are all checks, in the order in which they are shown.
func checks() []check { return append(localChecks(), networkChecks()...) }

// errUnwell makes doctor exit with 1.
var errUnwell = errors.New("something does not work; see above")

func doctorCommand() *cobra.Command {
	var clean, asJSON bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check what works here and what does not",
		Long: `Check the directories, limits, clock, privileges and network that mailslots
need, and say what to do about what is wrong. Exit 1 if something does not work;
warnings do not count. --clean removes what killed slots left over and what was
put in the way of others' names: this user's, or everybody's when root runs it.
What a process still holds is told of and left.`,
		Example: `  mailslot doctor
  sudo mailslot doctor --clean
  mailslot doctor --json | jq 'select(.level != "ok")'`,
		Args: arguments(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			list := checks()
			if clean {
				list = []check{cleanLeftovers}
			}
			return diagnose(cmd.Context(), newConsole(cmd), list, asJSON)
		},
	}
	cmd.Flags().BoolVar(&clean, "clean", false, "remove what killed slots left over, and what is in the way")
	cmd.Flags().BoolVar(&asJSON, "json", false, "one object a line: check, level, text, hint")
	return cmd
}

// diagnose runs the checks one after the other and prints what each finds.
func diagnose(ctx context.Context, c console, list []check, asJSON bool) error {
	var unwell error
	for _, check := range list {
		for _, f := range check(ctx) {
			if f.Level == broken {
				unwell = errUnwell
			}
			if err := c.printFinding(f, asJSON); err != nil {
				return err
			}
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	return unwell
}

func (c console) printFinding(f finding, asJSON bool) error {
	if asJSON {
		return c.printJSON(f)
	}
	paint := map[level]func(string) string{
		fine: c.outColour.good, warning: c.outColour.warn, broken: c.outColour.bad,
	}[f.Level]
	_, err := fmt.Fprintf(c.out, "%s %s: %s\n", paint(fmt.Sprintf("%-8s", f.Level)), f.Check, show.Terminal(f.Text, show.Marks{}))
	if err == nil && f.Hint != "" {
		_, err = fmt.Fprintf(c.out, "%8s %s\n", "", show.Terminal(f.Hint, show.Marks{}))
	}
	return err
}
