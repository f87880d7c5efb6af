package main

import (
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"mailslot/internal/errno"
	"mailslot/internal/local"
)

func infoCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "info NAME",
		Short: "Show a slot's sizes, count, read time-out, owner and writers",
		Long: `Show the state of a slot of this computer. Everybody sees its name, owner and
maximum size; its counts are for those who may write to it.

In --json a next_size of -1 is no message, a max_size of 0 is any, and a
read_timeout_ms of -1 is for ever, of 0 is not at all.`,
		Example: `  mailslot info greetings
  mailslot info greetings --json | jq .count`,
		Args:              arguments(1, 1),
		ValidArgsFunction: completeSlots,
		RunE: func(cmd *cobra.Command, args []string) error {
			return named(args[0], info(newConsole(cmd), args[0], asJSON))
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object")
	return cmd
}

// info prints one slot. What everybody may know is printed even if the rest
// is refused.
func info(c console, name string, asJSON bool) error {
	n, err := localName(name)
	if err != nil {
		return err
	}
	about, err := local.Lookup("", n.Slot())
	if err != nil {
		return err
	}
	if !about.Alive {
		return errno.New(errno.FileNotFound, "its owner was killed").Advise("the name is free, or freed by: mailslot doctor --clean")
	}
	s := stateOf(about)
	if asJSON {
		err = c.printJSON(s.object())
	} else {
		err = c.printState(s)
	}
	if err != nil {
		return err
	}
	return s.denied
}

func (c console) printState(s state) error {
	t := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	row := func(label, value string) { fmt.Fprintf(t, "%s\t%s\n", label, value) }
	a := s.about
	row("name", c.text(s.name()))
	row("maximum size", sizeText(a.MaxSize))
	if s.denied == nil {
		row("next size", nextText(s.info.NextSize))
		row("count", fmt.Sprint(s.info.Count))
		row("read time-out", timeoutText(s.info.ReadTimeout))
		if s.info.Writers >= 0 {
			row("writers", fmt.Sprint(s.info.Writers))
		}
	}
	if s.told() {
		mode := accessMode(a.Mode)
		row("owner", fmt.Sprintf("%s (uid %d, pid %d)", c.text(userName(a.UID)), a.UID, a.PID))
		row("mode", mode.String())
		row("quota", bytesText(a.Quota)+" for each writer")
		row("network", yesNo(a.Network))
		row("created", a.Created.Local().Format(time.DateTime))
	}
	return t.Flush()
}

func sizeText(max uint32) string {
	if max == 0 {
		return "any"
	}
	return countText(int64(max), "byte")
}

func nextText(size int) string {
	if size == local.NoMessage {
		return "no message"
	}
	return countText(int64(size), "byte")
}

func timeoutText(ms uint32) string {
	switch ms {
	case local.Forever:
		return "for ever"
	case local.NoWait:
		return "does not wait"
	}
	return (time.Duration(ms) * time.Millisecond).String()
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
